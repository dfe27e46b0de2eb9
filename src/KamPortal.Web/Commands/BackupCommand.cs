using System.CommandLine;
using System.Globalization;
using KamPortal.Data;
using KamPortal.Data.Backups;

namespace KamPortal.Commands;

internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write; an existing one is replaced once the new one is whole." };
        var command = new Command("backup", "Writes the whole portal into one file, while it works. The file holds everything, the keys of sessions included: keep it safe.") { file };
        command.SetAction(async (parse, ct) =>
        {
            var path = parse.GetRequiredValue(file).FullName;
            await using var database = await OpenAsync(ct);
            var inventory = await database.Backup.WriteAsync(path, ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {inventory.Tables.Count} tables, {inventory.Rows} rows, {new FileInfo(path).Length >> 10} kB."));
            return 0;
        });
        return command;
    }

    public static Command CreateRestore()
    {
        var file = new Argument<FileInfo>("file") { Description = "A file written by the backup command." };
        file.AcceptExistingOnly();
        var replace = new Option<bool>("--replace") { Description = "Replaces the portal that is in the database; it comes back if the restore fails." };
        var check = new Option<bool>("--check") { Description = "Restores nothing: says how the database differs from the backup." };
        var command = new Command("restore", "Restores a backup into an empty database and compares the copy with what was backed up.") { file, replace, check };
        command.SetAction(async (parse, ct) =>
        {
            var path = parse.GetRequiredValue(file).FullName;
            await using var database = await OpenAsync(ct);
            if (parse.GetValue(check)) return Tell(await database.Backup.CompareAsync(path, ct));
            var inventory = await database.Backup.RestoreAsync(path, parse.GetValue(replace), ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Restored what was backed up on {inventory.TakenAt:yyyy-MM-dd HH:mm} UTC: {inventory.Tables.Count} tables, {inventory.Rows} rows; counts, sums, audit lock and schema level are as they were."));
            return 0;
        });
        return command;
    }

    private static int Tell(IReadOnlyList<string> differences)
    {
        foreach (var difference in differences) Console.Error.WriteLine(difference);
        if (differences.Count == 0) Console.WriteLine("The database holds exactly what was backed up.");
        return differences.Count == 0 ? 0 : 1;
    }

    private sealed record Opened(DatabaseConnection Database, PortalBackup Backup) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    private static async Task<Opened> OpenAsync(CancellationToken ct)
    {
        var configuration = Host.CreateApplicationBuilder().Configuration;
        var database = await DatabaseConnection.OpenAsync(configuration, ClusterUse.Command, ct);
        return new(database, new PortalBackup(database.Database.Owner, configuration["KamPortal:PostgresBinaries"], TimeProvider.System));
    }
}
