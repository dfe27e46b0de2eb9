using System.CommandLine;
using KamPortal.Data;

namespace KamPortal.Commands;

/// <summary>The subcommands of the executable: the whole main job without a browser, through the same services as the pages.</summary>
public static class PortalCommands
{
    private static readonly Command[] All = [MigrateCommand.Create(), BackupCommand.Create(), BackupCommand.CreateRestore(), DemoCommand.Create(), UserCommand.Create(), ImportCommand.Create(), ScoreCommand.Create(), ExportCommand.Create()];

    public static bool IsCommand(string[] args) =>
        args is [var first, ..] && (first is "--help" or "-h" or "-?" or "--version" || All.Any(c => c.Name == first));

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("KamPortal, key account management. Without a command the web portal starts; every command has --help.");
        foreach (var command in All) root.Subcommands.Add(command);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>What a person at the console can act on; null for a bug, whose stack trace is wanted.</summary>
    internal static string? Sentence(Exception e) => e switch
    {
        LocalClusterException or SchemaTooNewException or SchemaTooOldException or Data.Backups.BackupException or Data.Jobs.JobRefusedException or Domain.DomainRuleException
            or FileNotFoundException => e.Message,
        Npgsql.NpgsqlException => $"The database cannot be reached: {e.Message}",
        _ => null,
    };
}
