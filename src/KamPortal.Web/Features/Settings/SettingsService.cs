using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Settings;

/// <summary>Currency, calendar and clock of the portfolio.</summary>
public sealed class SettingsService(IDbContextFactory<KamDbContext> factory, IValidator<SettingsForm> validator, IStringLocalizer<SettingsTexts> texts)
{
    private const int Attempts = 4;

    public async Task<(SettingsForm Form, uint Version, bool CurrencyFixed)> OpenAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var settings = await db.PortfolioSettings.AsNoTracking().SingleAsync(ct);
        return (FormOf(settings), settings.Version, await HoldsMoneyAsync(db, ct));
    }

    public async Task<SaveResult<SettingsForm>> SaveAsync(CurrentUser user, Edit<SettingsForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        var (original, mine) = (ThreeWay.Tidy(edit.Original), ThreeWay.Tidy(edit.Mine));
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var settings = await db.PortfolioSettings.SingleAsync(ct);
            var theirs = FormOf(settings);
            if (settings.Version != edit.Version && ThreeWay.Conflicts(original, mine, theirs) is { Count: > 0 } fields)
            {
                var last = await db.AuditEvents.Where(e => e.Entity == nameof(PortfolioSettings)).OrderByDescending(e => e.Id).Select(e => new { e.UserName, e.At }).FirstOrDefaultAsync(ct);
                return new SaveResult<SettingsForm>.Conflicting(theirs, settings.Version, fields, last?.UserName, last?.At);
            }

            var merged = settings.Version == edit.Version ? mine : ThreeWay.Merge(original, mine, theirs);
            if (validator.Validate(merged) is { IsValid: false } wrong)
                return new SaveResult<SettingsForm>.Invalid(wrong.Errors.GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.First().ErrorMessage));
            // Amounts are stored in the reporting currency: another one would make every figure wrong.
            if (merged.ReportingCurrency != settings.ReportingCurrency && await HoldsMoneyAsync(db, ct))
                return SaveResult.Refused<SettingsForm>(nameof(merged.ReportingCurrency), texts["Settings.Currency.Fixed", settings.ReportingCurrency]);
            (settings.ReportingCurrency, settings.FiscalYearFirstMonth, settings.TimeZone) = (merged.ReportingCurrency!, merged.FiscalYearFirstMonth, merged.TimeZone!);
            db.Actor = user;
            try
            {
                await db.SaveChangesAsync(ct);
                return new SaveResult<SettingsForm>.Saved("");
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Someone saved between our read and our write: look again.
            }
        }
    }

    private static async Task<bool> HoldsMoneyAsync(KamDbContext db, CancellationToken ct) =>
        await db.FinancialFacts.AnyAsync(ct) || await db.ActivityRates.AnyAsync(ct) || await db.ExchangeRates.AnyAsync(ct);

    private static SettingsForm FormOf(PortfolioSettings s) => new() { ReportingCurrency = s.ReportingCurrency.Trim(), FiscalYearFirstMonth = s.FiscalYearFirstMonth, TimeZone = s.TimeZone };
}
