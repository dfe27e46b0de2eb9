using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace KamPortal.Data;

/// <summary>How to reach the database, and how to bring its schema up to date.</summary>
public static class KamDatabase
{
    /// <summary>The role the portal works as: it may not change audit lines, finished results or the schema.</summary>
    public const string AppRole = "kamportal_app";

    /// <summary>The same database for everyday work: every session acts as <see cref="AppRole"/>.</summary>
    public static string ForApp(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { IncludeErrorDetail = false };
        if (builder.Options?.Contains("role=", StringComparison.Ordinal) != true)
            builder.Options = $"{builder.Options} -c role={AppRole} -c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s".Trim();
        if (!connectionString.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) builder.Timeout = 5;
        builder.ApplicationName ??= "KamPortal";
        return builder.ConnectionString;
    }

    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        Common(options.UseNpgsql(source));

    /// <summary>Creates or updates the schema as its owner. Several instances may call it together: the first one migrates.</summary>
    /// <exception cref="SchemaTooNewException">The schema was made by a later version of the portal.</exception>
    public static async Task MigrateAsync(string ownerConnectionString, CancellationToken ct = default)
    {
        await using var db = Owner(ownerConnectionString);
        await EnsureNotNewerAsync(db, ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await db.Database.MigrateAsync(ct);
    }

    /// <summary>Refuses to work on a schema that this version does not know, or that is not up to date.</summary>
    /// <exception cref="SchemaTooNewException">The schema was made by a later version of the portal.</exception>
    /// <exception cref="SchemaTooOldException">Migrations are pending.</exception>
    public static async Task CheckSchemaAsync(string connectionString, CancellationToken ct = default)
    {
        await using var db = Owner(connectionString);
        await EnsureNotNewerAsync(db, ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0) throw new SchemaTooOldException(pending.Count);
    }

    private static async Task EnsureNotNewerAsync(KamDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if ((await db.Database.GetAppliedMigrationsAsync(ct)).FirstOrDefault(m => !known.Contains(m)) is { } unknown)
            throw new SchemaTooNewException(unknown);
    }

    internal static KamDbContext Owner(string connectionString)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        return new((DbContextOptions<KamDbContext>)Common(new DbContextOptionsBuilder<KamDbContext>().UseNpgsql(unpooled)).Options);
    }

    private static DbContextOptionsBuilder Common(DbContextOptionsBuilder options) => options
        .UseSnakeCaseNamingConvention()
        // EF probes for its history table on a new database and would report the expected miss as an error.
        .ConfigureWarnings(w => w.Log((RelationalEventId.CommandError, LogLevel.Debug)));
}

/// <summary>The schema was made by a later version of the portal.</summary>
public sealed class SchemaTooNewException(string migration)
    : Exception($"The database was migrated by a newer KamPortal (it knows {migration}): start that version, or restore a backup made before it.");

/// <summary>The schema must be migrated before this version can work on it.</summary>
public sealed class SchemaTooOldException(int pending)
    : Exception($"The database needs {pending} migration(s): run the 'migrate' command, or set Database__MigrateOnStart=true.");
