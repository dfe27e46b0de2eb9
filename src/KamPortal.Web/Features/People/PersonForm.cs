using FluentValidation;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.People;

/// <summary>A person as someone fills it in; other things are named by their codes.</summary>
public sealed class PersonForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Title { get; set; }
    public string? ManagerCode { get; set; }
    public string? Team { get; set; }
    public string? RegionCode { get; set; }
    public string? BusinessUnitCode { get; set; }
    public DateOnly? ActiveFrom { get; set; }
    public DateOnly? ActiveTo { get; set; }
}

public sealed class PersonFormValidator : AbstractValidator<PersonForm>
{
    private const int CodeLength = 64, NameLength = 200, EmailLength = 254, ShortLength = 120;

    public PersonFormValidator(IStringLocalizer<PeopleTexts> t)
    {
        RuleFor(f => f.Code).NotEmpty().WithMessage(_ => t["NeedsCode"]).MaximumLength(CodeLength).WithMessage(_ => t["TooLong", CodeLength])
            .Must(c => c is null || !c.Any(char.IsControl) && c.IndexOfAny(['/', '\\', '?', '#', ',']) < 0).WithMessage(_ => t["CodeLetters"]);
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["NeedsName"]).MaximumLength(NameLength).WithMessage(_ => t["TooLong", NameLength]);
        RuleFor(f => f.Email).MaximumLength(EmailLength).WithMessage(_ => t["TooLong", EmailLength])
            .Must(e => e is null || e.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < e.Length - 1 && !e.Any(char.IsWhiteSpace)).WithMessage(_ => t["Email.Form"]);
        RuleFor(f => f.Title).MaximumLength(ShortLength).WithMessage(_ => t["TooLong", ShortLength]);
        RuleFor(f => f.Team).MaximumLength(ShortLength).WithMessage(_ => t["TooLong", ShortLength]);
        RuleFor(f => f.ManagerCode).Must((f, manager) => manager is null || manager != f.Code).WithMessage(_ => t["OwnManager"]);
        RuleFor(f => f.ActiveTo).Must((f, to) => to is null || f.ActiveFrom is null || to >= f.ActiveFrom).WithMessage(_ => t["ActiveOrder"]);
    }
}
