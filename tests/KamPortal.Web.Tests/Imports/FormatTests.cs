using System.Text.Json;
using KamPortal.Data.Copy;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Files as other programs really write them: read right, or refused with the reason.</summary>
public sealed class FormatTests
{
    [SkippableTheory]
    [InlineData("variants/cm_accounts_excel_de_cp1252_semicolon.csv", "windows-1252", ';', 1)]
    [InlineData("variants/cm_accounts_excel_sep_line.csv", "windows-1252", ';', 2)]
    [InlineData("variants/cm_accounts_excel_unicode_text_utf16le_tab.txt", "utf-16", '\t', 1)]
    [InlineData("variants/cm_accounts_all_quoted_cr_only.csv", "utf-8", ',', 1)]
    public void An_account_file_in_any_dress_gives_the_same_accounts(string file, string encoding, char delimiter, int header)
    {
        var path = SharedData.PathOf(["data", "formats", .. file.Split('/')]);
        var settings = ImportReading.Propose(path);
        settings.Dialect.Encoding.ShouldBe(encoding);
        settings.Dialect.Delimiter.ShouldBe(delimiter);
        settings.Dialect.HeaderLine.ShouldBe(header);
        settings.Kind.ShouldBe("accounts");
        var columns = ImportReading.Preview(path, settings).Columns;
        columns.Single(c => c.Field == "code").Samples.Take(3).ShouldBe(["103", "112", "114"]);
        columns.Single(c => c.Field == "name").Samples.Take(3).ShouldBe(["Atelier graphique", "Signal Gift Stores", "Australian Collectors, Co."]);
        ReadAll(path, settings.Dialect).Count.ShouldBe(122 + header);
    }

    [SkippableFact]
    public void German_figures_have_a_decimal_comma_and_days_before_months()
    {
        var path = SharedData.PathOf("data", "formats", "variants", "cm_financials_excel_de_utf8bom_semicolon_decimalcomma.csv");
        var settings = ImportReading.Propose(path);
        settings.Dialect.Decimals.ShouldBe(DecimalStyle.Comma);
        ImportReading.Preview(path, settings).Doubts.ShouldBeEmpty();
        NumberText.TryParse("14.571,44", settings.Dialect.Decimals!.Value, out var revenue).ShouldBeTrue();
        revenue.ShouldBe(14571.44m);
        DateText.Parse("01.05.2003", settings.Dialect.Dates, out var period);
        period.ShouldBe(new DateOnly(2003, 5, 1));
    }

    [SkippableFact]
    public void American_accounting_figures_have_dollars_and_parentheses_and_months_first()
    {
        var path = SharedData.PathOf("data", "formats", "variants", "aw_financials_us_accounting_parentheses.csv");
        var settings = ImportReading.Propose(path);
        settings.Dialect.Decimals.ShouldBe(DecimalStyle.Point);
        settings.Dialect.Dates.ShouldBe(DateOrder.MonthFirst);
        ImportReading.Preview(path, settings).Doubts.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("aw_products_zh_gb18030.csv", "gb18030")]
    [InlineData("aw_products_zh_utf8.csv", "utf-8")]
    [InlineData("aw_products_zh_utf_8_sig.csv", "utf-8")]
    public void Chinese_text_is_read_in_every_encoding(string file, string encoding)
    {
        var path = SharedData.PathOf("data", "formats", "variants", file);
        var settings = ImportReading.Propose(path, "product_lines");
        settings.Dialect.Encoding.ShouldBe(encoding);
        ReadAll(path, settings.Dialect)[1][^1].ShouldStartWith("重量最轻、质量最好的铝制车架");
    }

    [SkippableTheory]
    [InlineData("adventureworks_Store_plus_pipe_amp_rows_utf16.csv", "refused.delimiter")]
    public void A_file_that_is_no_table_is_refused_with_the_reason(string file, string reason)
    {
        var path = SharedData.PathOf("data", "formats", "real", file);
        Should.Throw<FileRefusedException>(() => ImportReading.Propose(path)).Code.ShouldBe(reason);
    }

