using System.Globalization;
using FluentValidation;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Settings;

public sealed class SettingsForm
{
    public string? ReportingCurrency { get; set; }

    /// <summary>1 to 12.</summary>
    public int FiscalYearFirstMonth { get; set; } = 1;
    public string? TimeZone { get; set; }
}

public sealed class SettingsFormValidator : AbstractValidator<SettingsForm>
{
    /// <summary>ISO 4217 codes in use somewhere.</summary>
    public static IReadOnlyList<string> Currencies { get; } =
        [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name).ISOCurrencySymbol).Where(c => c is [>= 'A' and <= 'Z', _, _]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>IANA names.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(z => z.Contains('/', StringComparison.Ordinal) && !z.StartsWith("Etc/", StringComparison.Ordinal)).Append("UTC").Distinct().Order(StringComparer.Ordinal)];

    public SettingsFormValidator(IStringLocalizer<SettingsTexts> t)
    {
        RuleFor(f => f.ReportingCurrency).Must(c => c is not null && Currencies.Contains(c)).WithMessage(_ => t["Settings.Currency.Unknown"]);
        RuleFor(f => f.FiscalYearFirstMonth).InclusiveBetween(1, 12).WithMessage(_ => t["Settings.Month.Unknown"]);
        RuleFor(f => f.TimeZone).Must(z => z is { Length: <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)).WithMessage(_ => t["Settings.TimeZone.Unknown"]);
    }
}
