using System.CommandLine;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Features.Imports;
using KamPortal.Security;

namespace KamPortal.Commands;

internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "An Excel workbook (.xlsx) or a table as text (CSV)." };
        file.AcceptExistingOnly();
        var kind = new Option<string?>("--kind") { Description = $"What the file holds: {string.Join(", ", KindKeys())}. Without it the headers decide." };
        var goodRows = new Option<bool>("--good-rows-only") { Description = "Imports the rows without problems; otherwise one bad row stops the import." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would happen and writes nothing." };
        var currency = new Option<string?>("--currency") { Description = "Currency of rows that name none." };
        var reporting = new Option<string?>("--reporting-currency") { Description = "Currency to report in, when the portfolio has no figures yet." };
        var sheet = new Option<string?>("--sheet") { Description = "The sheet of a workbook. Without it the one that looks most like an import." };
        var encoding = new Option<string?>("--encoding") { Description = "Encoding of the text, when it is not the one the file suggests." };
        encoding.AcceptOnlyFromAmong([.. TextEncodings.Offered]);
        var header = new Option<int?>("--header-line") { Description = "Line with the column names, counted from 1; 0 when there is none." };
        var decimals = new Option<DecimalStyle?>("--decimals") { Description = "How decimals are written, when the file leaves it open." };
        var dates = new Option<DateOrder?>("--dates") { Description = "What 03/04/2026 means, when the file leaves it open." };
        var months = new Option<bool?>("--months-as-columns") { Description = "Reads months that stand side by side as rows, one for each." };
        var year = new Option<int?>("--year") { Description = "Year of such months, when nothing in the file names it." };
        var unit = new Option<int?>("--money-unit") { Description = "What one in a column of money stands for: 1, 1000, 10000 or 1000000." };
        var fill = new Option<string[]>("--fill-down") { Description = "Fields whose blank cells repeat the value above, as in grouped reports: account, period …", AllowMultipleArgumentsPerToken = true };
        var command = new Command("import", "Imports a file by the rules of the import wizard.") 
        {
            file, kind, goodRows, dryRun, currency, reporting, sheet, encoding, header, decimals, dates, months, year, unit, fill,
        };
        command.SetAction(async (parse, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            var options = new FileImportOptions
            {
                GoodRowsOnly = parse.GetValue(goodRows), DryRun = parse.GetValue(dryRun),
                Currency = parse.GetValue(currency), ReportingCurrency = parse.GetValue(reporting),
                Sheet = parse.GetValue(sheet), Encoding = parse.GetValue(encoding), HeaderLine = parse.GetValue(header), Decimals = parse.GetValue(decimals),
                Dates = parse.GetValue(dates), MonthsAsColumns = parse.GetValue(months), Year = parse.GetValue(year), MoneyUnit = parse.GetValue(unit), FillDown = parse.GetValue(fill) ?? [],
            };
            var report = await host.Get<ImportService>().ImportFileAsync(
                CurrentUser.System, parse.GetValue(kind), parse.GetRequiredValue(file).FullName, options, ct);
            return Tell(report, host.Get<ImportWords>());
        });
        return command;
    }

    /// <summary>The kinds of all features, known without a database.</summary>
    private static IEnumerable<string> KindKeys()
    {
        using var services = new ServiceCollection().AddImportKinds().BuildServiceProvider();
        return services.GetServices<ImportKind>().OrderBy(k => k.Order).Select(k => k.Key);
    }

    private static int Tell(FileImportReport report, ImportWords words)
    {
        if (report.Outcome is { } outcome)
        {
            Console.WriteLine(
                $"Import {report.Number}: {outcome.Rows} rows, {outcome.Created} created, {outcome.Updated} updated, {outcome.Unchanged} unchanged, {outcome.Bad} bad");
            foreach (var skipped in outcome.Skipped)
                Console.WriteLine($"  {skipped.Count} lines left aside ({skipped.Reason}), for example line {skipped.First[0].Line}: {skipped.First[0].Text}");
            foreach (var cause in outcome.Causes)
                Console.WriteLine($"  {cause.Rows} × {cause.Code} in {cause.Field}{(cause.Example is null ? "" : $", for example “{cause.Example}”")} {cause.Detail}".TrimEnd());
        }

        if (report.Refusal is null) return 0;
        Console.Error.WriteLine(words.Refusal(report.Refusal));
        return 1;
    }
}
