using Npgsql;

namespace KamPortal.Data;

/// <summary>What becomes of the records of a merged account where the survivor has one of the same key.</summary>
public enum WhenBoth
{
    /// <summary>Cannot be: a record has a key of its own.</summary>
    Never,

    /// <summary>Both sums are kept by adding them up.</summary>
    AddUp,

    /// <summary>The survivor's record stays, the other one falls away.</summary>
    KeepSurvivors,

    /// <summary>Records of the merged account fall away whatever the survivor has: they are found anew.</summary>
    Drop,
}

/// <summary>A table whose rows belong to accounts, and how they go over when two accounts become one.</summary>
/// <param name="Entity">The word of the audit log for a row.</param>
/// <param name="SameKey">The other columns of the key, where the account is part of it.</param>
/// <param name="Label">SQL over the row <c>t</c> that names it to a person.</param>
public sealed record AccountTable(string Table, string Column, string Entity, WhenBoth WhenBoth, IReadOnlyList<string> SameKey, string Label)
{
    /// <summary>Columns that are added up.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];

    /// <summary>Whether its rows are records that a person knows of.</summary>
    public bool Shown { get; init; } = true;
}

/// <summary>
/// Every table that refers to accounts. A table that is missing here goes over row by row all the same, as the catalogue of foreign keys says; but
/// nobody has then said what becomes of two rows of one key, so a test asks for its line.
/// </summary>
public static class AccountTables
{
    /// <summary>Sums that follow from facts and volumes: made anew, not moved.</summary>
    public const string Derived = "account_months";

    private const string Month = "to_char(t.period, 'YYYY-MM')";

    public static IReadOnlyList<AccountTable> Known { get; } =
    [
        new("financial_facts", "account_id", "FinancialFact", WhenBoth.AddUp, ["period", "product_line_id"], $"{Month} || ' · ' || (select l.code from product_lines l where l.id = t.product_line_id)")
        { Sums = ["gross_revenue", "discounts", "cogs", "direct_service_cost", "quantity", "order_count"] },
        new("activity_volumes", "account_id", "ActivityVolume", WhenBoth.AddUp, ["period", "activity_id"], $"{Month} || ' · ' || (select x.code from activities x where x.id = t.activity_id)") { Sums = ["volume"] },
        new("wallet_estimates", "account_id", "WalletEstimate", WhenBoth.AddUp, ["product_line_id", "as_of"], "t.as_of::text") { Sums = ["amount"] },
        new("account_ratings", "account_id", "AccountRating", WhenBoth.KeepSurvivors, ["criterion"], "t.criterion"),
        new("account_team_members", "account_id", "AccountTeamMember", WhenBoth.KeepSurvivors, ["person_id"], "(select p.name from people p where p.id = t.person_id)"),
        new("contacts", "account_id", "Contact", WhenBoth.Never, [], "t.name"),
        new("opportunities", "account_id", "Opportunity", WhenBoth.Never, [], "t.code || ' ' || t.name"),
        new("contracts", "account_id", "Contract", WhenBoth.Never, [], "t.number"),
        new("sales_transactions", "account_id", "SalesTransaction", WhenBoth.Never, [], "t.source || ' ' || t.external_key"),
        new("account_aliases", "account_id", "AccountAlias", WhenBoth.Never, [], "t.code") { Shown = false },
        new("duplicate_pairs", "first_id", "DuplicatePair", WhenBoth.Drop, [], "t.first_id::text") { Shown = false },
        new("duplicate_pairs", "second_id", "DuplicatePair", WhenBoth.Drop, [], "t.second_id::text") { Shown = false },
    ];

    /// <summary>What the database itself says: each column that refers to accounts, other than the accounts' own.</summary>
    public static async Task<IReadOnlyList<AccountTable>> AllAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select c.conrelid::regclass::text, a.attname::text from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = 'accounts'::regclass and c.conrelid not in ('accounts'::regclass, '{Derived}'::regclass) and c.conparentid = 0
            order by 1, 2
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<(string Table, string Column)>();
        while (await reader.ReadAsync(ct)) found.Add((reader.GetString(0), reader.GetString(1)));
        // What is checked by statement has no foreign key in the catalogue; see Imports.sql.
        if (found.All(f => f.Table != "financial_facts")) found.Add(("financial_facts", "account_id"));
        return [.. found.Select(f => Known.FirstOrDefault(k => k.Table == f.Table && k.Column == f.Column) ?? new(f.Table, f.Column, f.Table, WhenBoth.Never, [], "t::text"))];
    }
}
