using Npgsql;

namespace KamPortal.Data.Seeding;

/// <summary>
/// Empties the portfolio, children first. A table that a feature adds belongs in this list; a test finds the one that was forgotten.
/// </summary>
internal static class DemoRemoval
{
    private static readonly string[] Statements =
    [
        "select drop_score_partitions()",
        "delete from scoring_models",
        "delete from account_ratings",
        "delete from account_team_members",
        "delete from contact_counterparts",
        "delete from contacts",
        "delete from opportunity_lines",
        "delete from opportunities",
        "delete from wallet_estimates",
        "delete from contracts",
        "delete from markets",
        "delete from quotas",
        "delete from sales_transactions",
        "delete from account_months",
        "delete from activity_volumes",
        "delete from financial_facts",
        "delete from exchange_rates",
        "delete from activity_rates",
        "delete from activities",
        "update accounts set parent_id = null where parent_id is not null",
        "delete from accounts",
        "delete from account_merges",
        "delete from import_before_images",
        "delete from import_problems",
        "delete from import_file_chunks",
        "delete from import_batches",
        "delete from user_regions",
        "delete from user_business_units",
        "delete from users where id = any($1)",
        "update users set person_id = null where person_id is not null",
        "update people set manager_id = null where manager_id is not null",
        "delete from people",
        "delete from product_lines",
        "delete from business_units",
        "delete from segments",
        "update regions set parent_id = null where parent_id is not null",
        "delete from regions",
        """
        update portfolio_settings set reporting_currency = 'USD', fiscal_year_first_month = 1, time_zone = 'UTC', demo_loaded_at = null, demo_portfolio = null, facts_changed_at = null
        """,
    ];

    /// <returns>What went, for the audit log.</returns>
    public static async Task<object> RunAsync(NpgsqlConnection connection, Guid[] logins, CancellationToken ct)
    {
        var gone = new Dictionary<string, int>();
        foreach (var sql in Statements)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            if (sql.Contains("$1", StringComparison.Ordinal)) command.Parameters.Add(new() { Value = logins });
            var rows = await command.ExecuteNonQueryAsync(ct);
            if (sql.StartsWith("delete from ", StringComparison.Ordinal) && rows > 0) gone[sql.Split(' ')[2]] = rows;
        }

        return gone;
    }
}
