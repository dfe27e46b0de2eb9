using System.Globalization;
using KamPortal.Data.Imports;
using KamPortal.Features.Imports;
using KamPortal.Security;
using Npgsql;

namespace KamPortal.Benchmarks;

/// <summary>Financial facts from file to roll-up: upload, dry run and import, each beside a bare COPY of the same file.</summary>
internal sealed class ImportFactsBenchmark(int facts) : Benchmark
{
    private const int PerAccount = 50;

    public override IReadOnlyList<string> Names => ["import"];

    public override async IAsyncEnumerable<Figure> RunAsync()
    {
        await using var portfolio = await LargePortfolio.CreateAsync(Math.Max(1, facts / PerAccount));
        var file = Path.Combine(Path.GetTempPath(), $"kamportal-bench-{Guid.CreateVersion7():N}.csv");
        try
        {
            await WriteAsync(file);
            var copy = await MedianAsync(3, () => CopyAsync(portfolio.Owner, file));
            // Once uncounted, so that the just-in-time compiler is not what is measured.
            await WorkAsync(portfolio, file, new() { DryRun = true });
            var check = await WorkAsync(portfolio, file, new() { DryRun = true });
            yield return Ratio("import, dry run", TimeSpan.FromSeconds(check.Seconds), copy, goal: 6, "a bare COPY of the same file");
            var import = await WorkAsync(portfolio, file, new());
            yield return Ratio("import, all of it", TimeSpan.FromSeconds(import.Seconds), copy, goal: 8, $"a bare COPY of the same file ({import.Created} facts, keys checked, rolled up)");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<ImportOutcome> WorkAsync(LargePortfolio portfolio, string file, FileImportOptions options)
    {
        var report = await portfolio.AskAsync((ImportService s) => s.ImportFileAsync(CurrentUser.System, "facts", file, options, default));
        return report.Refusal is null ? report.Outcome! : throw new InvalidOperationException($"The import was refused: {report.Refusal}.");
    }

    private async Task WriteAsync(string file)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("account_id,period,product_line,currency,revenue,gross_revenue,discount,cogs,cost_to_serve,quantity,order_count");
        for (var i = 0; i < facts; i++)
        {
            var (account, k) = (i / PerAccount + 1, i % PerAccount);
            var revenue = 100.37m + i % 9973;
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"A{account:00000000},{2020 + k / 24}-{k / 2 % 12 + 1:00},L{k % 2 + 1},USD,{revenue},{revenue + 5},5.00,{revenue * 0.6m:0.00},{revenue * 0.05m:0.00},{i % 90},{i % 4}"));
        }
    }

    private static async Task CopyAsync(string connectionString, string file)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand(
            """
            drop table if exists bench_facts;
            create table bench_facts (account text, period text, product_line text, currency text, revenue numeric(19,4), gross_revenue numeric(19,4),
              discounts numeric(19,4), cogs numeric(19,4), cost_to_serve numeric(19,4), quantity numeric(19,4), order_count integer)
            """, connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using var target = await connection.BeginTextImportAsync("copy bench_facts from stdin (format csv, header)");
        using var reader = new StreamReader(file);
        var buffer = new char[1 << 16];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;) await target.WriteAsync(buffer.AsMemory(0, read));
    }
}
