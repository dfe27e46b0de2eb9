using System.Text;
using KamPortal.Data;
using KamPortal.Data.Imports;
using KamPortal.Data.Jobs;
using KamPortal.Features.Imports;
using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>The portal's import services on a database of the test's own, worked as the console works them.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IHost _host;
    private readonly AsyncServiceScope _scope;

    private ImportBench(TestDatabase database)
    {
        _database = database;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDatabase(new PortalDatabase(database.ConnectionString, KamDatabase.ForApp(database.ConnectionString)));
        builder.Services.AddImports().AddImportKinds();
        _host = builder.Build();
        _scope = _host.Services.CreateAsyncScope();
    }

    public static CurrentUser Admin => CurrentUser.System;

    public ImportService Imports => Get<ImportService>();

    public static async Task<ImportBench> OpenAsync() => new(await TestDatabase.CloneAsync());

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Takes a file in, checks it and imports it.</summary>
    public Task<FileImportReport> ImportAsync(string path, string? kind = null, FileImportOptions? options = null) =>
        Imports.ImportFileAsync(Admin, kind, path, options ?? new(), CancellationToken.None);

    /// <summary>The same for a file of these lines.</summary>
    public async Task<FileImportReport> ImportTextAsync(string text, string? kind = null, FileImportOptions? options = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kam-import-{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(path, text.ReplaceLineEndings("\n"), Encoding.UTF8);
        try
        {
            return await ImportAsync(path, kind, options);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public Task<int> TakeInAsync(string text, string? kind = null) =>
        Get<UploadedFiles>().TakeInAsync(Admin, "file.csv", new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))), kind, CancellationToken.None);

    public async Task<ImportDetail> FindAsync(int number) => (await Imports.FindAsync(Admin, number, CancellationToken.None))!;

    public Task<IReadOnlyList<ProblemRow>> ProblemsAsync(int number) => Imports.ProblemsAsync(Admin, number, null, 0, 1000, CancellationToken.None);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }

    public async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync()) list.Add(reader.IsDBNull(0) ? "" : reader.GetValue(0).ToString()!);
        return list;
    }

    /// <summary>Everything of the portfolio, in one figure that any change would alter.</summary>
    public Task<string> FingerprintAsync() => ScalarAsync<string>(
        """
        select md5(concat(
          (select string_agg(a::text, '|' order by a.id) from accounts a), (select string_agg(p::text, '|' order by p.id) from people p),
          (select string_agg(r::text, '|' order by r.id) from regions r), (select string_agg(s::text, '|' order by s.id) from segments s),
          (select string_agg(l::text, '|' order by l.id) from product_lines l), (select string_agg(f::text, '|' order by f.account_id, f.period, f.product_line_id) from financial_facts f),
          (select string_agg(m::text, '|' order by m.account_id, m.period) from account_months m), (select string_agg(x::text, '|' order by x.currency, x.period) from exchange_rates x),
          (select string_agg(s::text, '|') from portfolio_settings s), (select count(*)::text from audit_events)))
        """);

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        _host.Dispose();
        await _database.DisposeAsync();
    }
}
