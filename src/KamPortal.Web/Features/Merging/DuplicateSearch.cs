using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Features.Merging;

/// <summary>
/// Compares the accounts with each other, every night and when somebody asks. Not each with each: only those that share a rare key (a word, the beginning or
/// end of the name, a tax number, a street), a key that too many share being narrowed by the city. What was said about a pair before stays said.
/// </summary>
public sealed class DuplicateSearch(IDbContextFactory<KamDbContext> factory, JobQueue jobs, TimeProvider clock)
{
    public const string Key = "accounts.duplicates";

    private const int NightFrom = 1, NightTo = 5;

    /// <summary>A key that more accounts share says too little, and comparing them would cost the square of their number.</summary>
    private const int MostWithOneKey = 40;

    /// <summary>Shared trigrams from which a pair of names is looked at closely.</summary>
    private const double WorthComparing = 0.3;

    /// <summary>Asks for a search, unless one waits or works already.</summary>
    public async Task AskAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.MergeAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.Jobs.AnyAsync(j => j.Kind == Key && (j.State == JobState.Queued || j.State == JobState.Running), ct)) await jobs.EnqueueAsync(Key, new { }, user, ct);
    }

    /// <summary>Asks for the search of the night, once, when people sleep and the portfolio is not being built up just now.</summary>
    public async Task AskAtNightAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        if (TimeZoneInfo.ConvertTime(now, (await db.BasisAsync(ct)).Zone).Hour is < NightFrom or >= NightTo) return;
        var (settled, latest) = (now - TimeSpan.FromHours(1), now - TimeSpan.FromHours(12));
        if (await db.Jobs.AnyAsync(j => j.Kind == Key && j.QueuedAt > latest, ct) || !await db.Accounts.AnyAsync(a => a.CreatedAt < settled, ct)) return;
        await AskAsync(CurrentUser.System, ct);
    }

    public async Task RunAsync(JobContext job, CancellationToken ct)
    {
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "set local work_mem = '128MB'", ct);
        var count = await ReadAsync(connection, job, ct);
        await job.ReportAsync("comparing", count, count, ct, always: true);
        await PairAsync(connection, ct);
        await StoreAsync(connection, await ScoreAsync(connection, ct), ct);
        await ForgetAsync(connection, ct);
        await job.CommitAsync(transaction, ct);
    }

    /// <summary>Names, numbers and places of the living accounts in one spelling, and the keys they share.</summary>
    private static async Task<int> ReadAsync(NpgsqlConnection connection, JobContext job, CancellationToken ct)
    {
        await ExecuteAsync(connection,
            """
            create temp table spelled (id int, name text) on commit drop;
            create temp table said (id int, tax text, street text, postal_code text, city text, country text) on commit drop;
            create temp table keyed (id int, key text) on commit drop
            """, ct);
        var accounts = new List<(int Id, string[] Names, string? Tax, string? Street, string? Code, string? City, string? Country)>();
        await using (var command = new NpgsqlCommand("select id, name, local_name, legal_name, tax_id, street, postal_code, city, country from accounts where archived_at is null", connection) { CommandTimeout = 0 })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
                accounts.Add((reader.GetInt32(0), [.. new[] { Text(1), Text(2), Text(3) }.OfType<string>().Select(CompanyName.Plain).Where(n => n.Length > 0).Distinct()],
                    CompanyName.PlainTaxId(Text(4)), CompanyName.PlainPlace(Text(5)), CompanyName.PlainPostalCode(Text(6)), CompanyName.PlainPlace(Text(7)), CompanyName.PlainPlace(Text(8))));
            }
        }

        await job.ReportAsync("reading", accounts.Count, accounts.Count, ct, always: true);
        await using (var copy = await connection.BeginBinaryImportAsync("copy spelled from stdin (format binary)", ct))
        {
            foreach (var a in accounts) foreach (var name in a.Names) await RowAsync(copy, ct, a.Id, name);
            await copy.CompleteAsync(ct);
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy said from stdin (format binary)", ct))
        {
            foreach (var a in accounts) await RowAsync(copy, ct, a.Id, a.Tax, a.Street, a.Code, a.City, a.Country);
            await copy.CompleteAsync(ct);
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy keyed from stdin (format binary)", ct))
        {
            foreach (var a in accounts)
            {
                var keys = a.Names.SelectMany(CompanyName.Keys);
                if (a.Tax is not null) keys = keys.Append("t:" + a.Tax);
                if (a.Street is not null && (a.Code ?? a.City) is { } place) keys = keys.Append($"a:{a.Street}|{place}");
                foreach (var key in keys.Distinct()) await RowAsync(copy, ct, a.Id, key);
            }

            await copy.CompleteAsync(ct);
        }

        return accounts.Count;
    }

    private static Task PairAsync(NpgsqlConnection connection, CancellationToken ct) => ExecuteAsync(connection,
        $"""
        create index on spelled (id); create index on said (id);
        analyze spelled; analyze said; analyze keyed;
        create temp table blocks on commit drop as
        with sized as (select key, count(*) as n from keyed group by key having count(*) > 1),
        narrowed as (
          select k.id, k.key || '@' || s.city as key from keyed k join sized z on z.key = k.key and z.n > {MostWithOneKey} join said s on s.id = k.id where s.city is not null)
        select k.id, k.key from keyed k join sized z on z.key = k.key and z.n <= {MostWithOneKey}
        union all
        select n.id, n.key from narrowed n join (select key from narrowed group by key having count(*) between 2 and {MostWithOneKey}) z on z.key = n.key;
        create index on blocks (key); analyze blocks;
        create temp table pairs on commit drop as select distinct a.id as first, b.id as second from blocks a join blocks b on b.key = a.key and a.id < b.id;
        analyze pairs
        """, ct);

    /// <summary>The pairs worth a look; each is weighed as it comes, so that only those are kept.</summary>
    private static async Task<List<Found>> ScoreAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.first, p.second, n.a, n.b, n.alike, x.tax = y.tax, similarity(x.street, y.street), x.postal_code = y.postal_code, x.city = y.city, x.country = y.country
            from pairs p join said x on x.id = p.first join said y on y.id = p.second
            cross join lateral (select a.name as a, b.name as b, similarity(a.name, b.name) as alike from spelled a, spelled b where a.id = p.first and b.id = p.second order by 3 desc limit 1) n
            where n.alike >= @least or x.tax = y.tax
            """, connection) { CommandTimeout = 0, Parameters = { new("least", WorthComparing) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<Found>();
        while (await reader.ReadAsync(ct))
        {
            bool? Same(int column) => reader.IsDBNull(column) ? null : reader.GetBoolean(column);
            var evidence = new DuplicateEvidence(CompanyName.Likeness(reader.GetString(2), reader.GetString(3), reader.GetFloat(4)), Same(5), reader.IsDBNull(6) ? null : reader.GetFloat(6), Same(7), Same(8), Same(9));
            if (evidence.Score >= DuplicateEvidence.WorthALook) found.Add(new(reader.GetInt32(0), reader.GetInt32(1), evidence));
        }

        return found;
    }

    private async Task StoreAsync(NpgsqlConnection connection, List<Found> found, CancellationToken ct)
    {
        await ExecuteAsync(connection, "create temp table found (like duplicate_pairs) on commit drop", ct);
        const string Columns = "first_id, second_id, score, name_likeness, same_tax_id, street_likeness, same_postal_code, same_city, same_country, found_at";
        await using (var copy = await connection.BeginBinaryImportAsync($"copy found ({Columns}) from stdin (format binary)", ct))
        {
            foreach (var (first, second, e) in found)
                await RowAsync(copy, ct, first, second, e.Score, Percent(e.NameLikeness), e.SameTaxId, e.StreetLikeness is { } street ? Percent(street) : null, e.SamePostalCode, e.SameCity, e.SameCountry, clock.GetUtcNow());
            await copy.CompleteAsync(ct);
        }

        await ExecuteAsync(connection,
            $"""
            delete from duplicate_pairs p where p.dismissed_at is null and not exists (select from found f where f.first_id = p.first_id and f.second_id = p.second_id);
            insert into duplicate_pairs ({Columns}) select {Columns} from found f
              where exists (select from accounts a where a.id = f.first_id) and exists (select from accounts a where a.id = f.second_id)
            on conflict (first_id, second_id) do update set score = excluded.score, name_likeness = excluded.name_likeness, same_tax_id = excluded.same_tax_id, street_likeness = excluded.street_likeness,
              same_postal_code = excluded.same_postal_code, same_city = excluded.same_city, same_country = excluded.same_country
            """, ct);
    }

    /// <summary>What it takes to undo a merge is deleted when it can no longer be undone.</summary>
    private async Task ForgetAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "delete from account_merge_rows r using account_merges m where m.id = r.merge_id and m.at < @oldest; update account_merges set merged = null where at < @oldest and merged is not null", connection)
        { CommandTimeout = 0, Parameters = { new("oldest", clock.GetUtcNow() - AccountMerge.UndoableFor) } };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static int Percent(double share) => (int)Math.Round(share * 100, MidpointRounding.AwayFromZero);

    private static async Task RowAsync(NpgsqlBinaryImporter copy, CancellationToken ct, params object?[] values)
    {
        await copy.StartRowAsync(ct);
        foreach (var value in values)
        {
            switch (value)
            {
                case null: await copy.WriteNullAsync(ct); break;
                case int number: await copy.WriteAsync(number, NpgsqlDbType.Integer, ct); break;
                case bool truth: await copy.WriteAsync(truth, NpgsqlDbType.Boolean, ct); break;
                case DateTimeOffset at: await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, ct); break;
                default: await copy.WriteAsync((string)value, NpgsqlDbType.Text, ct); break;
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Found(int First, int Second, DuplicateEvidence Evidence);
}
