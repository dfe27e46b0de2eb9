using System.CommandLine;
using KamPortal.Data.Imports;
using KamPortal.Features.Imports;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.Extensions.Localization;

namespace KamPortal.Commands;

internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A CSV file." };
        file.AcceptExistingOnly();
        var kind = new Option<string?>("--kind") { Description = $"What the file holds: {string.Join(", ", KindKeys())}. Without it the headers decide." };
        var goodRows = new Option<bool>("--good-rows-only") { Description = "Imports the rows without problems; otherwise one bad row stops the import." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would happen and writes nothing." };
        var currency = new Option<string?>("--currency") { Description = "Currency of rows that name none." };
        var reporting = new Option<string?>("--reporting-currency") { Description = "Currency to report in, when the portfolio has no figures yet." };
        var command = new Command("import", "Imports a file by the rules of the import wizard.") { file, kind, goodRows, dryRun, currency, reporting };
        command.SetAction(async (parse, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            var options = new FileImportOptions
            {
                GoodRowsOnly = parse.GetValue(goodRows), DryRun = parse.GetValue(dryRun),
                Currency = parse.GetValue(currency), ReportingCurrency = parse.GetValue(reporting),
            };
            var report = await host.Get<ImportService>().ImportFileAsync(
                CurrentUser.System, parse.GetValue(kind), parse.GetRequiredValue(file).FullName, options, ct);
            return Tell(report, host.Get<IStringLocalizer<ImportsTexts>>());
        });
        return command;
    }

    /// <summary>The kinds of all features, known without a database.</summary>
    private static IEnumerable<string> KindKeys()
    {
        using var services = new ServiceCollection().AddImportKinds().BuildServiceProvider();
        return services.GetServices<ImportKind>().OrderBy(k => k.Order).Select(k => k.Key);
    }

    private static int Tell(FileImportReport report, IStringLocalizer<ImportsTexts> texts)
    {
        if (report.Outcome is { } outcome)
        {
            Console.WriteLine(
                $"Import {report.Number}: {outcome.Rows} rows, {outcome.Created} created, {outcome.Updated} updated, {outcome.Unchanged} unchanged, {outcome.Bad} bad");
            foreach (var cause in outcome.Causes)
                Console.WriteLine($"  {cause.Rows} × {cause.Code} in {cause.Field}{(cause.Example is null ? "" : $", for example “{cause.Example}”")} {cause.Detail}".TrimEnd());
        }

        if (report.Refusal is null) return 0;
        Console.Error.WriteLine(texts["Refused." + report.Refusal.Replace("refused.", "", StringComparison.Ordinal)]);
        return 1;
    }
}
