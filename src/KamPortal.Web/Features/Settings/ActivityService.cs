using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain;
using KamPortal.Domain.Profitability;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Settings;

/// <summary>Activities and what they cost. A changed rate changes past contribution at once, in the same transaction.</summary>
public sealed class ActivityService(
    IDbContextFactory<KamDbContext> factory, IValidator<ActivityForm> validator, IValidator<RateForm> rateValidator, IStringLocalizer<SettingsTexts> texts)
{
    private const int Attempts = 4;

    public async Task<IReadOnlyList<ActivityRow>> ListAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var activities = await db.Activities.AsNoTracking().OrderBy(a => a.Kind).ThenBy(a => a.Name)
            .Select(a => new { a, Used = db.ActivityVolumes.Any(v => v.ActivityId == a.Id) }).ToListAsync(ct);
        var rates = (await db.ActivityRates.AsNoTracking().OrderByDescending(r => r.From).ToListAsync(ct)).ToLookup(r => r.ActivityId);
        return [.. activities.Select(x => new ActivityRow(x.a.Code, x.a.Name, x.a.LocalName, x.a.Kind, x.Used, x.a.Version,
            [.. rates[x.a.Id].Select(r => new RateRow(Period.FromDate(r.From), r.Rate, r.Version))]))];
    }

    /// <summary>Units of each activity in the last twelve months with facts: the quantities behind the capacity used.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> YearlyVolumesAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        if ((await db.BasisAsync(ct)).Window(FactsWindow.LastTwelve)?.Range is not { } range) return new Dictionary<string, decimal>();
        var (first, last) = (range.First.FirstDay, range.Last.FirstDay);
        return await db.ActivityVolumes.Where(v => v.Period >= first && v.Period <= last)
            .Join(db.Activities, v => v.ActivityId, a => a.Id, (v, a) => new { a.Code, v.Volume }).GroupBy(x => x.Code)
            .Select(g => new { g.Key, Sum = g.Sum(x => x.Volume) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
    }

    public async Task<SaveResult<ActivityForm>> CreateAsync(CurrentUser user, ActivityForm form, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        form = ThreeWay.Tidy(form);
        if (validator.Refusal(form) is { } invalid) return invalid;
        await using var db = await factory.CreateDbContextAsync(ct);
        db.Activities.Add(new() { Code = form.Code!, Name = form.Name!, LocalName = form.LocalName, Kind = form.Kind });
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveResult<ActivityForm>.Saved(form.Code!);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return SaveResult.Refused<ActivityForm>(nameof(form.Code), texts["CodeTaken"]);
        }
    }

    /// <summary>Deletes an activity that was never done, with its rates; returns the sentence that says why not.</summary>
    public async Task<string?> DeleteAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Code == code, ct);
        if (activity is null) return null;
        db.ActivityRates.RemoveRange(await db.ActivityRates.Where(r => r.ActivityId == activity.Id).ToListAsync(ct));
        db.Activities.Remove(activity);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return texts["Activity.InUse"];
        }
    }

    /// <summary>Sets what a unit costs from a month on; a new month makes a new rate. The roll-up follows in the same transaction.</summary>
    /// <param name="user">Who sets it.</param>
    /// <param name="code">The activity.</param>
    /// <param name="edit">Version 0 for a month that has no rate of its own yet.</param>
    /// <param name="reason">How the rate came about, for the audit log.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<SaveResult<RateForm>> SetRateAsync(CurrentUser user, string code, Edit<RateForm> edit, string? reason, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        var mine = ThreeWay.Tidy(edit.Mine);
        if (rateValidator.Refusal(mine) is { } invalid) return invalid;
        var from = Period.Parse(mine.From!).FirstDay;
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var activity = await db.Activities.AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct);
            if (activity is null) return new SaveResult<RateForm>.Missing();
            var rate = await db.ActivityRates.SingleOrDefaultAsync(r => r.ActivityId == activity.Id && r.From == from, ct);
            if (rate is null) db.ActivityRates.Add(rate = new() { ActivityId = activity.Id, From = from, Rate = mine.Rate!.Value });
            else if (rate.Version != edit.Version && rate.Rate != mine.Rate)
                return new SaveResult<RateForm>.Conflicting(new() { From = mine.From, Rate = rate.Rate }, rate.Version, [nameof(RateForm.Rate)], null, null);
            rate.Rate = mine.Rate!.Value;
            (db.Actor, db.Reason) = (user, reason);
            try
            {
                await SaveAndRollUpAsync(db, activity.Id, ct);
                await transaction.CommitAsync(ct);
                return new SaveResult<RateForm>.Saved(code);
            }
            catch (DbUpdateException e) when (attempt < Attempts && (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }))
            {
                // Someone set the same month's rate between our read and our write: look again.
            }
        }
    }

    /// <summary>Takes a rate away; the one before it then holds on. False when there is none.</summary>
    public async Task<bool> RemoveRateAsync(CurrentUser user, string code, Period from, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var day = from.FirstDay;
        var rate = await db.ActivityRates.SingleOrDefaultAsync(r => r.From == day && db.Activities.Any(a => a.Id == r.ActivityId && a.Code == code), ct);
        if (rate is null) return false;
        db.ActivityRates.Remove(rate);
        db.Actor = user;
        await SaveAndRollUpAsync(db, rate.ActivityId, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task SaveAndRollUpAsync(KamDbContext db, int activityId, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        // A rate of a busy activity touches every account month: longer than a page's own statements may take.
        await db.Database.ExecuteSqlAsync($"set local statement_timeout = '10min'", ct);
        await Rollup.RefreshActivityAsync((NpgsqlConnection)db.Database.GetDbConnection(), activityId, ct);
    }
}
