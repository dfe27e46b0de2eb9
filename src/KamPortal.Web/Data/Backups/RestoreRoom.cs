using Npgsql;

namespace KamPortal.Data.Backups;

/// <summary>An empty place for a restored copy: what was there before stands aside until the copy is kept, and comes back if it is not.</summary>
internal sealed class RestoreRoom : IAsyncDisposable
{
    private const string Aside = "before_restore";

    private readonly NpgsqlConnection _connection;
    private bool _kept;

    private RestoreRoom(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="BackupException">Something is there and may not be replaced, or is in use.</exception>
    public static async Task<RestoreRoom> EnterAsync(NpgsqlConnection connection, bool replace, CancellationToken ct)
    {
        var room = new RestoreRoom(connection);
        await room.RunAsync("drop schema if exists before_restore cascade", ct);
        if (!replace && await room.AskAsync("select exists (select from pg_class where relnamespace = to_regnamespace('public'))", ct))
            throw new BackupException("There is a portal in this database already. Restore into an empty one, or say --replace: what is there will be gone.");
        if (await room.AskAsync("select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend')", ct))
            throw new BackupException("Somebody works with this database: stop every portal on it, then restore.");
        // As in the first migration: roles belong to the whole server and are in no dump.
        await room.RunAsync(
            """
            do $$ begin create role kamportal_app nologin; exception when duplicate_object or unique_violation then null; end $$;
            grant kamportal_app to current_user;
            begin;
            alter schema public rename to before_restore;
            create schema public;
            """ + MoveExtensions(Aside, "public") + "commit;", ct);
        return room;
    }

    /// <summary>Standing rights for tables to come, which are in no dump either.</summary>
    public Task GrantAsync(CancellationToken ct) => RunAsync(
        """
        alter default privileges in schema public grant select, insert, update, delete on tables to kamportal_app;
        alter default privileges in schema public grant usage, select on sequences to kamportal_app;
        """, ct);

    public async Task KeepAsync(CancellationToken ct)
    {
        await RunAsync("drop schema before_restore cascade", ct);
        _kept = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_kept) return;
        await RunAsync("begin;" + MoveExtensions("public", Aside) + "drop schema public cascade; alter schema before_restore rename to public; commit;", CancellationToken.None);
    }

    /// <summary>Extensions are used by the copy as by the original.</summary>
    private static string MoveExtensions(string from, string to) =>
        $"""
        do $$
        declare e record;
        begin
          for e in select extname from pg_extension where extnamespace = '{from}'::regnamespace loop
            execute format('alter extension %I set schema {to}', e.extname);
          end loop;
        end $$;
        """;

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> AskAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
