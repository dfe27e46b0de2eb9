using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KamPortal.Data;

/// <summary>Set while the user of this request or circuit is only looked at by an admin: its database connections refuse to write.</summary>
public sealed class ReadOnlyScope
{
    public bool IsOn { get; set; }
}

/// <summary>The last wall before the database for those who may only look; the pool takes the setting off again.</summary>
internal sealed class ReadOnlyConnections(ReadOnlyScope scope) : DbConnectionInterceptor
{
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!scope.IsOn) return;
        await using var command = connection.CreateCommand();
        command.CommandText = "set default_transaction_read_only = on";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
