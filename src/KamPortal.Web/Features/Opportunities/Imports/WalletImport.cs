using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Opportunities.Imports;

/// <summary>What accounts are thought to spend in a year on what we could sell, in all or by product line.</summary>
public sealed class WalletImport : ImportKind
{
    public override string Key => "wallet_estimates";

    public override int Order => 10;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        ReferenceFields.Account,
        ReferenceFields.ProductLine,
        new("as_of", ImportFieldType.Month, "2026-01", "as of", "valid from", "estimate date", "stand", "gültig ab", "估算月份", "生效月份", "period", "date"),
        new("wallet", ImportFieldType.Money, "1200000", "wallet", "estimated wallet", "wallet estimate", "wallet size", "total spend", "annual spend", "potential", "bedarf", "potenzial", "einkaufsvolumen", "采购总额", "年采购额", "钱包规模", "需求总额"),
        ReferenceFields.Currency,
        new("basis", ImportFieldType.Text, "Annual report", "basis", "estimate source", "source", "quelle", "估算依据", "来源"),
    ];

    public override IReadOnlyList<string[]> Required => [["account"], ["wallet"]];

    public override IReadOnlyList<string> KeyFields => ["account", "product_line", "as_of"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing];

    public override bool AddsUp(ImportWork work) => work.AddsMerged;

    public override ImportTarget Target { get; } = new("wallet_estimates", ["account_id", "product_line_id", "as_of"],
        [new("amount") { Replaces = true, Label = "wallet" }, new("currency") { Replaces = true }, new("rate") { Replaces = true }, new("source", "basis")],
        "(select a.code from accounts a where a.id = r.account_id) || coalesce(' · ' || (select l.code from product_lines l where l.id = r.product_line_id), '') || ' · ' || to_char(r.as_of, 'YYYY-MM')")
    { OptionalKeys = new Dictionary<string, string> { ["product_line_id"] = "0" } };

    /// <summary>An estimate without a date is today's.</summary>
    public override Task PrepareAsync(ImportWork work, CancellationToken ct) =>
        work.ExecuteAsync("update staged set as_of = date_trunc('month', current_date)::date where as_of is null and line not in (select line from faults)", ct);

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("negative", "wallet", "staged s where s.wallet < 0", ct, "s.wallet");
        await References.ResolveAccountsAsync(work, "s.wallet", byName: false, ct);
        await Conversion.CheckAsync(work, "s.as_of", planned: true, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("product_line")) await References.ResolveAsync(work, "product_line", "product_lines", ct);
        var one =
            $"""
            select s.line, a.id as account_id, {References.Id(work, "product_line")} as product_line_id, s.as_of,
                   round(s.wallet * c.rate, 4) as amount, c.currency, c.rate, s.basis as source
            from staged s join ref_account a on a.key = s.account join rates c on c.currency = {Conversion.OfRow} and c.period = s.as_of
            where {ImportWork.Good}
            """;
        return AddsUp(work)
            ? $"select min(line) as line, account_id, product_line_id, as_of, sum(amount) as amount, min(currency) as currency, min(rate) as rate, min(source) as source from ({one}) o group by account_id, product_line_id, as_of"
            : one;
    }

    public override Task AfterAsync(ImportWork work, CancellationToken ct) => Conversion.ReportInAsync(work, ct);
}
