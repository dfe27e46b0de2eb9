using System.Globalization;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Merging;

/// <summary>Pairs of accounts that may be one company. A pair exists only for whoever may see both.</summary>
public sealed class DuplicateService(IDbContextFactory<KamDbContext> factory, DuplicateSearch search, TimeProvider clock)
{
    public const string Dismissed = "dismissed";
    private const int CountedUpTo = 1_000;

    public async Task<ListResult<DuplicateRow>> ListAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var pairs = query.Filter("state").Contains(Dismissed) ? Visible(db, user).Where(p => p.DismissedAt != null) : Visible(db, user).Where(p => p.DismissedAt == null);
        if (query.Search is { } sought)
        {
            var named = db.Accounts.Matching(a => EF.Property<string>(a, "SearchText"), sought).Select(a => a.Id);
            pairs = pairs.Where(p => named.Contains(p.FirstId) || named.Contains(p.SecondId));
        }

        var total = await pairs.Take(CountedUpTo + 1).CountAsync(ct);
        var page = await pairs.OrderByDescending(p => p.Score).ThenBy(p => p.FirstId).ThenBy(p => p.SecondId).Skip(query.Skip).Take(query.PageSize)
            .Join(db.Accounts, p => p.FirstId, a => a.Id, (p, a) => new { p, a }).Join(db.Accounts, x => x.p.SecondId, b => b.Id, (x, b) => new DuplicateRow(
                x.p.FirstId, x.p.SecondId, new(x.a.Code, x.a.Name, x.a.LocalName, x.a.City, x.a.Country, x.a.TaxId), new(b.Code, b.Name, b.LocalName, b.City, b.Country, b.TaxId),
                x.p.Score, x.p.NameLikeness, x.p.SameTaxId, x.p.StreetLikeness, x.p.SamePostalCode, x.p.SameCity, x.p.SameCountry, x.p.FoundAt, x.p.DismissedAt, x.p.DismissedBy)).ToListAsync(ct);
        return new([.. page.OrderByDescending(r => r.Score).ThenBy(r => r.FirstId).ThenBy(r => r.SecondId)], Math.Min(total, Math.Max(CountedUpTo, query.Skip + page.Count)), total <= CountedUpTo);
    }

    /// <summary>How many pairs are open; null when there are none.</summary>
    public async Task<int?> OpenAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Visible(db, user).Where(p => p.DismissedAt == null).Take(CountedUpTo).CountAsync(ct) is > 0 and var n ? n : null;
    }

    public async Task<DuplicateSearchState> StateAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var searches = db.Jobs.AsNoTracking().Where(j => j.Kind == DuplicateSearch.Key);
        return new(await searches.Where(j => j.State == JobState.Succeeded).MaxAsync(j => j.FinishedAt, ct), await searches.AnyAsync(j => j.State == JobState.Queued || j.State == JobState.Running, ct));
    }

    /// <summary>Has the accounts compared now; how far it is <see cref="StateAsync"/> says.</summary>
    public Task LookNowAsync(CurrentUser user, CancellationToken ct) => search.AskAsync(user, ct);

    /// <summary>Remembers that these are two companies each, or takes that back; how many pairs it was new for.</summary>
    /// <param name="keys">See <see cref="DuplicateRow.Key"/>.</param>
    public async Task<int> DismissAsync(CurrentUser user, IReadOnlyCollection<string> keys, bool dismissed, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var meant = keys.Select(k => k.Split('-')).Where(p => p.Length == 2).Select(p => (First: Number(p[0]), Second: Number(p[1]))).ToList();
        var firsts = meant.Select(p => p.First).ToList();
        var visible = (await Visible(db, user).Where(p => firsts.Contains(p.FirstId)).Select(p => new { p.FirstId, p.SecondId }).ToListAsync(ct))
            .Where(p => meant.Contains((p.FirstId, p.SecondId))).ToList();
        await db.Database.OpenConnectionAsync(ct);
        user.DemandWrite();
        // Both accounts get their line, in the same statement.
        await using var command = new NpgsqlCommand(
            """
            with told as (
              update duplicate_pairs p set dismissed_at = $3, dismissed_by = $4 from unnest($1, $2) m(first, second)
              where p.first_id = m.first and p.second_id = m.second and (p.dismissed_at is null) <> ($3 is null) returning p.first_id, p.second_id),
            lines as (
              insert into audit_events (user_id, user_name, action, entity, key, account_id, after)
              select $5, $6, case when $3 is null then 'MaybeDuplicate' else 'NotDuplicate' end, 'Account', a.code, a.id, jsonb_build_object('Code', b.code)
              from told t join accounts a on a.id in (t.first_id, t.second_id) join accounts b on b.id in (t.first_id, t.second_id) and b.id <> a.id)
            select count(*)::int from told
            """, (NpgsqlConnection)db.Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = visible.Select(p => p.FirstId).ToArray() }, new() { Value = visible.Select(p => p.SecondId).ToArray() },
                new() { Value = dismissed ? clock.GetUtcNow() : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                new() { Value = dismissed ? user.Name : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }, new() { Value = user.Id }, new() { Value = user.Name },
            },
        };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IQueryable<DuplicatePair> Visible(KamDbContext db, CurrentUser user)
    {
        var accounts = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null).Select(a => a.Id);
        return db.DuplicatePairs.AsNoTracking().Where(p => accounts.Contains(p.FirstId) && accounts.Contains(p.SecondId));
    }
}
