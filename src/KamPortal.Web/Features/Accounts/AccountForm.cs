using FluentValidation;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Accounts;

/// <summary>An account as a person fills it in; other things are named by their codes.</summary>
public sealed class AccountForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? LocalName { get; set; }
    public string? LegalName { get; set; }
    public string? ParentCode { get; set; }
    public AccountKind Kind { get; set; }
    public AccountStatus Status { get; set; }
    public string? Industry { get; set; }
    public string? SegmentCode { get; set; }
    public string? RegionCode { get; set; }
    public string? Country { get; set; }
    public string? City { get; set; }
    public string? Street { get; set; }
    public string? PostalCode { get; set; }
    public string? TaxId { get; set; }
    public string? LeadCode { get; set; }
    public string? DataOwnerCode { get; set; }
}

/// <summary>Read by the form and by the service alike.</summary>
public sealed class AccountFormValidator : AbstractValidator<AccountForm>
{
    public const int IndustryLength = 120, CountryLength = 80, CityLength = 120;

    public AccountFormValidator(IStringLocalizer<AccountsTexts> t)
    {
        RuleFor(f => f.Code).NotEmpty().WithMessage(_ => t["Account.NeedsCode"])
            .MaximumLength(Account.CodeLength).WithMessage(_ => t["Field.TooLong", Account.CodeLength])
            .Must(c => c is null || !c.Any(char.IsControl) && c.IndexOfAny(['/', '\\', '?', '#', ',']) < 0).WithMessage(_ => t["Account.CodeLetters"]);
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["Account.NeedsName"]).MaximumLength(Account.NameLength).WithMessage(_ => t["Field.TooLong", Account.NameLength]);
        RuleFor(f => f.LocalName).MaximumLength(Account.NameLength).WithMessage(_ => t["Field.TooLong", Account.NameLength]);
        RuleFor(f => f.LegalName).MaximumLength(Account.NameLength).WithMessage(_ => t["Field.TooLong", Account.NameLength]);
        RuleFor(f => f.Industry).MaximumLength(IndustryLength).WithMessage(_ => t["Field.TooLong", IndustryLength]);
        RuleFor(f => f.Country).MaximumLength(CountryLength).WithMessage(_ => t["Field.TooLong", CountryLength]);
        RuleFor(f => f.City).MaximumLength(CityLength).WithMessage(_ => t["Field.TooLong", CityLength]);
        RuleFor(f => f.Street).MaximumLength(Account.StreetLength).WithMessage(_ => t["Field.TooLong", Account.StreetLength]);
        RuleFor(f => f.PostalCode).MaximumLength(Account.PostalCodeLength).WithMessage(_ => t["Field.TooLong", Account.PostalCodeLength]);
        RuleFor(f => f.TaxId).MaximumLength(Account.TaxIdLength).WithMessage(_ => t["Field.TooLong", Account.TaxIdLength]);
        RuleFor(f => f.ParentCode).Must((f, parent) => parent is null || parent != f.Code).WithMessage(_ => t["Account.OwnParent"]);
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Status).IsInEnum();
    }
}
