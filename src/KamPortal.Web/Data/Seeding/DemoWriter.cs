using System.Globalization;
using KamPortal.Domain.Accounts;
using Npgsql;

namespace KamPortal.Data.Seeding;

/// <summary>Puts a demo book into the database by binary COPY, within the caller's transaction.</summary>
internal sealed class DemoWriter(NpgsqlConnection connection, DemoBook book, Guid rater, CancellationToken ct)
{
    private Dictionary<string, int> _regions = [], _segments = [], _units = [], _lines = [], _people = [], _activities = [], _accounts = [];

    public async Task WriteOrganisationAsync()
    {
        _regions = await KeysAsync("regions", book.Regions.Select(r => r.Code));
        _segments = await KeysAsync("segments", book.Segments.Select(s => s.Code));
        _units = await KeysAsync("business_units", book.BusinessUnits.Select(u => u.Code));
        _lines = await KeysAsync("product_lines", book.Lines.Select(l => l.Code));
        _people = await KeysAsync("people", book.People.Select(p => p.Code));
        _activities = await KeysAsync("activities", book.Activities.Select(a => a.Code));
        await CopyAsync("regions (id, code, name, parent_id)", book.Regions, r => [_regions[r.Code], r.Code, r.Name, Key(_regions, r.Parent)]);
        await CopyAsync("segments (id, code, name)", book.Segments, s => [_segments[s.Code], s.Code, s.Name]);
        await CopyAsync("business_units (id, code, name)", book.BusinessUnits, u => [_units[u.Code], u.Code, u.Name]);
        await CopyAsync("product_lines (id, code, name, business_unit_id)", book.Lines, l => [_lines[l.Code], l.Code, l.Name, _units[l.Unit]]);
        await CopyAsync("people (id, code, name, email, title, manager_id, team, region_id, business_unit_id, active_from, active_to)", book.People, p =>
            [_people[p.Code], p.Code, p.Name, p.Email, p.Title, Key(_people, p.Manager), p.Team, Key(_regions, p.Region), Key(_units, p.Unit), p.From, p.To]);
        await CopyAsync("exchange_rates (currency, period, rate)", book.ExchangeRates, r => [r.Currency, r.Month, r.Rate]);
        await CopyAsync("activities (id, code, name, local_name, kind)", book.Activities, a =>
            [_activities[a.Code], a.Code, a.Name, a.LocalName, a.Kind.ToString()]);
        await CopyAsync("activity_rates (activity_id, \"from\", rate)", book.Activities.SelectMany(a => a.Rates.Select(r => (a.Code, r.From, r.Rate))), r =>
            [_activities[r.Code], r.From, r.Rate]);
    }

    public async Task WriteAccountsAsync()
    {
        _accounts = await KeysAsync("accounts", book.Accounts.Select(a => a.Code));
        await CopyAsync(
            "accounts (id, code, name, local_name, legal_name, parent_id, kind, status, industry, segment_id, region_id, country, city, lead_id, data_owner_id, created_at, updated_at)",
            book.Accounts, a =>
            [
                _accounts[a.Code], a.Code, a.Name, a.LocalName, a.LegalName, Key(_accounts, a.Parent), a.Kind.ToString(), a.Status.ToString(), a.Industry,
                _segments[a.Segment], _regions[a.Region], a.Country, a.City, Key(_people, a.Lead), Key(_people, a.DataOwner), a.Created, a.Updated,
            ]);
        await CopyAsync("account_team_members (account_id, person_id, role)", book.Team, m => [_accounts[m.Account], _people[m.Person], m.Role.ToString()]);
        await CopyAsync("account_ratings (account_id, criterion, value, note, rated_by_id, rated_at)", book.Ratings, r =>
            [_accounts[r.Account], "strategic_importance", r.Value, r.Note, rater, r.At]);
    }

    public async Task WriteFiguresAsync()
    {
        await CopyAsync(
            "financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, quantity, order_count, currency, rate)",
            book.Facts, f =>
            [
                _accounts[f.Account], f.Month, _lines[f.Line], f.Gross, f.Discounts, f.Cogs, f.DirectServiceCost, f.Quantity, f.Orders, f.Currency, f.Rate,
            ]);
        await CopyAsync("activity_volumes (account_id, period, activity_id, volume)", book.Volumes, v =>
            [_accounts[v.Account], v.Month, _activities[v.Activity], v.Volume]);
        await Rollup.RefreshAllAsync(connection, ct);
    }

    public async Task WriteLoginsAsync(IReadOnlyList<DemoHash> hashes, DateTimeOffset now)
    {
        foreach (var login in DemoLogins.All)
        {
            await ExecuteAsync(
                """
                insert into users (id, display_name, person_id, created_at, user_name, normalized_user_name, email, normalized_email, email_confirmed,
                  password_hash, security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                values ($1, $2, $3, $4, $5, $6, $5, $6, true, $7, $8, $8, false, false, true, 0)
                """,
                login.Id, login.Name, login.Person is null ? DBNull.Value : _people[login.Person], now, login.Email, login.Email.ToUpperInvariant(),
                hashes.Single(h => h.Email == login.Email).Hash, Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture).ToUpperInvariant());
            await ExecuteAsync("insert into user_roles (user_id, role_id) values ($1, $2)", login.Id, Security.Role.All[login.Role]);
            if (login.Region is not null) await ExecuteAsync("insert into user_regions (user_id, region_id) values ($1, $2)", login.Id, _regions[login.Region]);
        }
    }

    /// <summary>Takes keys from the table's own sequence, so that rows added later do not collide.</summary>
    private async Task<Dictionary<string, int>> KeysAsync(string table, IEnumerable<string> codes)
    {
        var wanted = codes.ToList();
        await using var command = new NpgsqlCommand("select nextval(pg_get_serial_sequence($1, 'id'))::int from generate_series(1, $2) order by 1", connection);
        command.Parameters.Add(new() { Value = table });
        command.Parameters.Add(new() { Value = wanted.Count });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new Dictionary<string, int>();
        foreach (var code in wanted)
        {
            await reader.ReadAsync(ct);
            keys.Add(code, reader.GetInt32(0));
        }

        return keys;
    }

    private async Task CopyAsync<T>(string target, IEnumerable<T> rows, Func<T, object?[]> values)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", ct);
        foreach (var row in rows) await copy.WriteRowAsync(ct, values(row)!);
        await copy.CompleteAsync(ct);
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static int? Key(Dictionary<string, int> keys, string? code) => code is null ? null : keys[code];
}
