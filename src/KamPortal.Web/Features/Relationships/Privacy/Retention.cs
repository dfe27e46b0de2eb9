using KamPortal.Data;
using KamPortal.Data.Personal;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>What the rules say is done once a day, and only as far as somebody switched it on: due contacts are erased, old uploads deleted.</summary>
public sealed class Retention(IDbContextFactory<KamDbContext> factory, PersonalData data, TimeProvider clock)
{
    public const string Key = "privacy.retention";

    /// <summary>Erased in one transaction; the rest is due tomorrow still.</summary>
    private const int AtOnce = 200;

    private static readonly ImportState[] AtWork = [ImportState.Checking, ImportState.Importing, ImportState.Undoing];

    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var (rules, now) = (await db.PrivacyRules.AsNoTracking().SingleAsync(ct), clock.GetUtcNow());
        if (rules.FileDays is { } days) await ForgetFilesAsync(db, now, now.AddDays(-days), ct);
        if (rules is not { EraseDue: true, ContactMonths: { } months }) return;
        var due = await PrivacyService.Due(db, months, now).OrderBy(c => c.UpdatedAt).ThenBy(c => c.Id).Select(c => c.Id).Take(AtOnce).ToListAsync(ct);
        if (due.Count > 0) await data.EraseAsync(CurrentUser.System, due, PersonalData.TooLong, ct);
    }

    private static async Task ForgetFilesAsync(KamDbContext db, DateTimeOffset now, DateTimeOffset before, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var old = await db.ImportBatches.Where(b => b.CreatedAt < before && !AtWork.Contains(b.State) && db.ImportFileChunks.Any(c => c.BatchId == b.Id)).OrderBy(b => b.Number).Select(b => new { b.Id, b.Number }).ToListAsync(ct);
        if (old.Count == 0) return;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await StoredFiles.ForgetAsync(connection, [.. old.Select(b => b.Id)], now, ct);
        await AuditLog.WriteAsync(connection, CurrentUser.System, "Erased", "ImportFile", "", new { Imports = old.Select(b => b.Number) }, "Kept as long as the rules allow", ct);
        await transaction.CommitAsync(ct);
    }
}
