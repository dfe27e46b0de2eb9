using FluentValidation;
using KamPortal.Domain.Relationships;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Relationships;

/// <summary>A contact as a person fills it in.</summary>
public sealed class ContactForm
{
    /// <summary>Where the person works; settled once the contact is there.</summary>
    public string? AccountCode { get; set; }
    public string? Name { get; set; }
    public string? Title { get; set; }
    public string? Department { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Mobile { get; set; }
    public ContactSide? Side { get; set; }
    public BuyingRole? Role { get; set; }

    /// <summary>1 to 5.</summary>
    public int? Influence { get; set; }

    /// <summary>−2 to +2.</summary>
    public int? Stance { get; set; }
    public int? ReportsToId { get; set; }
    public PoliticalStatus? Status { get; set; }
    public DecisionOrientation? Orientation { get; set; }
    public DateOnly? LastContact { get; set; }
}

/// <summary>Read by the form and by the service alike.</summary>
public sealed class ContactFormValidator : AbstractValidator<ContactForm>
{
    public const int ShortLength = 120, EmailLength = 254, PhoneLength = 64;

    public ContactFormValidator(IStringLocalizer<RelationshipsTexts> t, TimeProvider clock)
    {
        RuleFor(f => f.AccountCode).NotEmpty().WithMessage(_ => t["Contact.NeedsAccount"]);
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["Contact.NeedsName"]).MaximumLength(Contact.NameLength).WithMessage(_ => t["Field.TooLong", Contact.NameLength]);
        RuleFor(f => f.Title).MaximumLength(ShortLength).WithMessage(_ => t["Field.TooLong", ShortLength]);
        RuleFor(f => f.Department).MaximumLength(ShortLength).WithMessage(_ => t["Field.TooLong", ShortLength]);
        RuleFor(f => f.Email).MaximumLength(EmailLength).WithMessage(_ => t["Field.TooLong", EmailLength])
            .Must(e => e is null || e.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < e.Length - 1 && !e.Any(char.IsWhiteSpace)).WithMessage(_ => t["Contact.EmailForm"]);
        RuleFor(f => f.Phone).MaximumLength(PhoneLength).WithMessage(_ => t["Field.TooLong", PhoneLength]);
        RuleFor(f => f.Mobile).MaximumLength(PhoneLength).WithMessage(_ => t["Field.TooLong", PhoneLength]);
        RuleFor(f => f.Side).IsInEnum();
        RuleFor(f => f.Role).IsInEnum();
        RuleFor(f => f.Status).IsInEnum();
        RuleFor(f => f.Orientation).IsInEnum();
        RuleFor(f => f.Influence).InclusiveBetween(1, 5).WithMessage(_ => t["Contact.InfluenceRange"]);
        RuleFor(f => f.Stance).InclusiveBetween(-2, 2).WithMessage(_ => t["Contact.StanceRange"]);
        // Somewhere on earth the day has begun already.
        RuleFor(f => f.LastContact).Must(d => d is null || d <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(14))).WithMessage(_ => t["Contact.Future"]);
    }
}
