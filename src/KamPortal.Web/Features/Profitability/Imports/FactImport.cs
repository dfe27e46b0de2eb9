using KamPortal.Data;
using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Profitability.Imports;

/// <summary>What accounts bought and what it cost, by month and product line; each row replaces the fact of the same key.</summary>
public sealed class FactImport : ImportKind
{
    private static readonly string[] Costs = ["cogs", "direct_service_cost"];

    public override string Key => "facts";

    public override int Order => 5;

    public override bool Essential => true;

    public override Type Texts => typeof(FactImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        ReferenceFields.Account,
        new("period", ImportFieldType.Month, "2026-03", "period", "month", "year month", "yearmonth", "posting period", "invoice date", "order date", "posting date", "date", "monat", "periode",
            "buchungsmonat", "buchungsdatum", "datum", "期间", "月份", "年月", "会计期间", "单据日期", "日期"),
        ReferenceFields.ProductLine,
        ReferenceFields.Currency,
        new("revenue", ImportFieldType.Money, "11820.00", "revenue", "net revenue", "net sales", "sales amount", "sales", "turnover", "umsatz", "nettoumsatz", "erlös", "erlöse", "净收入", "净销售额", "销售净额", "销售额", "销售金额", "收入", "营业额", "流水", "金额"),
        new("gross_revenue", ImportFieldType.Money, "12000.00", "gross revenue", "gross sales", "list revenue", "bruttoumsatz", "bruttoerlös", "总收入", "毛收入", "折前收入", "总销售额"),
        new("discounts", ImportFieldType.Money, "180.00", "discount", "discounts", "discounts and rebates", "rebates", "rabatt", "rabatte", "nachlass", "erlösschmälerungen", "折扣", "折扣与返利", "折扣额", "返利"),
        new("cogs", ImportFieldType.Money, "7430.50", "cogs", "cost of goods", "cost of goods sold", "cost of sales", "wareneinsatz", "herstellkosten", "einstandskosten", "销售成本", "产品成本", "成本"),
        new("direct_service_cost", ImportFieldType.Money, "310.00", "cost to serve", "direct service cost", "service cost", "servicekosten", "betreuungskosten", "服务成本", "直接服务成本"),
        new("quantity", ImportFieldType.Quantity, "42", "quantity", "qty", "units", "menge", "anzahl", "stück", "数量", "销量"),
        new("order_count", ImportFieldType.Count, "3", "order count", "orders", "number of orders", "bestellungen", "aufträge", "订单数", "订单数量"),
    ];

    public override IReadOnlyList<string[]> Required => [["account"], ["period"], ["product_line"], ["revenue", "gross_revenue"]];

    public override IReadOnlyList<string> KeyFields => ["account", "period", "product_line"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.AddUp];

    public override ImportTarget Target { get; } = new("financial_facts", ["account_id", "period", "product_line_id"],
    [
        new("gross_revenue") { Replaces = true }, new("discounts") { Replaces = true }, new("cogs") { Replaces = true },
        new("direct_service_cost") { Replaces = true }, new("quantity") { Replaces = true }, new("order_count") { Replaces = true },
        new("currency") { Replaces = true }, new("rate") { Replaces = true },
    ], "(select a.code from accounts a where a.id = r.account_id) || ' · ' || to_char(r.period, 'YYYY-MM') || ' · ' || (select l.code from product_lines l where l.id = r.product_line_id)");

    public override bool AddsUp(ImportWork work) => work.IsOn(ImportSwitch.AddUp) || work.AddsMerged;

    public override bool StreamsNewRows(ImportWork work) => !AddsUp(work);

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        foreach (var cost in Costs.Where(work.Has))
        {
            if (await work.ScalarAsync<bool>($"select not exists (select from staged where {cost} is not null)", ct))
            {
                work.Outcome = work.Outcome with { NotRecorded = [.. work.Outcome.NotRecorded, cost] };
                continue;
            }

            await work.FaultAsync("blank_cost", cost, $"staged s where s.{cost} is null and not exists (select from faults bad where bad.line = s.line and bad.field = '{cost}')", ct);
        }

        work.Outcome = work.Outcome with { NotRecorded = [.. work.Outcome.NotRecorded, .. Costs.Where(c => !work.Has(c))] };
        // Each of the three was rounded on its own, so they may miss each other by a cent or two.
        await work.FaultAsync("not_adding_up", "revenue", "staged s where abs(s.gross_revenue - s.discounts - s.revenue) > 0.02", ct, "s.revenue", "s.gross_revenue - s.discounts");
        await References.ResolveAccountsAsync(work, "coalesce(s.revenue, s.gross_revenue - coalesce(s.discounts, 0))", byName: false, ct);
        await Conversion.CheckAsync(work, "s.period", planned: false, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        await References.ResolveAsync(work, "product_line", "product_lines", ct);
        var one =
            $"""
            select s.line, a.id as account_id, s.period, l.id::int as product_line_id,
                   coalesce(s.gross_revenue, s.revenue + coalesce(s.discounts, 0)) as gross,
                   coalesce(s.revenue, s.gross_revenue - coalesce(s.discounts, 0)) as net,
                   s.cogs, s.direct_service_cost, s.quantity, s.order_count, c.currency, c.rate
            from staged s join ref_account a on a.key = s.account join ref_product_line l on l.key = s.product_line
            join rates c on c.currency = {Conversion.OfRow} and c.period = s.period
            where {ImportWork.Good}
            """;
        if (AddsUp(work))
        {
            one =
                $"""
                select min(line) as line, account_id, period, product_line_id, sum(gross) as gross, sum(net) as net, sum(cogs) as cogs,
                       sum(direct_service_cost) as direct_service_cost, sum(quantity) as quantity, sum(order_count)::int as order_count, currency, rate
                from ({one}) o group by account_id, period, product_line_id, currency, rate
                """;
        }

        // Converted once and rounded once; discounts take up the difference, so that net revenue is exactly what the file said.
        return
            $"""
            select line, account_id, period, product_line_id, round(gross * rate, 4) as gross_revenue,
                   round(gross * rate, 4) - round(net * rate, 4) as discounts, round(cogs * rate, 4) as cogs,
                   round(direct_service_cost * rate, 4) as direct_service_cost, quantity, order_count, currency, rate
            from ({one}) q
            """;
    }

    public override Task UndoneAsync(ImportWork work, CancellationToken ct) => Rollup.RefreshUndoneAsync(work.Connection, ct);

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        await Conversion.ReportInAsync(work, ct);
        if (work.Outcome.Created + work.Outcome.Updated > 0) await Rollup.RefreshBatchAsync(work.Connection, work.BatchId, ct);
    }
}
