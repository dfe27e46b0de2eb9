using FluentValidation;
using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Settings;

public sealed class ActivityForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? LocalName { get; set; }
    public ActivityKind Kind { get; set; }
}

/// <summary>What one unit costs from a month on.</summary>
public sealed class RateForm
{
    /// <summary>Written 2026-03.</summary>
    public string? From { get; set; }
    public decimal? Rate { get; set; }
}

/// <param name="Used">Volumes refer to it, so it cannot be deleted.</param>
public sealed record ActivityRow(string Code, string Name, string? LocalName, ActivityKind Kind, bool Used, uint Version, IReadOnlyList<RateRow> Rates);

public sealed record RateRow(Period From, decimal Rate, uint Version);

public sealed class ActivityFormValidator : AbstractValidator<ActivityForm>
{
    public ActivityFormValidator(IStringLocalizer<SettingsTexts> t)
    {
        RuleFor(f => f.Code).NotEmpty().WithMessage(_ => t["NeedsCode"]).MaximumLength(OrganisationFormValidator.CodeLength).WithMessage(_ => t["TooLong", OrganisationFormValidator.CodeLength])
            .Must(c => c is null || !c.Any(char.IsControl) && !c.Contains(',', StringComparison.Ordinal)).WithMessage(_ => t["CodeLetters"]);
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["NeedsName"]).MaximumLength(OrganisationFormValidator.NameLength).WithMessage(_ => t["TooLong", OrganisationFormValidator.NameLength]);
        RuleFor(f => f.LocalName).MaximumLength(OrganisationFormValidator.NameLength).WithMessage(_ => t["TooLong", OrganisationFormValidator.NameLength]);
        RuleFor(f => f.Kind).IsInEnum();
    }
}

public sealed class RateFormValidator : AbstractValidator<RateForm>
{
    private const decimal Highest = 1_000_000_000m;
    private const int Decimals = 4;

    public RateFormValidator(IStringLocalizer<SettingsTexts> t)
    {
        RuleFor(f => f.From).Must(m => Period.TryParse(m, out _)).WithMessage(_ => t["Rate.Month"]);
        RuleFor(f => f.Rate).NotNull().WithMessage(_ => t["Rate.Needed"])
            .Must(r => r is null or >= 0 and <= Highest).WithMessage(_ => t["Rate.Range"])
            .Must(r => r is null || decimal.Round(r.Value, Decimals) == r).WithMessage(_ => t["Rate.Decimals", Decimals]);
    }
}
