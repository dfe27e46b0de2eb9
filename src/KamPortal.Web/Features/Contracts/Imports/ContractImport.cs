using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Contracts.Imports;

/// <summary>Agreements with accounts, by number.</summary>
public sealed class ContractImport : ImportKind
{
    private const string Month = "date_trunc('month', coalesce(s.starts_on, current_date))::date";

    public override string Key => "contracts";

    public override int Order => 9;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("number", ImportFieldType.Code, "V-2026-014", "contract number", "contract no", "contract id", "contractnumber", "agreement number", "agreement no", "contract", "vertragsnummer", "vertrag", "vbeln", "合同编号", "合同号", "协议编号") { MaxLength = 64 },
        ReferenceFields.AccountOrName,
        new("title", ImportFieldType.Text, "Frame agreement drives", "contract name", "contract title", "title", "subject", "bezeichnung", "betreff", "合同名称", "标题", "name"),
        ReferenceFields.BusinessUnit,
        new("starts_on", ImportFieldType.Day, "2026-01-01", "contract start date", "start date", "startdate", "start", "valid from", "begin", "vertragsbeginn", "gültig ab", "开始日期", "生效日期", "合同开始日期"),
        new("ends_on", ImportFieldType.Day, "2027-12-31", "contract end date", "end date", "enddate", "end", "valid to", "expiry date", "expiration date", "vertragsende", "gültig bis", "结束日期", "到期日期", "合同结束日期", "终止日期"),
        new("value_per_year", ImportFieldType.Money, "480000", "value per year", "annual value", "annual contract value", "acv", "contract value", "jahreswert", "vertragswert", "年合同额", "年度金额", "合同金额"),
        ReferenceFields.Currency,
        new("notice_date", ImportFieldType.Day, "2027-09-30", "notice date", "notice by", "last notice day", "cancellation date", "kündigungstermin", "kündbar bis", "通知截止日", "解约通知日期"),
        new("auto_renew", ImportFieldType.Choice, "No", "auto renew", "auto renewal", "automatic renewal", "renews automatically", "automatische verlängerung", "自动续约", "自动续签")
        {
            Choices = new Dictionary<string, string[]> { ["Yes"] = ["yes", "true", "1", "y", "x", "ja", "wahr", "是"], ["No"] = ["no", "false", "0", "n", "nein", "falsch", "否"] },
        },
        new("state", ImportFieldType.Choice, "Active", "contract status", "contract state", "status", "state", "vertragsstatus", "合同状态", "状态")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Draft"] = ["draft", "in approval process", "in negotiation", "entwurf", "草稿", "谈判中", "审批中"],
                ["Active"] = ["active", "activated", "in force", "aktiv", "laufend", "执行中", "生效", "生效中", "有效"],
                ["Renewed"] = ["renewed", "verlängert", "已续签", "已续约"],
                ["Expired"] = ["expired", "abgelaufen", "已到期", "到期"],
                ["Terminated"] = ["terminated", "cancelled", "canceled", "gekündigt", "已终止", "终止", "已解除"],
            },
        },
    ];

    public override IReadOnlyList<string[]> Required => [["number"], ["account"], ["starts_on"]];

    public override IReadOnlyList<string> KeyFields => ["number"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("contracts", ["number"],
    [
        new("account_id") { Shown = "(select x.code from accounts x where x.id = t.account_id)", Label = "account" },
        new("title", "title"), new("business_unit_id", "business_unit") { Shown = "(select x.name from business_units x where x.id = t.business_unit_id)" },
        new("starts_on"), new("ends_on", "ends_on"),
        new("value_per_year", "value_per_year"), new("currency", "value_per_year") { Default = "''" }, new("rate", "value_per_year") { Default = "1" },
        new("notice_date", "notice_date"), new("auto_renew", "auto_renew") { Default = "false" },
        new("state", "state") { Default = "case when r.ends_on < current_date then 'Expired' else 'Active' end" },
    ], "r.number");

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("ends_before_start", "ends_on", "staged s where s.ends_on < s.starts_on", ct, "s.ends_on");
        await References.ResolveAccountsAsync(work, "s.value_per_year", byName: true, ct);
        await Conversion.CheckAsync(work, Month, planned: true, ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("business_unit")) await References.ResolveAsync(work, "business_unit", "business_units", ct);
        return
            $"""
            select s.line, s.number, a.id as account_id, s.title, {References.Id(work, "business_unit")} as business_unit_id, s.starts_on, s.ends_on,
                   round(s.value_per_year * c.rate, 4) as value_per_year, case when s.value_per_year is not null then c.currency end as currency,
                   case when s.value_per_year is not null then c.rate end as rate, s.notice_date, s.auto_renew = 'Yes' as auto_renew, s.state
            from staged s join ref_account a on a.key = s.account join rates c on c.currency = {Conversion.OfRow} and c.period = {Month}
            where {ImportWork.Good}
            """;
    }

    public override Task AfterAsync(ImportWork work, CancellationToken ct) => Conversion.ReportInAsync(work, ct);
}
