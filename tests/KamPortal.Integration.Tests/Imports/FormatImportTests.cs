using System.Globalization;
using KamPortal.Data.Copy;
using KamPortal.Features.Imports;

namespace KamPortal.Integration.Tests.Imports;

/// <summary>
/// Every file of the formats collection is imported right, compared with the plain file of the same data or with an answer worked out
/// beforehand, or is refused or warned of with the name of its trap. One table says which.
/// </summary>
public sealed class FormatImportTests(FormatImportTests.Emptied database) : IClassFixture<FormatImportTests.Emptied>
{
    private const string Accounts =
        """select concat_ws('|', a.code, a.name, a.country, a.city, r.name, p.code, p.name) from accounts a left join regions r on r.id = a.region_id left join people p on p.id = a.lead_id order by a.code collate "C" """;

    private const string FewAccounts = """select concat_ws('|', code, name, country, city) from accounts order by code collate "C" """;

    private const string Facts =
        """
        select concat_ws('|', a.code, f.period, l.code, f.gross_revenue, f.discounts, f.cogs, f.direct_service_cost, f.quantity, f.order_count, f.currency)
        from financial_facts f join accounts a on a.id = f.account_id join product_lines l on l.id = f.product_line_id order by a.code collate "C", f.period, l.code collate "C"
        """;

    private const string PeriodsAndAmounts = "select concat_ws('|', period, round(gross_revenue, 2)) from financial_facts order by period, gross_revenue";
    private const string SumOfFacts = "select concat_ws('|', count(*), round(sum(gross_revenue), 2)) from financial_facts";

    /// <param name="Columns">Column → field, where a person must help; blanks between.</param>
    /// <param name="First">A file imported before, for the accounts that figures belong to; "codes" makes the accounts that the file names.</param>
    /// <param name="Ask">What to ask of the database afterwards.</param>
    /// <param name="Like">The plain file whose import must give the same answer; otherwise <paramref name="Answer"/> is the answer.</param>
    /// <param name="Warns">Traps that are named before anything is written.</param>
    /// <param name="Refused">Why nothing is imported.</param>
    public sealed record Case(
        string File, string? Kind = null, string Columns = "", string? First = null, string? Ask = null, string? Like = null, string? Answer = null, string[]? Warns = null, string? Refused = null)
    {
        public FileImportOptions Options { get; init; } = new();

        public int Blank { get; init; }
    }

