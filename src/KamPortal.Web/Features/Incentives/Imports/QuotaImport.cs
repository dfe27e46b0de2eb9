using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Incentives.Imports;

/// <summary>What our people are to achieve in a month, a quarter or a year.</summary>
public sealed class QuotaImport : ImportKind
{
    private const string First = "split_part(s.period, '/', 1)::date";

    public override string Key => "quotas";

    public override int Order => 12;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/people";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        ReferenceFields.Person("person", "person code", "person", "employee", "rep", "sales rep", "quota owner", "mitarbeiter"),
        new("period", ImportFieldType.Span, "2026-Q1", "period", "quarter", "month", "quota period", "quota date", "quartal", "monat", "期间", "季度", "月份", "考核期"),
        new("measure", ImportFieldType.Choice, "Revenue", "measure", "quota measure", "kpi", "messgröße", "指标", "考核指标")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Revenue"] = ["revenue", "sales", "net revenue", "umsatz", "收入", "销售额", "净收入"],
                ["GrossMargin"] = ["gross margin", "grossmargin", "margin", "cm1", "rohertrag", "deckungsbeitrag 1", "毛利"],
                ["Contribution"] = ["contribution", "profit contribution", "cm2", "deckungsbeitrag", "利润贡献", "贡献毛益"],
                ["Units"] = ["units", "quantity", "stück", "menge", "数量", "销量"],
            },
        },
        new("quota", ImportFieldType.Money, "300000", "quota", "sales quota", "target", "quota amount", "target amount", "goal", "ziel", "zielwert", "umsatzziel", "指标额", "销售目标", "目标", "任务额"),
        ReferenceFields.Currency,
    ];

    public override IReadOnlyList<string[]> Required => [["person"], ["period"], ["quota"]];

    public override IReadOnlyList<string> KeyFields => ["person", "measure", "period"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreatePeople];

    public override ImportTarget Target { get; } = new("quotas", ["person_id", "measure", "period", "months"],
        [new("amount") { Replaces = true, Label = "quota" }, new("currency") { Replaces = true }, new("rate") { Replaces = true }],
        "(select p.code from people p where p.id = r.person_id) || ' · ' || r.measure || ' · ' || to_char(r.period, 'YYYY-MM') || '/' || r.months");

    public override Task PrepareAsync(ImportWork work, CancellationToken ct) => work.ExecuteAsync("update staged set measure = 'Revenue' where measure is null", ct);

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("quota_zero", "quota", "staged s where s.quota <= 0", ct, "s.quota");
        await Conversion.CheckAsync(work, First, planned: true, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        await References.ResolvePeopleAsync(work, "person", null, ct);
        // Units are no money.
        return
            $"""
            select s.line, p.id::int as person_id, s.measure, {First} as period, split_part(s.period, '/', 2)::int as months,
                   case when s.measure = 'Units' then s.quota else round(s.quota * c.rate, 4) end as amount, c.currency, c.rate
            from staged s join ref_person p on p.key = s.person join rates c on c.currency = {Conversion.OfRow} and c.period = {First}
            where {ImportWork.Good}
            """;
    }

    public override Task AfterAsync(ImportWork work, CancellationToken ct) => Conversion.ReportInAsync(work, ct);
}
