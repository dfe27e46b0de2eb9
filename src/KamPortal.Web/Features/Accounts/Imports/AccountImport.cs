using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Accounts.Imports;

/// <summary>Customers and distributors, by code. Regions, segments and leads that the file names are created on request.</summary>
public sealed class AccountImport : ImportKind
{
    public override string Key => "accounts";

    public override int Order => 1;

    public override bool Essential => true;

    public override Type Texts => typeof(AccountImportTexts);

    public override string ResultUrl => "/accounts";

    public override (string Text, string Href)? FollowUp => ("Duplicates", "/accounts/duplicates");

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "C-1001", "account_id", "account code", "account number", "accountnumber", "account no", "customer id", "customer code",
            "customer number", "customer no", "record id", "row id", "kundennummer", "kundennr", "kunden-nr", "debitor", "debitorennummer", "konto", "kunnr",
            "客户编号", "客户编码", "客户代码", "客户号", "accountid", "id", "code", "编号") { MaxLength = 64 },
        new("name", ImportFieldType.Text, "Huadong Precision Machinery", "name", "account name", "company name", "customer name", "company", "customer", "firma", "firmenname",
            "kunde", "kundenname", "name1", "客户名称", "客户名", "公司名称", "企业名称", "名称"),
        new("local_name", ImportFieldType.Text, "华东精密机械", "local name", "name in local script", "客户简称", "本地名称", "中文名称", "name2"),
        new("legal_name", ImportFieldType.Text, "Huadong Precision Machinery Co., Ltd.", "legal name", "registered name", "firmierung", "法定名称", "公司全称", "全称"),
        new("parent", ImportFieldType.Code, "", "parent account", "parent account id", "parentid", "parent id", "parent code", "konzern", "muttergesellschaft", "上级客户", "母公司", "上级客户编号") { MaxLength = 64 },
        new("kind", ImportFieldType.Choice, "Customer", "account kind", "kind", "account type", "customer type", "kundenart", "客户类型", "客户类别")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Customer"] = ["customer", "end customer", "direct", "kunde", "endkunde", "客户", "直接客户", "终端客户"],
                ["Distributor"] = ["distributor", "dealer", "reseller", "händler", "vertriebspartner", "分销商", "经销商", "代理商"],
            },
        },
        new("status", ImportFieldType.Choice, "Active", "status", "account status", "kundenstatus", "状态", "合作状态", "客户状态")
        {
            Choices = new Dictionary<string, string[]>
            {
                ["Active"] = ["active", "aktiv", "合作中", "正常", "活跃", "已合作"],
                ["Prospect"] = ["prospect", "lead", "interessent", "potential", "潜在", "意向", "未合作"],
                ["Closed"] = ["closed", "inactive", "inaktiv", "gesperrt", "停止合作", "终止", "已关闭", "关闭"],
            },
        },
        new("industry", ImportFieldType.Text, "Machinery", "industry", "industrycode", "sector", "branche", "所属行业", "行业") { MaxLength = 120 },
        new("segment", ImportFieldType.Text, "Manufacturers", "segment", "market segment", "customer segment", "business type", "channel", "kundensegment", "kundengruppe", "细分市场", "客户细分", "主要客户群", "渠道") { MaxLength = 120 },
        new("region", ImportFieldType.Text, "East China", "sales region", "sales territory", "territory", "region", "vertriebsgebiet", "gebiet", "verkaufsgebiet", "销售区域", "大区", "区域", "市场分区", "销售区域全路径") { MaxLength = 120 },
        new("country", ImportFieldType.Text, "China", "country", "country/region", "address 1: country/region", "billing country", "billingcountry", "land", "land1", "国家", "国家/地区", "country code") { MaxLength = 80 },
        new("city", ImportFieldType.Text, "Suzhou", "city", "address 1: city", "address1_city", "billing city", "billingcity", "ort", "ort01", "stadt", "城市", "市") { MaxLength = 120 },
        new("street", ImportFieldType.Text, "88 Renmin Road", "street", "street address", "address line 1", "address 1: street 1", "address1_line1", "billing street", "billingstreet", "straße", "strasse", "stras", "地址", "详细地址", "街道", "街道地址", "注册地址", "address") { MaxLength = 255 },
        new("postal_code", ImportFieldType.Code, "215000", "postal code", "postcode", "zip", "zip code", "zip/postal code", "address 1: zip/postal code", "address1_postalcode", "billing zip/postal code", "billingpostalcode", "plz", "postleitzahl", "pstlz", "邮编", "邮政编码") { MaxLength = 20 },
        new("tax_id", ImportFieldType.Code, "91320594MA1XYZ1234", "tax id", "vat id", "vat number", "vat no", "vat registration number", "tax number", "tax no", "ein", "gstin", "ust-idnr", "ustid", "ust-id", "umsatzsteuer-id", "steuernummer", "stceg", "统一社会信用代码", "社会信用代码", "税号", "纳税人识别号") { MaxLength = 40 },
        new("lead", ImportFieldType.Code, "P-01", "account owner id", "ownerid", "owner id", "lead", "lead kam", "key account manager id", "sales person id", "kam", "account manager",
            "account owner", "company owner", "owner", "owner_full_name", "kundenbetreuer", "betreuer", "verkäufer", "客户经理", "客户经理编号", "业务员", "负责人", "销售人员") { MaxLength = 200 },
        new("lead_name", ImportFieldType.Text, "Li Wei", "account owner", "account owner name", "lead name", "owner name", "客户经理姓名"),
    ];

    public override IReadOnlyList<string[]> Required => [["code"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.CreatePeople, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("accounts", ["code"],
    [
        new("name") { Default = "r.code" }, new("local_name", "local_name"), new("legal_name", "legal_name"),
        new("parent_code", "parent") { Current = "(select p.code from accounts p where p.id = t.parent_id)", Written = false },
        new("kind", "kind") { Default = "'Customer'" }, new("status", "status") { Default = "'Active'" }, new("industry", "industry"),
        new("segment_id", "segment") { Shown = "(select x.name from segments x where x.id = t.segment_id)" },
        new("region_id", "region") { Shown = "(select x.name from regions x where x.id = t.region_id)" },
        new("country", "country"), new("city", "city"), new("street", "street"), new("postal_code", "postal_code"), new("tax_id", "tax_id"),
        new("lead_id", "lead") { Shown = "(select x.code from people x where x.id = t.lead_id)" },
    ], "r.code")
    { Touch = "updated_at", Sources = "field_sources" };

    /// <summary>A code that was merged into another account means that account; where the file has a row of its own for it, that row alone counts.</summary>
    public override async Task PrepareAsync(ImportWork work, CancellationToken ct)
    {
        if (!await work.ScalarAsync<bool>("select exists (select from account_aliases)", ct)) return;
        await work.ExecuteAsync(
            """
            create temp table renamed on commit drop as
            select s.line, s.code, a.code as now, exists (select from staged o where o.code = a.code) or row_number() over (partition by a.code order by s.line) > 1 as spoken_for
            from staged s join account_aliases x on x.code = s.code join accounts a on a.id = x.account_id
            """, ct);
        var left = await work.ListAsync("select line, code || ' → ' || now from renamed where spoken_for order by line", r => new SkippedLine(work.Settings.SourceLine(r.GetInt32(0)), r.GetString(1)), ct);
        if (left.Count > 0)
        {
            await work.ExecuteAsync("delete from staged s using renamed r where r.line = s.line and r.spoken_for; delete from faults f using renamed r where r.line = f.line and r.spoken_for", ct);
            work.Outcome = work.Outcome with { Rows = work.Outcome.Rows - left.Count, Skipped = [.. work.Outcome.Skipped, new("merged", left.Count, [.. left.Take(10)])] };
        }

        await work.ExecuteAsync("update staged s set code = r.now from renamed r where r.line = s.line", ct);
        if (work.Has("parent"))
            await work.ExecuteAsync("update staged s set parent = nullif(a.code, s.code) from account_aliases x join accounts a on a.id = x.account_id where x.code = s.parent", ct);
    }

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        // Without a column of names new accounts are called by their codes; with one, a blank is an oversight.
        if (work.Has("name")) await work.FaultAsync("required", "name", $"staged s where s.name is null and {ImportWork.Good} and not exists (select from accounts a where a.code = s.code)", ct);
        if (!work.Has("parent")) return;
        await work.FaultAsync("own_parent", "parent", "staged s where s.parent = s.code", ct, "s.parent");
        // A parent on a bad row is no parent, which may make further rows bad.
        while (await work.FaultAsync("unknown_account", "parent",
            $"""
            staged s where s.parent is not null and {ImportWork.Good}
              and not exists (select from accounts a where a.code = s.parent)
              and not exists (select from staged p where p.code = s.parent and not exists (select from faults bad where bad.line = p.line))
            """, ct, "s.parent") > 0)
        {
        }

        await Hierarchy.FaultCyclesAsync(work, "parent", "accounts", "parent_id", ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("segment")) await References.ResolveAsync(work, "segment", "segments", ct);
        if (work.Has("region")) await References.ResolveAsync(work, "region", "regions", ct);
        if (work.Has("lead")) await References.ResolvePeopleAsync(work, "lead", "lead_name", ct);
        return
            $"""
            select s.line, s.code, s.name, s.local_name, s.legal_name, s.parent as parent_code, s.kind, s.status, s.industry, s.country, s.city, s.street, s.postal_code, s.tax_id,
                   {References.Id(work, "segment")} as segment_id, {References.Id(work, "region")} as region_id, {References.Id(work, "lead")} as lead_id
            from staged s where {ImportWork.Good}
            """;
    }

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        if (!work.Has("parent")) return;
        await work.ExecuteAsync(
            """
            update accounts a set parent_id = p.id, batch_id = $1, updated_at = now()
            from ready r left join accounts p on p.code = r.parent_code
            where a.code = r.code and r.outcome <> 'S' and a.parent_id is distinct from p.id
            """, ct, work.BatchId);
    }
}