    private static readonly Case[] Table =
    [
        new("variants/cm_accounts_excel_de_cp1252_semicolon.csv", Ask: Accounts, Like: "classicmodels/accounts.csv"),
        new("variants/cm_accounts_excel_sep_line.csv", Ask: Accounts, Like: "classicmodels/accounts.csv"),
        new("variants/cm_accounts_excel_unicode_text_utf16le_tab.txt", Ask: Accounts, Like: "classicmodels/accounts.csv"),
        new("variants/cm_accounts_all_quoted_cr_only.csv", Ask: Accounts, Like: "classicmodels/accounts.csv"),
        new("variants/cm_financials_excel_de_utf8bom_semicolon_decimalcomma.csv", First: "classicmodels/accounts.csv", Ask: Facts, Like: "classicmodels/account_financials.csv"),
        // The first 2,000 rows of the plain file.
        new("variants/aw_financials_us_accounting_parentheses.csv", First: "adventureworks/accounts.csv", Ask: Facts, Like: "adventureworks/account_financials.csv#2000"),
        new("variants/aw_products_zh_utf8.csv", "accounts", "product_number=code name=name description_zh=legal_name", Ask: "select count(*) || ' ' || max(legal_name) from accounts where code = 'FR-R92B-58'", Answer: "1 重量最轻、质量最好的铝制车架采用最新的合金材质；经过焊接和热处理，坚固牢靠。我们创新的设计确保了最大程度的舒适和卓越的性能。"),
        new("variants/aw_products_zh_utf_8_sig.csv", "accounts", "product_number=code name=name description_zh=legal_name", Ask: "select concat_ws('|', code, name, legal_name) from accounts order by 1", Like: "formats/variants/aw_products_zh_utf8.csv"),
        new("variants/aw_products_zh_gb18030.csv", "accounts", "product_number=code name=name description_zh=legal_name", Ask: "select concat_ws('|', code, name, legal_name) from accounts order by 1", Like: "formats/variants/aw_products_zh_utf8.csv"),
        new("real/classicmodels_Customers_cp1252_noheader_NULL.txt", "accounts", "1=code 2=name 8=city 11=country", Ask: FewAccounts, Like: "classicmodels/accounts.csv"),
        new("real/adventureworks_Store_plus_pipe_amp_rows_utf16.csv", Refused: "refused.delimiter"),
        new("real/adventureworks_SalesPersonQuotaHistory_tab_noheader.csv", "facts", "1=account 2=period 3=revenue 4=product_line", "codes", SumOfFacts, Answer: "163|95714000.00"),
        new("real/adventureworks_DimReseller_pipe_noheader_cp850_mojibake.csv", "accounts", "3=code 6=name 13=city", Ask: "select concat_ws('|', code, name) from accounts order by 1", Like: "adventureworks/accounts.csv", Warns: ["code_page"]),
        new("real/adventureworks_person_utf8_double_encoded.csv", "people", "businessentityid=code firstname=first_name lastname=last_name", Warns: ["double_encoded"], Ask: "select concat_ws('|', code, name) from people where code in ('1', '2') order by 1", Answer: "1|Ken SÃ¡nchez,2|Terri Duffy"),
        new("real/adventureworks_ResellerSalesTargets_crosstab_bom_null.csv", "facts", "Year=product_line EmployeeID=account", "codes", PeriodsAndAmounts, Like: "quotas_monthly") { Options = new() { MoneyUnit = 1000 } },
        new("real/adventureworks_FactResellerSales_mangled_locale_first200.csv", "facts", "ResellerKey=account OrderDateKey=period OrderDate= SalesTerritoryKey=product_line SalesAmount=revenue", Refused: "doubt.decimals_lost"),
        new("real/adventureworks_FactResellerSales_587rows_then_60268_blank_rows.csv", "facts", "ResellerKey=account OrderDateKey=period OrderDate= SalesOrderNumber=product_line SalesAmount=revenue", Refused: "doubt.decimals_lost"),
        // The same file by a column that was spared: the blank rows are counted, not imported.
        new("real/adventureworks_FactResellerSales_587rows_then_60268_blank_rows.csv#quantity", "facts", "ResellerKey=account OrderDateKey=period OrderDate= SalesOrderNumber=product_line SalesOrderLineNumber=revenue OrderQuantity=quantity SalesAmount=", "codes", "select (result ->> 'rows') from import_batches order by number desc limit 1", Answer: "587") { Options = new() { On = ["add_up"] }, Blank = 60_268 },
        new("real/salesforce_dataloader_accountData.csv", Ask: "select count(*) || ' ' || min(code || ' ' || name) from accounts", Answer: "423 001x0000002lBtmAAE salesforce.com"),
        new("real/salesforce_dataloader_opportunityData.csv", "accounts", "ID=code NAME=name ACCOUNTID=", Ask: "select count(*) || ' ' || max(name) filter (where code = '006x0000001YtCrAAK') from accounts", Answer: "38 George Foundation - 5000 Widgets"),
        new("real/salesforce_test_csvEscapedQuotes.csv", "accounts", "column1=code column2=name", Ask: FewAccounts, Answer: "\"The Best\" Account|bla,The \"Best\" Account|bla"),
        new("real/salesforce_test_csvSeparator.csv", "accounts", "column1=code column2!some=name", Ask: FewAccounts, Answer: "col11|col12!somev1,col21|col22!somev2"),
        new("real/salesforce_test_csvtext_BOM_UTF16BE.csv", "accounts", "column1=code column2=name", Ask: FewAccounts, Answer: "row1-1|row1-2,row2-1|row2-2"),
        new("real/salesforce_test_csvtext_BOM_UTF16LE.csv", "accounts", "column1=code column2=name", Ask: FewAccounts, Answer: "row1-1|row1-2,row2-1|row2-2"),
        new("real/salesforce_test_csvtext_BOM_UTF8.csv", "accounts", "column1=code column2=name", Ask: FewAccounts, Answer: "row1-1|row1-2,row2-1|row2-2"),
        new("real/salesforce_test_insertAccountCsv.csv", Ask: "select count(*) || ' ' || min(code || ' ' || name) from accounts", Answer: "100 ACCT_0 account insert #0"),
    ];

    public static TheoryData<string> Files => [.. Table.Select(c => c.File)];

