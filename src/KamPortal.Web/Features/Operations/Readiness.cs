using KamPortal.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Operations;

/// <summary>Whether this instance can serve: the database answers, and its schema has all that this version needs.</summary>
public sealed class Readiness(IDbContextFactory<KamDbContext> factory, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await using var db = await factory.CreateDbContextAsync(limit.Token);
            // A schema that is newer still serves: the instances of the version before work on until they are replaced.
            var applied = await db.Database.GetAppliedMigrationsAsync(limit.Token);
            return !db.Database.GetMigrations().Except(applied).Any();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
