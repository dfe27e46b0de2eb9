using CsCheck;
using KamPortal.Data;
using KamPortal.Features.Merging;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Integration.Tests.Merging;

/// <summary>A random portfolio with everything that can belong to an account, and sums over its tables to tell whether anything is different.</summary>
internal sealed class MergeWorld(Portfolio portfolio)
{
    /// <summary>Not part of the portfolio, or meant to differ: the log, work, and when facts changed.</summary>
    private const string LeftAside = "('audit_events', 'account_merges', 'account_merge_rows', 'portfolio_settings', 'jobs', 'recurring_states', '__EFMigrationsHistory', 'data_protection_keys')";

    public static readonly Gen<int> AnySeed = Gen.Int[1, 1_000_000];

    public async Task BuildAsync(int seed, int accounts)
    {
        await portfolio.RunAsync(
        $"""
        select setseed({(seed / 1_000_001.0).ToString(System.Globalization.CultureInfo.InvariantCulture)});
        truncate accounts, people, regions, segments, product_lines, business_units, activities, account_merges, opportunities, contracts, contacts cascade;
        delete from financial_facts; delete from account_months;
        insert into regions (code, name) values ('N', 'North'), ('S', 'South');
        insert into segments (code, name) values ('X', 'Makers'), ('Y', 'Dealers');
        insert into people (code, name) select 'P' || n, 'Person ' || n from generate_series(1, 4) n;
        insert into product_lines (code, name) select 'L' || n, 'Line ' || n from generate_series(1, 3) n;
        insert into activities (code, name, kind) values ('VISIT', 'Visit', 'PerUnit'), ('CREDIT', 'Credit', 'Financing');
        insert into activity_rates (activity_id, "from", rate) select id, '2025-01-01', 2.5 from activities;
        insert into import_batches (id, kind, file_name, file_size, state, created_by, created_at) select gen_random_uuid(), 'accounts', 'x.csv', 1, 'Imported', 'x', now() where not exists (select from import_batches);
        insert into accounts (code, name, local_name, city, country, tax_id, region_id, segment_id, lead_id, batch_id, kind, status, field_sources)
          select 'A' || n, 'Account ' || n, case when random() < .5 then '客户' || n end, case when random() < .5 then 'City ' || n end, case when random() < .7 then 'China' end, case when random() < .5 then 'T' || n || '00000' end,
            (select id from regions where random() < .5 order by random() limit 1), (select id from segments order by random() limit 1), (select id from people where random() < .6 order by random() limit 1),
            (select id from import_batches where random() < .6 limit 1), 'Customer', 'Active', jsonb_build_object('name', jsonb_build_object('u', 'x', 'at', '2026-01-01T00:00:00Z'))
          from generate_series(1, {accounts}) n;
        update accounts a set parent_id = (select p.id from accounts p where p.id < a.id order by random() limit 1) where random() < .5;
        insert into financial_facts (account_id, period, product_line_id, gross_revenue, discounts, cogs, direct_service_cost, quantity, order_count, currency, rate, batch_id)
          select a.id, (date '2026-01-01' + m * interval '1 month')::date, l.id, round((random() * 1000)::numeric, 2), round((random() * 10)::numeric, 2), case when random() < .8 then round((random() * 500)::numeric, 2) end,
            case when random() < .5 then 3 end, case when random() < .5 then 7 end, case when random() < .5 then 2 end, 'USD', 1, (select id from import_batches limit 1)
          from accounts a, generate_series(0, 2) m, product_lines l where random() < .6;
        insert into activity_volumes (account_id, period, activity_id, volume) select a.id, (date '2026-01-01' + m * interval '1 month')::date, v.id, round((random() * 9)::numeric, 1) from accounts a, generate_series(0, 2) m, activities v where random() < .5;
        insert into wallet_estimates (account_id, product_line_id, as_of, amount, currency, rate) select a.id, l.id, '2026-01-01', 100, 'USD', 1 from accounts a, (select id from product_lines union select null) l where random() < .5;
        insert into account_ratings (account_id, criterion, value, rated_by_id, rated_at) select a.id, c, 1 + floor(random() * 5)::int, gen_random_uuid(), now() from accounts a, unnest(array['access', 'innovation']) c where random() < .5;
        insert into account_team_members (account_id, person_id, role) select a.id, p.id, 'TechnicalSpecialist' from accounts a, people p where random() < .4;
        insert into contacts (code, account_id, name, side, influence, stance, batch_id) select 'C' || a.id || '-' || n, a.id, 'Contact ' || n, 'Commercial', 3, 0, (select id from import_batches limit 1) from accounts a, generate_series(1, 2) n where random() < .7;
        insert into opportunities (code, name, account_id, currency, rate, state) select 'O' || a.id, 'Deal', a.id, 'USD', 1, 'Open' from accounts a where random() < .7;
        insert into contracts (number, account_id, starts_on, currency, rate, state, auto_renew) select 'K' || a.id, a.id, '2026-01-01', 'USD', 1, 'Active', false from accounts a where random() < .7;
        insert into duplicate_pairs (first_id, second_id, score, name_likeness, found_at, dismissed_at) select a.id, b.id, 70, 90, now(), case when random() < .5 then now() end from accounts a join accounts b on a.id < b.id where random() < .4;
        """);
        await portfolio.RollUpAsync();
    }

    /// <summary>A sum for each table.</summary>
    public async Task<Dictionary<string, string>> SumsAsync()
    {
        await using var connection = new NpgsqlConnection(portfolio.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand($"select relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and relname not like 'qrtz%' and relname not in {LeftAside} order by 1", connection))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        var sums = new Dictionary<string, string>();
        await using var all = new NpgsqlCommand(string.Join(" union all ", tables.Select(t => $"select '{t}', count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {t} t")), connection);
        await using var answers = await all.ExecuteReaderAsync();
        while (await answers.ReadAsync()) sums[answers.GetString(0)] = answers.GetString(1);
        return sums;
    }

    public async Task<MergeAnswer> MergeAsync(CurrentUser user, string survivor, string other, params string[] taken)
    {
        var seen = (await portfolio.Get<MergeService>().PreviewAsync(user, survivor, other, default)).ShouldNotBeNull();
        return await portfolio.Get<MergeService>().MergeAsync(user, new(survivor, other, seen.Survivor.Version, seen.Other.Version, taken, "One company"), default);
    }
}
