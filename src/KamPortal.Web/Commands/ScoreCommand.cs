using System.CommandLine;
using KamPortal.Domain;
using KamPortal.Domain.Scoring;
using KamPortal.Features.Scoring;
using KamPortal.Security;

namespace KamPortal.Commands;

internal static class ScoreCommand
{
    public static Command Create()
    {
        var asOf = new Option<string?>("--as-of") { Description = "Last month of the window, for example 2026-09. Without it the last month with facts." };
        asOf.Validators.Add(given =>
        {
            if (!Period.TryParse(given.GetValueOrDefault<string?>() ?? "", out _)) given.AddError("--as-of wants a month like 2026-09.");
        });
        var months = new Option<int?>("--months") { Description = "Length of the window, 1 to 60 months. Without it the model's own." };
        var all = new Option<bool>("--all") { Description = "Every month there is." };
        var command = new Command("score", "Runs the scoring model in force over the whole portfolio.") { asOf, months, all };
        command.SetAction(async (parse, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            DateOnly? day = parse.GetValue(asOf) is { } text ? Period.Parse(text).FirstDay : null;
            ScoringWindow? window = parse.GetValue(all) ? ScoringWindow.All : parse.GetValue(months) is { } n ? ScoringWindow.Last(n) : null;
            var run = await host.Get<ScoringService>().ScoreNowAsync(CurrentUser.System, day, window, ct);
            Console.WriteLine($"Run {run.Number}, model {run.ModelNumber}: {run.Scored} scored, {run.NotScored} not scored.");
            return 0;
        });
        return command;
    }
}
