using System.CommandLine;
using KamPortal.Data;

namespace KamPortal.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Creates or updates the database schema, for installations with Database__MigrateOnStart=false.");
        command.SetAction(async (_, ct) =>
        {
            var configuration = Host.CreateApplicationBuilder().Configuration;
            await using var database = await DatabaseConnection.OpenAsync(configuration, ClusterUse.Command, ct);
            await KamDatabase.MigrateAsync(database.Database.Owner, ct);
            Console.WriteLine("The database schema is up to date.");
            return 0;
        });
        return command;
    }
}
