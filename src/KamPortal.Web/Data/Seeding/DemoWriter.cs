using System.Globalization;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Opportunities;
using Npgsql;

namespace KamPortal.Data.Seeding;

/// <summary>Puts a demo book into the database by binary COPY, a row at a time as the book makes it, within the caller's transaction.</summary>
internal sealed class DemoWriter(NpgsqlConnection connection, DemoBook book, CancellationToken ct)
{
    private Dictionary<string, int> _regions = [], _segments = [], _units = [], _lines = [], _people = [], _activities = [], _accounts = [];

    /// <summary>Rows written of each table, for the audit log.</summary>
    public Dictionary<string, ulong> Counts { get; } = [];

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
        await CopyAsync("markets (code, name, region_id, segment_id, size, growth_percent)", book.Markets, m =>
            [m.Code, m.Name, _regions[m.Region], _segments[m.Segment], m.Size, m.Growth]);
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
            [_accounts[r.Account], "strategic_importance", r.Value, r.Note, book.Logins[0].Id, r.At]);
    }

    /// <summary>What there is with the accounts beside figures: people, contracts, estimates, opportunities.</summary>
    public async Task WriteRelationsAsync()
    {
        var contacts = await KeysAsync("contacts", book.Contacts.Select(c => c.Code));
        await CopyAsync(
            "contacts (id, code, account_id, name, title, department, email, phone, side, role, influence, stance, reports_to_id, status, orientation, last_contact)",
            book.Contacts, c =>
            [
                contacts[c.Code], c.Code, _accounts[c.Account], c.Name, c.Title, c.Department, c.Email, c.Phone, c.Side.ToString(), c.Role.ToString(), c.Influence,
                c.Stance, Key(contacts, c.ReportsTo), c.Status.ToString(), c.Orientation.ToString(), c.LastContact,
            ]);
        await CopyAsync("contact_counterparts (contact_id, person_id, now, target)", book.Contacts.Where(c => c.Counterpart is not null), c =>
            [contacts[c.Code], _people[c.Counterpart!], c.Now.ToString(), c.Target.ToString()]);
        await CopyAsync(
            "contracts (number, account_id, title, business_unit_id, starts_on, ends_on, value_per_year, currency, rate, notice_date, auto_renew, state)", book.Contracts, c =>
            [
                c.Number, _accounts[c.Account], c.Title, _units[c.Unit], c.Start, c.End, c.ValuePerYear, c.Currency, c.Rate, c.Notice, c.AutoRenew, c.State.ToString(),
            ]);
        await CopyAsync("wallet_estimates (account_id, as_of, amount, currency, rate, source)", book.Wallets, w =>
            [_accounts[w.Account], w.AsOf, w.Amount, DemoCosts.ReportingCurrency, 1m, w.Source]);
        var offers = await KeysAsync("opportunities", book.Offers.Select(o => o.Code));
        await CopyAsync(
            "opportunities (id, code, name, account_id, owner_id, business_unit_id, value, currency, rate, margin_percent, state, stage, probability, close_date)", book.Offers, o =>
            [
                offers[o.Code], o.Code, o.Name, _accounts[o.Account], _people[o.Owner], _units[o.Unit], o.Value, DemoCosts.ReportingCurrency, 1m, o.Margin,
                nameof(OpportunityState.Open), o.Stage, o.Probability, o.Close,
            ]);
        await CopyAsync("opportunity_lines (opportunity_id, product_line_id)", book.Offers, o => [offers[o.Code], _lines[o.Line]]);
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
        await ExecuteAsync("select analyze_figures()");
        await Rollup.RefreshAllAsync(connection, ct);
        await ExecuteAsync("select analyze_figures()");
    }

    public async Task WriteLoginsAsync(IReadOnlyList<DemoHash> hashes, DateTimeOffset now)
    {
        foreach (var login in book.Logins)
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
        copy.Timeout = Timeout.InfiniteTimeSpan;
        foreach (var row in rows) await copy.WriteRowAsync(ct, values(row)!);
        Counts[target.Split(' ')[0]] = await copy.CompleteAsync(ct);
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static int? Key(Dictionary<string, int> keys, string? code) => code is null ? null : keys[code];
}
