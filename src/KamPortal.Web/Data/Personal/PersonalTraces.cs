using KamPortal.Security;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Personal;

/// <summary>How often people are named in one place of the portal's own keeping: <c>problems</c>, <c>imports</c>, <c>jobs</c>, <c>calls</c>, <c>mails</c>, <c>notices</c>, <c>views</c>, <c>history</c>.</summary>
public sealed record TraceCount(string Place, long Count);

/// <summary>A text in which somebody is named, with a little of what stands around it.</summary>
/// <param name="Which">The row: a number, an address, a name.</param>
public sealed record TraceText(string Place, string Which, string Text);

/// <summary>
/// Finds people in what the portal keeps for its own running, and puts dots where they stood. What is said about accounts, figures, logins and people
/// of ours is not looked at: a namesake there is somebody else. A new table that may hold words about a contact gets a line in <see cref="Places"/>.
/// </summary>
public static class PersonalTraces
{
    public const string Dots = "•••";

    private sealed record Place(string Key, string Table, string Which, string[] Texts, string[] Jsons, string[] Lists)
    {
        /// <summary>Names in addresses, which have to stay apart: the row's number takes their place.</summary>
        public string[] Names { get; init; } = [];

        private IEnumerable<string> AsText => [.. Texts, .. Names, .. Jsons.Select(c => c + "::text"), .. Lists.Select(c => $"array_to_string({c}, ' ')")];

        public string Found => string.Join(" or ", AsText.Select(c => $"{c} ~* $1"));

        public string Excerpts => string.Join(" union all ", AsText.Select(c => $"select '{Key}', {Which}, substring({c} from '(?i).{{0,60}}(?:' || $1 || ').{{0,60}}') from {Table} t where {c} ~* $1"));

        public string Dotted => string.Join(", ", [
            .. Texts.Select(c => $"{c} = regexp_replace({c}, $1, '{Dots}', 'gi')"), .. Jsons.Select(c => $"{c} = regexp_replace({c}::text, $1, '{Dots}', 'gi')::jsonb"),
            .. Lists.Select(c => $"{c} = array(select regexp_replace(w, $1, '{Dots}', 'gi') from unnest({c}) w)"),
            .. Names.Select(c => $"{c} = case when {c} ~* $1 then id::text else {c} end")]);
    }

    private static readonly Place[] Places =
    [
        new("problems", "import_problems", "(select b.number from import_batches b where b.id = t.batch_id) || ', ' || t.row", ["value", "detail"], [], []),
        new("imports", "import_batches", "t.number::text", ["file_name"], ["options", "result", "undo_result"], []),
        new("jobs", "jobs", "t.kind || ', ' || t.queued_at", ["error"], ["payload"], []),
        new("jobs", "recurring_states", "t.key", ["error"], [], []),
        new("mails", "outbox_messages", "t.recipient", ["subject", "content"], [], []),
        new("notices", "notifications", "t.kind || ', ' || t.created_at", ["href"], [], ["words"]),
        new("views", "saved_views", "t.list || ', ' || t.slug", ["name", "state"], [], []) { Names = ["slug"] },
    ];

    /// <summary>What programs were answered, kept for a day in case they ask again.</summary>
    private const string InCalls = "case when content_type like '%json%' then convert_from(body, 'UTF8') ~* $1 end";

    private static readonly string[] HistoryTexts = ["reason", "key", "before::text", "after::text"];

    private const string OfOurs = "('User', 'UserRole', 'Person', 'Account')";
    private const string InHistory = $"(reason ~* $1 or entity not in {OfOurs} and (key ~* $1 or before::text ~* $1 or after::text ~* $1))";