    [Theory]
    [InlineData(new byte[0], "refused.empty")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 20, 0 }, "refused.workbook_damaged")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 1 }, "refused.old_workbook")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "refused.binary")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D }, "refused.binary")]
    public void What_is_no_table_is_refused_by_its_first_bytes(byte[] start, string reason) =>
        Should.Throw<FileRefusedException>(() => ImportReading.Propose(start)).Code.ShouldBe(reason);

    [SkippableTheory]
    [InlineData("classicmodels_Customers_cp1252_noheader_NULL.txt", "windows-1252", ',')]
    [InlineData("adventureworks_SalesPersonQuotaHistory_tab_noheader.csv", "utf-8", '\t')]
    [InlineData("adventureworks_DimReseller_pipe_noheader_cp850_mojibake.csv", null, '|')]
    public void A_file_without_column_names_is_known_as_such(string file, string? encoding, char delimiter)
    {
        var settings = ImportReading.Propose(SharedData.PathOf("data", "formats", "real", file), "accounts");
        settings.Dialect.HeaderLine.ShouldBe(0);
        settings.Dialect.Delimiter.ShouldBe(delimiter);
        if (encoding is not null) settings.Dialect.Encoding.ShouldBe(encoding);
        settings.Headers[0].ShouldBe("1");
    }

    [SkippableFact]
    public void Months_side_by_side_are_offered_as_rows()
    {
        var file = File.ReadAllBytes(SharedData.PathOf("data", "formats", "real", "adventureworks_ResellerSalesTargets_crosstab_bom_null.csv"));
        var settings = ImportReading.Propose(file, "facts");
        settings.Dialect.MonthsAsColumns.ShouldBeTrue();
        settings.Headers.ShouldBe(["Year", "EmployeeID", "Month", "Amount"]);
        settings.Fields.ShouldBe([null, null, "period", "revenue"]);
        ImportReading.Preview(file, settings).Months!.Span.ShouldBe("M01 – M12");
        var rows = ImportReading.ReadAll(file, settings.Dialect);
        rows[1].ShouldBe(["2017", "61161660", "2017-07", "200"]);
        ImportReading.Preview(file, settings with { Dialect = settings.Dialect with { MonthsAsColumns = false } }).Doubts.ShouldContain(d => d.Code == "months_as_columns");
    }

    [Fact]
    public void Months_without_a_year_ask_for_it_once()
    {
        var file = System.Text.Encoding.UTF8.GetBytes("客户编码,大类,1月,2月,3月\nA1,泵,10,,30\nA2,阀,1,2,3\n");
        var settings = ImportReading.Propose(file, "facts");
        ImportReading.Preview(file, settings).Doubts.ShouldContain(d => d.Code == "year_open" && d.Blocks);
        settings = settings with { Dialect = settings.Dialect with { Year = 2025 } };
        ImportReading.Preview(file, settings).Doubts.ShouldBeEmpty();
        ImportReading.ReadAll(file, settings.Dialect).Skip(1).Select(r => string.Join(' ', r)).ShouldBe(["A1 泵 2025-01 10", "A1 泵 2025-03 30", "A2 阀 2025-01 1", "A2 阀 2025-02 2", "A2 阀 2025-03 3"]);
    }

    [SkippableFact]
    public void Amounts_that_lost_their_decimal_sign_are_pointed_out()
    {
        var path = SharedData.PathOf("data", "formats", "real", "adventureworks_FactResellerSales_mangled_locale_first200.csv");
        var settings = ImportReading.Propose(path, "facts");
        ImportReading.Preview(path, settings).Doubts.ShouldContain(d => d.Code == "decimals_lost" && d.Blocks);
    }

    [Fact]
    public void Amounts_that_may_have_lost_their_decimal_sign_are_pointed_out()
    {
        var file = System.Text.Encoding.UTF8.GetBytes("account_id,period,product_line,revenue\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"A1,2025-0{i},P,\"{i},234\"\n")) + "A1,2025-07,P,\"1,234,567\"\n");
        var settings = ImportReading.Propose(file);
        ImportReading.Preview(file, settings).Doubts.ShouldContain(d => d.Code == "numbers_mangled" && !d.Blocks);
    }

    [SkippableFact]
    public void Text_decoded_twice_is_pointed_out()
    {
        var path = SharedData.PathOf("data", "formats", "real", "adventureworks_person_utf8_double_encoded.csv");
        var settings = ImportReading.Propose(path, "people");
        ImportReading.Preview(path, settings).Doubts.ShouldContain(d => d.Code == "double_encoded");
    }

    [SkippableTheory]
    [InlineData("salesforce_dataloader_accountData.csv", "windows-1252", ',')]
    [InlineData("salesforce_test_csvtext_BOM_UTF16BE.csv", "utf-16BE", ',')]
    [InlineData("salesforce_test_csvtext_BOM_UTF16LE.csv", "utf-16", ',')]
    [InlineData("salesforce_test_csvtext_BOM_UTF8.csv", "utf-8", ',')]
    [InlineData("salesforce_test_insertAccountCsv.csv", "utf-8", ',')]
    [InlineData("salesforce_test_csvEscapedQuotes.csv", "utf-8", ',')]
    public void Exports_of_Salesforce_are_read(string file, string encoding, char delimiter)
    {
        var path = SharedData.PathOf("data", "formats", "real", file);
        var settings = ImportReading.Propose(path);
        (settings.Dialect.Encoding, settings.Dialect.Delimiter, settings.Dialect.HeaderLine).ShouldBe((encoding, delimiter, 1));
    }

    public static TheoryData<string> Spectrum =>
    [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines", "newlines_crlf", "quotes_and_newlines",
        "simple", "simple_crlf", "utf8",
    ];

    [SkippableTheory, MemberData(nameof(Spectrum))]
    public void Each_file_of_csv_spectrum_equals_its_JSON(string name)
    {
        var csv = SharedData.PathOf("corpora", "csv-spectrum", "csvs", name + ".csv");
        var json = SharedData.PathOf("corpora", "csv-spectrum", "json", name + ".json");
        var rows = ReadAll(csv, new TableDialect(), exact: true);
        var read = rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(p => p.First, p => p.Second)).ToList();
        // One file of the corpus holds a lone object instead of a list of one, with another telephone number than its CSV.
        var text = File.ReadAllText(json).Trim();
        if (name == "location_coordinates") text = text.Replace("1234567890", "2095257564", StringComparison.Ordinal);
        read.ShouldBe(JsonSerializer.Deserialize<List<Dictionary<string, string>>>(text.StartsWith('{') ? $"[{text}]" : text), new ByEntries());
    }

    private static List<string[]> ReadAll(string path, TableDialect dialect, bool exact = false)
    {
        var rows = new List<string[]>();
        using var reader = new CsvRows(new StreamReader(path, TextEncodings.Get(dialect.Encoding), true), dialect.Delimiter);
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.Count).Select(i => exact ? reader.Text(i) : reader.Field(i).ToString())]);
        return rows;
    }

    private sealed class ByEntries : IEqualityComparer<Dictionary<string, string>>
    {
        public bool Equals(Dictionary<string, string>? x, Dictionary<string, string>? y) => x!.OrderBy(p => p.Key).SequenceEqual(y!.OrderBy(p => p.Key));

        public int GetHashCode(Dictionary<string, string> obj) => obj.Count;
    }
}
