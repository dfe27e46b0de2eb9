using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Copy;
using KamPortal.Data.Jobs;
using KamPortal.Domain;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace KamPortal.Features.Imports;

/// <summary>A folder whose files are imported as they arrive. Columns mean what they meant when such a file was last imported in the wizard.</summary>
public sealed record WatchedFolder
{
    public required string Path { get; init; }

    /// <summary>What the files hold; null lets the headers decide.</summary>
    public string? Kind { get; init; }

    /// <summary>Import the good rows of a file with bad ones; otherwise such a file fails as a whole.</summary>
    public bool GoodRowsOnly { get; init; }
}

/// <summary>Settings <c>Imports:Folders</c>.</summary>
public sealed class FolderImportOptions
{
    public IList<WatchedFolder> Folders { get; } = [];

    /// <summary>A file that was written to less than this long ago may still be growing.</summary>
    public TimeSpan Quiet { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// Takes files out of watched folders. A file is first moved to <c>working</c>, which only one instance can do, and held open there while it is
/// read; then to <c>done</c> or <c>failed</c> with a report beside it. One left in <c>working</c> by an instance that died goes back and is
/// imported anew, which changes nothing that was imported already.
/// </summary>
public sealed class FolderImports(
    ImportService imports, ImportWords words, JobQueue jobs, IDbContextFactory<KamDbContext> factory, IOptions<FolderImportOptions> options, TimeProvider clock, ILogger<FolderImports> logger)
{
    public const string Key = "imports.folders";

    private static readonly string[] Growing = [".part", ".tmp", ".filepart", ".crdownload"];

    /// <summary>Asks for the files to be taken, once, when any are there.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        if (!options.Value.Folders.Any(HasFiles)) return;
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.Jobs.AnyAsync(j => j.Kind == Key && (j.State == JobState.Queued || j.State == JobState.Running), ct)) await jobs.EnqueueAsync(Key, new { }, CurrentUser.System, ct);
    }

    public async Task RunAsync(JobContext job, CancellationToken ct)
    {
        await job.ReportAsync("reading", 0, null, ct, always: true);
        await TakeAllAsync(ct);
        await using var connection = await job.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await job.CommitAsync(transaction, ct);
    }

    private async Task TakeAllAsync(CancellationToken ct)
    {
        foreach (var folder in options.Value.Folders)
        {
            try
            {
                foreach (var place in new[] { "working", "done", "failed" }) Directory.CreateDirectory(Path.Combine(folder.Path, place));
                GiveBack(folder);
                foreach (var file in Directory.EnumerateFiles(folder.Path).Where(IsWhole).Order(StringComparer.Ordinal).ToList()) await TakeAsync(folder, file, ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(e, "The watched folder {Folder} cannot be used", folder.Path);
            }
        }
    }

    private bool HasFiles(WatchedFolder folder)
    {
        try
        {
            var working = Path.Combine(folder.Path, "working");
            return Directory.EnumerateFiles(folder.Path).Any(IsWhole) || (Directory.Exists(working) && Directory.EnumerateFiles(working).Any());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "The watched folder {Folder} cannot be used", folder.Path);
            return false;
        }
    }

    private bool IsWhole(string file) =>
        Path.GetFileName(file)[0] != '.' && !Growing.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
        && clock.GetUtcNow() - File.GetLastWriteTimeUtc(file) >= options.Value.Quiet;

    private async Task TakeAsync(WatchedFolder folder, string file, CancellationToken ct)
    {
        var claimed = Path.Combine(folder.Path, "working", Path.GetFileName(file));
        try
        {
            File.Move(file, claimed, overwrite: false);
        }
        catch (IOException)
        {
            return; // Another instance was quicker, or one of the same name is being read.
        }

        var (report, good) = await ImportAsync(folder, claimed, ct);
        var name = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss ", CultureInfo.InvariantCulture) + Path.GetFileName(file);
        var place = Path.Combine(folder.Path, good ? "done" : "failed", name);
        await File.WriteAllTextAsync(place + ".report.txt", report, ct);
        File.Move(claimed, place, overwrite: true);
    }

    private async Task<(string Report, bool Good)> ImportAsync(WatchedFolder folder, string file, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            var done = await imports.ImportStreamAsync(CurrentUser.System, folder.Kind, Path.GetFileName(file), stream, new() { GoodRowsOnly = folder.GoodRowsOnly }, ct);
            var lines = new List<string>();
            if (done.Outcome is { } o)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"Import {done.Number}: {o.Rows} rows, {o.Created} created, {o.Updated} updated, {o.Unchanged} unchanged, {o.Bad} bad"));
                lines.AddRange(o.Causes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Rows} × {c.Code} {c.Field} {c.Example} {c.Detail}").TrimEnd()));
            }

            if (done.Refusal is { } refusal) lines.Add(words.Refusal(refusal));
            return (string.Join(Environment.NewLine, lines), done.Refusal is null);
        }
        catch (FileRefusedException e)
        {
            return (words.Refusal(string.Join(' ', e.Details.Prepend(e.Code))), false);
        }
        catch (Exception e) when (e is DomainRuleException or FileTooLargeException)
        {
            return (e.Message, false);
        }
    }

    /// <summary>What nobody holds open any more was left by an instance that died.</summary>
    private static void GiveBack(WatchedFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Path, "working")))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None))
                {
                }

                File.Move(file, Path.Combine(folder.Path, Path.GetFileName(file)), overwrite: false);
            }
            catch (IOException)
            {
                // Being read just now.
            }
        }
    }
}