    [SkippableFact]
    public void The_table_names_every_file_of_the_collection()
    {
        string[] folders = ["real", "variants"];
        var files = folders.SelectMany(f => Directory.GetFiles(SharedData.PathOf("data", "formats", f)).Select(p => $"{f}/{Path.GetFileName(p)}"));
        Table.Select(c => c.File).Where(f => !f.Contains('#', StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(files.Order(StringComparer.Ordinal));
    }

    [SkippableTheory, MemberData(nameof(Files))]
    public async Task Each_file_is_imported_right_or_refused_by_the_name_of_its_trap(string file)
    {
        var expected = Table.Single(c => c.File == file);
        var path = SharedData.PathOf(["data", "formats", .. file.Split('#')[0].Split('/')]);
        var bench = await database.OpenAsync();
        await PrepareAsync(bench, expected, path);
        var report = await bench.ImportAsync(path, expected.Kind, Options(expected));
        report.Refusal.ShouldBe(expected.Refused, string.Join('\n', report.Outcome?.Causes ?? []));
        if (expected.Refused is not null)
        {
            bench.Get<ImportWords>().Refusal(expected.Refused).ShouldNotStartWith("refused.");
            return;
        }

        report.Outcome!.Blank.ShouldBe(expected.Blank);
        var preview = (await bench.Imports.PreviewAsync(ImportBench.Admin, report.Number, (await bench.FindAsync(report.Number)).Settings, default))!;
        preview.Doubts.Select(d => d.Code).Distinct().ShouldBe(expected.Warns ?? []);
        var answer = await bench.ListAsync(expected.Ask!);
        if (expected.Like is null) answer.ShouldBe(expected.Answer!.Split(','));
        else answer.ShouldBe(await AnswerOfPlainFileAsync(expected));
    }

    private static FileImportOptions Options(Case expected) => expected.Options with
    {
        Columns = expected.Columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]),
    };

    private static async Task PrepareAsync(ImportBench bench, Case expected, string path)
    {
        if (expected.First is null) return;
        if (expected.First != "codes")
        {
            (await bench.ImportAsync(SharedData.PathOf(["data", .. expected.First.Split('/')]))).Refusal.ShouldBeNull();
            return;
        }

        // The accounts that the figures belong to, by the codes that the file names.
        var dry = await bench.ImportAsync(path, expected.Kind, Options(expected) with { DryRun = true });
        dry.Outcome!.UnknownCodes.ShouldNotBeEmpty();
        await bench.ImportTextAsync("account_id,name\n" + string.Concat(dry.Outcome.UnknownCodes.Select(c => $"{c.Code},{c.Code}\n")), "accounts");
    }

    private async Task<List<string>> AnswerOfPlainFileAsync(Case expected)
    {
        if (expected.Like == "quotas_monthly")
        {
            return [.. File.ReadLines(SharedData.PathOf("data", "adventureworks", "quotas_monthly.csv")).Skip(1).Select(l => l.Split(','))
                .OrderBy(c => c[1], StringComparer.Ordinal).ThenBy(c => decimal.Parse(c[2], CultureInfo.InvariantCulture)).Select(c => $"{c[1]}-01|{c[2]}.00")];
        }

        if (database.Answers.TryGetValue($"{expected.Like} {expected.Ask}", out var known)) return known;
        var bench = await database.OpenAsync();
        if (expected.First is { } first) (await bench.ImportAsync(SharedData.PathOf(["data", .. first.Split('/')]))).Refusal.ShouldBeNull();
        var parts = expected.Like!.Split('#');
        var path = SharedData.PathOf(["data", .. parts[0].Split('/')]);
        var options = parts[0].StartsWith("formats", StringComparison.Ordinal) ? Options(expected) : new();
        var report = parts.Length == 1
            ? await bench.ImportAsync(path, expected.Kind, options)
            : await bench.ImportTextAsync(string.Join('\n', File.ReadLines(path).Take(1 + int.Parse(parts[1], CultureInfo.InvariantCulture))) + "\n", expected.Kind, options);
        report.Refusal.ShouldBeNull();
        return database.Answers[$"{expected.Like} {expected.Ask}"] = await bench.ListAsync(expected.Ask!);
    }

    /// <summary>One database for all files, emptied before each: to clone one takes longer than most imports.</summary>
    public sealed class Emptied : IAsyncLifetime
    {
        private ImportBench? _bench;

        /// <summary>What the plain files came to.</summary>
        internal Dictionary<string, List<string>> Answers { get; } = [];

        internal async Task<ImportBench> OpenAsync()
        {
            _bench ??= await ImportBench.OpenAsync();
            await _bench.ScalarAsync<object>("truncate accounts, financial_facts, account_months, people, regions, segments, product_lines, exchange_rates, import_batches cascade");
            return _bench;
        }

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (_bench is not null) await _bench.DisposeAsync();
        }
    }
}
