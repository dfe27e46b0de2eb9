using Npgsql;

namespace KamPortal.Data.Seeding;

/// <summary>What the demo must know before it comes or goes.</summary>
internal static class DemoState
{
    /// <summary>Everything that a portfolio of one's own would have; the demo would mix with it.</summary>
    public const string AnythingThere =
        """
        exists (select from accounts) or exists (select from people) or exists (select from financial_facts) or exists (select from product_lines)
        or exists (select from business_units) or exists (select from regions) or exists (select from segments)
        or exists (select from activities) or exists (select from exchange_rates) or exists (select from scoring_models)
        or exists (select from markets)
        """;

    public static Task<bool> IsAnythingThereAsync(NpgsqlConnection connection, CancellationToken ct) => AskAsync(connection, $"select {AnythingThere}", null, ct);

    /// <summary>Which demo is in place; null for a portfolio of one's own.</summary>
    public static async Task<string?> LoadedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select demo_portfolio from portfolio_settings where demo_loaded_at is not null", connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>Whether other work is queued or running that might write while the portfolio comes or goes.</summary>
    public static Task<bool> IsBusyAsync(NpgsqlConnection connection, Guid? except, CancellationToken ct) =>
        AskAsync(connection, "select exists (select from jobs where state in ('Queued', 'Running') and id <> $1)", except ?? Guid.Empty, ct);

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, object? value, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (value is not null) command.Parameters.Add(new() { Value = value });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
