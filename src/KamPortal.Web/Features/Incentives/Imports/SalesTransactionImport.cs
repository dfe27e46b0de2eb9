using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Incentives.Imports;

/// <summary>
/// Lines of orders and invoices, by document and line. Where the file does not number the lines they are counted in their order, and two
/// that are alike in everything are taken for a repetition unless it is said that they are not.
/// </summary>
public sealed class SalesTransactionImport : ImportKind
{
    /// <summary>SQL of a row's revenue: stated, or quantity times price.</summary>
    private const string Net = "coalesce(s.revenue, round(s.quantity * s.price, 4))";

    private const string Month = "date_trunc('month', s.date)::date";

    public override string Key => "sales_transactions";

    public override int Order => 13;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("document", ImportFieldType.Code, "RE-10021", "invoice number", "invoice no", "invoiceno", "invoice id", "document number", "document no", "order id", "order number", "order no", "sales order", "belegnummer", "rechnungsnummer", "auftragsnummer",
            "vbeln", "单据编号", "单据号", "发票号", "发票号码", "订单编号", "订单号") { MaxLength = 64 },
        new("position", ImportFieldType.Code, "10", "line no", "line number", "document line", "item no", "item number", "posnr", "belegposition", "行号", "行项目") { MaxLength = 32 },
        new("source", ImportFieldType.Code, "ERP", "source system", "quellsystem", "来源系统") { MaxLength = 64 },
        new("revision", ImportFieldType.Count, "0", "revision", "version", "修订", "版本"),
        new("type", ImportFieldType.Choice, "Invoice", "document type", "transaction type", "belegart", "单据类型")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Invoice"] = ["invoice", "rechnung", "发票", "销售发票", "销售出库"],
                ["Order"] = ["order", "sales order", "auftrag", "订单", "销售订单"],
                ["CreditNote"] = ["credit note", "creditnote", "credit memo", "return", "gutschrift", "retoure", "贷项", "退货", "销售退货", "红字发票"],
                ["Payment"] = ["payment", "zahlung", "收款", "付款"],
            },
        },
        new("date", ImportFieldType.Day, "2026-03-18", "invoice date", "invoicedate", "document date", "order date", "posting date", "transaction date", "belegdatum", "rechnungsdatum", "buchungsdatum", "erdat", "单据日期", "开票日期", "订单日期", "日期", "date"),
        ReferenceFields.Account,
        ReferenceFields.Person("person"),
        ReferenceFields.ProductLine,
        new("product", ImportFieldType.Code, "DRV-200", "product id", "product code", "product", "stock code", "stockcode", "item code", "sku", "material", "article", "artikelnummer", "artikel", "matnr", "商品编码", "产品编码", "物料编码", "商品"),
        new("quantity", ImportFieldType.Quantity, "6", "quantity", "qty", "units", "menge", "anzahl", "数量", "销量"),
        new("price", ImportFieldType.Money, "120.50", "unit price", "unitprice", "price", "einzelpreis", "stückpreis", "单价"),
        new("revenue", ImportFieldType.Money, "723.00", "revenue", "net revenue", "net amount", "line amount", "line total", "sales amount", "nettobetrag", "umsatz", "dmbtr", "netwr", "净收入", "销售金额", "金额", "净额"),
        new("cogs", ImportFieldType.Money, "410.00", "cogs", "cost of goods", "cost of goods sold", "cost of sales", "wareneinsatz", "销售成本", "成本"),
        new("cost_to_serve", ImportFieldType.Money, "18.00", "cost to serve", "freight", "service cost", "fracht", "servicekosten", "服务成本", "运费"),
        ReferenceFields.Currency,
    ];

    public override IReadOnlyList<string[]> Required => [["document"], ["date"], ["account"], ["revenue", "price"]];

    public override IReadOnlyList<string> KeyFields => ["source", "document", "position", "revision"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.CreatePeople, ImportSwitch.KeepRepeats];

    public override ImportTarget Target { get; } = new("sales_transactions", ["source", "external_key", "revision"],
    [
        new("type") { Replaces = true }, new("date") { Replaces = true },
        new("account_id") { Replaces = true, Shown = "(select x.code from accounts x where x.id = t.account_id)", Label = "account" },
        new("person_id", "person") { Shown = "(select x.code from people x where x.id = t.person_id)" },
        new("product_line_id", "product_line") { Shown = "(select x.code from product_lines x where x.id = t.product_line_id)" },
        new("product", "product"), new("quantity", "quantity"), new("net_revenue") { Replaces = true, Label = "revenue" }, new("cogs", "cogs"), new("cost_to_serve", "cost_to_serve"),
        new("currency") { Replaces = true }, new("rate") { Replaces = true },
    ], "r.external_key");

    public override async Task PrepareAsync(ImportWork work, CancellationToken ct)
    {
        if (!work.Has("position"))
        {
            var alike = string.Join(", ", Fields.Where(f => work.Has(f.Key)).Select(f => $"s.{f.Key}"));
            await work.ExecuteAsync(
                $"""
                create temp table positions on commit drop as
                select s.line, row_number() over (partition by s.document order by s.line)::text as position, row_number() over (partition by {alike} order by s.line) > 1 as repeats
                from staged s where s.document is not null;
                update staged s set position = p.position from positions p where p.line = s.line
                """, ct);
            if (!work.IsOn(ImportSwitch.KeepRepeats)) await work.FaultAsync("repeated", "", $"staged s join positions p on p.line = s.line and p.repeats where {ImportWork.Good}", ct, "s.document");
        }
    }

    public override bool StreamsNewRows(ImportWork work) => true;

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("required", work.Has("revenue") ? "revenue" : "quantity", $"staged s where {Net} is null and {ImportWork.Good}", ct);
        await References.ResolveAccountsAsync(work, Net, byName: false, ct);
        await Conversion.CheckAsync(work, Month, planned: false, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("product_line")) await References.ResolveAsync(work, "product_line", "product_lines", ct);
        if (work.Has("person")) await References.ResolvePeopleAsync(work, "person", null, ct);
        return
            $"""
            select s.line, coalesce(s.source, '') as source, s.document || '/' || coalesce(s.position, '1') as external_key, coalesce(s.revision, 0) as revision,
                   coalesce(s.type, case when {Net} < 0 then 'CreditNote' else 'Invoice' end) as type, s.date, a.id as account_id,
                   {References.Id(work, "person")} as person_id, {References.Id(work, "product_line")} as product_line_id, s.product, s.quantity,
                   round({Net} * c.rate, 4) as net_revenue, round(s.cogs * c.rate, 4) as cogs, round(s.cost_to_serve * c.rate, 4) as cost_to_serve, c.currency, c.rate
            from staged s join ref_account a on a.key = s.account join rates c on c.currency = {Conversion.OfRow} and c.period = {Month}
            where {ImportWork.Good}
            """;
    }

    public override Task AfterAsync(ImportWork work, CancellationToken ct) => Conversion.ReportInAsync(work, ct);
}
