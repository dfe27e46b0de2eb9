using FluentValidation;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Settings;

/// <summary>The four lists by which a portfolio is organised.</summary>
public enum OrganisationKind
{
    Region,
    Segment,
    BusinessUnit,
    ProductLine,
}

/// <summary>An entry of one of the lists. The parent is the region above, or the unit that owns a product line.</summary>
public sealed class OrganisationForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? ParentCode { get; set; }
}

/// <param name="Depth">How deep in the tree of regions; 0 elsewhere.</param>
/// <param name="Uses">How many things refer to it; only what nothing refers to can be deleted.</param>
public sealed record OrganisationRow(string Code, string Name, string? ParentCode, string? ParentName, int Depth, long Uses, uint Version);

public sealed class OrganisationFormValidator : AbstractValidator<OrganisationForm>
{
    public const int CodeLength = 64, NameLength = 120;

    public OrganisationFormValidator(IStringLocalizer<SettingsTexts> t)
    {
        RuleFor(f => f.Code).NotEmpty().WithMessage(_ => t["NeedsCode"]).MaximumLength(CodeLength).WithMessage(_ => t["TooLong", CodeLength])
            .Must(c => c is null || !c.Any(char.IsControl) && !c.Contains(',', StringComparison.Ordinal)).WithMessage(_ => t["CodeLetters"]);
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["NeedsName"]).MaximumLength(NameLength).WithMessage(_ => t["TooLong", NameLength]);
        RuleFor(f => f.ParentCode).Must((f, parent) => parent is null || parent != f.Code).WithMessage(_ => t["Organisation.OwnParent"]);
    }
}
