using System.CommandLine;
using KamPortal.Features.Tiering;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Commands;

internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command("export", "Writes results as CSV.");
        command.Subcommands.Add(Tiers());
        return command;
    }

    private static Command Tiers()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write; an existing one is replaced." };
        var run = new Option<int?>("--run") { Description = "Number of the run. Without it the run in force." };
        var command = new Command("tiers", "Tier, score and contribution of every scored account, as the dashboard exports them.") { file, run };
        command.SetAction(async (parse, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            var tiering = host.Get<TieringService>();
            if (await tiering.RunOrNullAsync(CurrentUser.System, parse.GetValue(run), ct) is not { } number)
            {
                await Console.Error.WriteLineAsync("There is no such run: score the portfolio first, or name another one.");
                return 1;
            }

            // Written beside and renamed, so that a broken export never replaces a good file.
            var path = parse.GetRequiredValue(file).FullName;
            await using (var stream = File.Create(path + ".part"))
                await CsvFile.WriteAsync(stream, tiering.RowsAsync(CurrentUser.System, number, ct), TieringExport.Columns(host.Get<IStringLocalizer<TieringTexts>>()), ct);
            File.Move(path + ".part", path, overwrite: true);
            Console.WriteLine(path);
            return 0;
        });
        return command;
    }
}