    public static async Task<IReadOnlyList<TraceCount>> CountAsync(NpgsqlConnection connection, PersonWords words, CancellationToken ct)
    {
        if (words.Pattern is null) return [];
        var sql = string.Join(" union all ", Places.Select(p => $"select '{p.Key}' as place, count(*) as n from {p.Table} t where {p.Found}")
            .Append($"select 'history', count(*) from audit_events where {InHistory}").Append($"select 'calls', count(*) from idempotent_calls where {InCalls}"));
        return await ListAsync(connection, $"select place, sum(n)::bigint from ({sql}) x group by 1 having sum(n) > 0 order by 1", words, r => new TraceCount(r.GetString(0), r.GetInt64(1)), ct);
    }

    public static async Task<IReadOnlyList<TraceText>> TextsAsync(NpgsqlConnection connection, PersonWords words, CancellationToken ct)
    {
        if (words.Pattern is null) return [];
        var history = string.Join(" union all ", HistoryTexts.Select(c =>
            $"select 'history', at::text || ', ' || action || ' ' || entity, substring({c} from '(?i).{{0,60}}(?:' || $1 || ').{{0,60}}') from audit_events where {c} ~* $1 and {InHistory}"));
        return await ListAsync(connection, $"{string.Join(" union all ", Places.Select(p => p.Excerpts))} union all {history} union all select 'calls', started_at::text, substring(convert_from(body, 'UTF8') from '(?i).{{0,60}}(?:' || $1 || ').{{0,60}}') from idempotent_calls where {InCalls} limit 10000", words, r => new TraceText(r.GetString(0), r.GetString(1), r.GetString(2)), ct);
    }

    /// <summary>Imports in whose settings, outcome or undo somebody is named.</summary>
    public static async Task<IReadOnlyList<Guid>> ImportsAsync(NpgsqlConnection connection, PersonWords words, CancellationToken ct) => words.Pattern is null ? []
        : await ListAsync(connection, $"select t.id from import_batches t where {Places.Single(p => p.Key == "imports").Found}", words, r => r.GetGuid(0), ct);

    /// <summary>Puts dots everywhere, in the transaction that is open; mail that waits for the people themselves is not sent.</summary>
    /// <param name="addresses">E-mail addresses of the people.</param>
    public static async Task<IReadOnlyList<TraceCount>> EraseAsync(NpgsqlConnection connection, PersonWords words, IReadOnlyCollection<string> addresses, CurrentUser user, CancellationToken ct)
    {
        var erased = new List<TraceCount>();
        if (words.Pattern is null) return erased;
        await using (var mail = new NpgsqlCommand(
            "delete from outbox_messages m where lower(recipient) = any($1) and not exists (select from users u where u.normalized_email = upper(m.recipient))", connection) { Parameters = { new() { Value = addresses.Select(a => a.ToLowerInvariant()).ToArray() } } })
        {
            erased.Add(new("mails", await mail.ExecuteNonQueryAsync(ct)));
        }

        await using (var calls = new NpgsqlCommand($"delete from idempotent_calls where {InCalls}", connection) { Parameters = { new() { Value = words.Pattern } } })
        {
            erased.Add(new("calls", await calls.ExecuteNonQueryAsync(ct)));
        }

        foreach (var place in Places)
        {
            await using var command = new NpgsqlCommand($"update {place.Table} t set {place.Dotted} where {place.Found}", connection) { Parameters = { new() { Value = words.Pattern } } };
            erased.Add(new(place.Key, await command.ExecuteNonQueryAsync(ct)));
        }

        await using var history = new NpgsqlCommand("select erase_from_audit($1, $2, $3)", connection) { Parameters = { new() { Value = words.Pattern }, new() { Value = user.Id, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = user.Name } } };
        erased.Add(new("history", (long)(await history.ExecuteScalarAsync(ct))!));
        return [.. erased.GroupBy(e => e.Place).Select(g => new TraceCount(g.Key, g.Sum(e => e.Count))).Where(e => e.Count > 0)];
    }

    private static async Task<List<T>> ListAsync<T>(NpgsqlConnection connection, string sql, PersonWords words, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = words.Pattern } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var list = new List<T>();
        while (await rows.ReadAsync(ct)) list.Add(read(rows));
        return list;
    }
}
