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
        edit = ThreeWay.Tidy(edit);
        return await MergingSave.AgainAsync<SaveResult<SettingsForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var settings = await db.PortfolioSettings.SingleAsync(ct);
            var theirs = FormOf(settings);
            if (!edit.TryMerge(theirs, settings.Version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(nameof(PortfolioSettings), null, ct);
                return new SaveResult<SettingsForm>.Conflicting(theirs, settings.Version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            // Amounts are stored in the reporting currency: another one would make every figure wrong.
            if (merged.ReportingCurrency != settings.ReportingCurrency && await HoldsMoneyAsync(db, ct))
                return SaveResult.Refused<SettingsForm>(nameof(merged.ReportingCurrency), texts["Settings.Currency.Fixed", settings.ReportingCurrency]);
            (settings.ReportingCurrency, settings.FiscalYearFirstMonth, settings.TimeZone) = (merged.ReportingCurrency!, merged.FiscalYearFirstMonth, merged.TimeZone!);
            db.Actor = user;
            await db.SaveChangesAsync(ct);
            return new SaveResult<SettingsForm>.Saved("");
        });
    }

    private static async Task<bool> HoldsMoneyAsync(KamDbContext db, CancellationToken ct) =>
        await db.FinancialFacts.AnyAsync(ct) || await db.ActivityRates.AnyAsync(ct) || await db.ExchangeRates.AnyAsync(ct);

    private static SettingsForm FormOf(PortfolioSettings s) => new() { ReportingCurrency = s.ReportingCurrency.Trim(), FiscalYearFirstMonth = s.FiscalYearFirstMonth, TimeZone = s.TimeZone };
}
