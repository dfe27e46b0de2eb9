using System.Data.Common;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KamPortal.Data;

/// <summary>
/// Tables that hold what one person may know of another are guarded by the database too: it shows their rows only to a transaction
/// that says for whom it works, and to nobody otherwise. <c>Security/README.md</c> says which tables, and how the next one joins.
/// </summary>
public static class SecondWall
{
    private const string Sql = "select set_config('kamportal.actor', $1, true), set_config('kamportal.roles', $2, true)";

    /// <summary>A transaction in which the guarded tables show what this user may see and accept what this user may write.</summary>
    public static Task<IDbContextTransaction> BehindWallAsync(this KamDbContext db, CurrentUser user, CancellationToken ct)
    {
        db.Actor = user;
        return db.Database.BeginTransactionAsync(ct);
    }

    /// <summary>The same for a transaction without a context.</summary>
    public static async Task StateAsync(NpgsqlTransaction transaction, CurrentUser user, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
        await StateAsync(command, user, ct);
    }

    internal static async Task StateAsync(DbCommand command, CurrentUser user, CancellationToken ct)
    {
        command.CommandText = Sql;
        command.Parameters.Add(new NpgsqlParameter { Value = user.Id.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = string.Join(',', user.Roles) });
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>
/// States the actor at the start of each transaction, for that transaction alone. Who only looks at the portal as somebody else is
/// not stated: what is behind the wall stays hidden from them.
/// </summary>
internal sealed class ActorStatement : DbTransactionInterceptor
{
    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is KamDbContext { Actor: { IsReadOnly: false } actor })
        {
            await using var command = connection.CreateCommand();
            command.Transaction = result;
            await SecondWall.StateAsync(command, actor, cancellationToken);
        }

        return result;
    }
}
