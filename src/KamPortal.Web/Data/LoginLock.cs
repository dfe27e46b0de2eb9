using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>Changes to logins stand in line, so that two admins cannot remove each other as the last one.</summary>
public static class LoginLock
{
    private const long Key = 0x4B414D_4C4F47; // "KAM LOG"

    /// <summary>Waits until the transaction is alone in changing logins; ends with it.</summary>
    public static Task TakeAsync(KamDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Key})", ct);
}
