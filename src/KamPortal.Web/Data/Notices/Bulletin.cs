using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace KamPortal.Data.Notices;

/// <summary>Tells people, in the transaction of what they are told about. Open pages hear of it with the commit.</summary>
public sealed class Bulletin(IEnumerable<NotificationKind> kinds, TimeProvider clock)
{
    /// <summary>On the context's connection, and so in its transaction.</summary>
    public async Task TellAsync(KamDbContext db, Notice notice, Readers readers, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await TellAsync((NpgsqlConnection)db.Database.GetDbConnection(), notice, readers, ct);
    }

    /// <summary>One statement, however many readers. A kind that no feature registered is nobody's.</summary>
    public async Task TellAsync(NpgsqlConnection connection, Notice notice, Readers readers, CancellationToken ct)
    {
        if (kinds.FirstOrDefault(k => k.Key == notice.Kind) is not { } kind) return;
        await using var command = new NpgsqlCommand(
            """
            insert into notifications (user_id, kind, href, words, created_at, in_app, by_mail)
            select u.id, $1, $2, $3, $4, coalesce(c.in_app, $5), coalesce(c.by_mail, $6)
            from users u left join notification_choices c on c.user_id = u.id and c.kind = $1
            where u.disabled_at is null and u.id is distinct from $10 and (coalesce(c.in_app, $5) or coalesce(c.by_mail, $6))
              and (u.id = $7 or u.person_id = $9 or exists (select from user_roles g where g.user_id = u.id and g.role_id = $8))
            """, connection)
        {
            Parameters =
            {
                new() { Value = notice.Kind }, new() { Value = notice.Href }, new() { Value = notice.Words }, new() { Value = clock.GetUtcNow() },
                new() { Value = kind.InApp }, new() { Value = kind.ByMail }, Optional(readers.Login, NpgsqlDbType.Uuid), Optional(readers.Role, NpgsqlDbType.Uuid),
                Optional(readers.Person, NpgsqlDbType.Integer), Optional(readers.Except, NpgsqlDbType.Uuid),
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Optional<T>(T? value, NpgsqlDbType type) where T : struct => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };
}
