using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Opportunities.Imports;

/// <summary>Sales that may come about, from the CRM; without a code of its own one is known by its account and name.</summary>
public sealed class OpportunityImport : ImportKind
{
    private const string Month = "date_trunc('month', coalesce(s.close_date, current_date))::date";

    public override string Key => "opportunities";

    public override int Order => 8;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "O-1", "opportunity_id", "opportunity code", "opportunity number", "opportunityid", "deal id", "record id", "angebotsnummer", "verkaufschance nr", "商机编号", "商机编码", "项目编号", "id") { MaxLength = 64 },
        new("name", ImportFieldType.Text, "Drives for the new line", "opportunity name", "deal name", "topic", "opportunity", "verkaufschance", "商机名称", "项目名称", "商机", "name"),
        ReferenceFields.AccountOrName,
        ReferenceFields.Person("owner", "opportunity owner", "deal owner", "owner code"),
        ReferenceFields.BusinessUnit,
        ReferenceFields.ProductLine,
        new("value", ImportFieldType.Money, "250000", "value", "opportunity value", "amount", "deal value", "est. revenue", "estimated revenue", "estimatedvalue", "expected value", "wert", "auftragswert", "商机金额", "预计金额", "预计销售金额"),
        ReferenceFields.Currency,
        new("margin_percent", ImportFieldType.Quantity, "32", "margin %", "gross margin %", "margin percent", "cm1 %", "marge %", "毛利率"),
        new("state", ImportFieldType.Choice, "Open", "opportunity status", "deal status", "state", "status", "商机状态", "状态")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Open"] = ["open", "in progress", "offen", "进行中", "跟进中"],
                ["Won"] = ["won", "closed won", "closedwon", "gewonnen", "赢单", "已成交", "成交"],
                ["Lost"] = ["lost", "closed lost", "closedlost", "verloren", "canceled", "输单", "丢单", "流失"],
            },
        },
        new("stage", ImportFieldType.Text, "Proposal", "stage", "stagename", "stage name", "deal stage", "sales stage", "pipeline phase", "phase", "销售阶段", "商机阶段", "阶段") { MaxLength = 64 },
        new("probability", ImportFieldType.Quantity, "60", "probability", "probability (%)", "closeprobability", "wahrscheinlichkeit", "成功率", "赢单率", "可能性"),
        new("close_date", ImportFieldType.Day, "2026-09-30", "close date", "closedate", "est. close date", "estimatedclosedate", "expected close", "abschlussdatum", "预计成交日期", "预计结单日期", "成交日期"),
    ];

    public override IReadOnlyList<string[]> Required => [["code", "name"], ["account"], ["stage", "close_date", "state"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.CreatePeople, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("opportunities", ["code"],
    [
        new("name") { Default = "r.code" },
        new("account_id") { Shown = "(select x.code from accounts x where x.id = t.account_id)", Label = "account" },
        new("owner_id", "owner") { Shown = "(select x.code from people x where x.id = t.owner_id)" },
        new("business_unit_id", "business_unit") { Shown = "(select x.name from business_units x where x.id = t.business_unit_id)" },
        new("line_code", "product_line") { Current = "(select min(l.code) from opportunity_lines o join product_lines l on l.id = o.product_line_id where o.opportunity_id = t.id)", Written = false },
        new("value", "value"), new("currency", "value") { Default = "''" }, new("rate", "value") { Default = "1" }, new("margin_percent", "margin_percent"),
        new("state") { Default = "'Open'" }, new("stage", "stage"), new("probability", "probability"), new("close_date", "close_date"),
    ], "r.code")
    { Parts = new Dictionary<string, string> { ["opportunity_lines"] = "opportunity_id" } };

    public override async Task PrepareAsync(ImportWork work, CancellationToken ct)
    {
        if (!work.Has("code")) await work.ExecuteAsync("update staged s set code = 'O-' || left(md5(lower(s.account || '|' || s.name)), 16) where s.account is not null", ct);
        // Most systems say how it ended in the stage alone.
        if (!work.Has("state"))
        {
            await work.ExecuteAsync(
                """
                update staged set state = case when stage ~* '(won|gewonnen|赢单|成交)' then 'Won' when stage ~* '(lost|verloren|输单|丢单)' then 'Lost' else 'Open' end where stage is not null
                """, ct);
        }

        // A share of one and a percentage mean the same; what is above one anywhere is percent everywhere.
        if (work.Has("probability")) await work.ExecuteAsync("update staged set probability = probability * 100 where probability is not null and (select max(probability) from staged) <= 1", ct);
    }

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("code")) await work.FaultAsync("required", "code", "staged s where s.code is null", ct);
        await work.FaultAsync("percent", "probability", "staged s where s.probability not between 0 and 100", ct, "s.probability");
        await References.ResolveAccountsAsync(work, "s.value", byName: true, ct);
        await Conversion.CheckAsync(work, Month, planned: true, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("owner")) await References.ResolvePeopleAsync(work, "owner", null, ct);
        if (work.Has("business_unit")) await References.ResolveAsync(work, "business_unit", "business_units", ct);
        if (work.Has("product_line")) await References.ResolveAsync(work, "product_line", "product_lines", ct);
        return
            $"""
            select s.line, s.code, s.name, a.id as account_id, {References.Id(work, "owner")} as owner_id, {References.Id(work, "business_unit")} as business_unit_id,
                   coalesce((select l.code from product_lines l where l.id = {References.Id(work, "product_line")}), s.product_line) as line_code,
                   round(s.value * c.rate, 4) as value, case when s.value is not null then c.currency end as currency, case when s.value is not null then c.rate end as rate,
                   s.margin_percent, s.state, s.stage, s.probability, s.close_date
            from staged s join ref_account a on a.key = s.account join rates c on c.currency = {Conversion.OfRow} and c.period = {Month}
            where {ImportWork.Good}
            """;
    }

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        await Conversion.ReportInAsync(work, ct);
        if (!work.Has("product_line")) return;
        await work.ExecuteAsync(
            """
            delete from opportunity_lines x using ready r join opportunities o on o.code = r.code where x.opportunity_id = o.id and r.outcome = 'U' and r.line_code is distinct from r.now_line_code;
            insert into opportunity_lines (opportunity_id, product_line_id)
            select o.id, l.id from ready r join opportunities o on o.code = r.code join product_lines l on l.code = r.line_code where r.outcome <> 'S'
            on conflict do nothing
            """, ct);
    }
}
