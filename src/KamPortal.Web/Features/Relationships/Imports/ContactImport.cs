using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Relationships.Imports;

/// <summary>The people we deal with at accounts. Without a code of its own a contact is known by its account and e-mail, or name.</summary>
public sealed class ContactImport : ImportKind
{
    public override string Key => "contacts";

    public override int Order => 7;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/contacts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "K-1", "contact_id", "contact code", "contact number", "contactid", "ansprechpartnernummer", "联系人编号", "联系人编码", "record id", "id") { MaxLength = 64 },
        ReferenceFields.AccountOrName,
        new("name", ImportFieldType.Text, "Chen Jing", "full name", "contact full name", "contact", "contact person", "ansprechpartner", "kontakt", "联系人姓名", "联系人", "姓名"),
        new("first_name", ImportFieldType.Text, "", "first name", "firstname", "given name", "vorname", "名") { MaxLength = 100 },
        new("last_name", ImportFieldType.Text, "", "last name", "lastname", "surname", "family name", "nachname", "姓") { MaxLength = 100 },
        Choice("buying_role", "Decider", new()
        {
            ["Decider"] = ["decider", "decision maker", "decision-maker", "economic buyer", "entscheider", "决策者", "决策人"],
            ["Influencer"] = ["influencer", "technical buyer", "evaluator", "beeinflusser", "影响者", "影响人"],
            ["User"] = ["user", "end user", "anwender", "nutzer", "使用者", "用户"],
            ["Gatekeeper"] = ["gatekeeper", "executive sponsor", "torwächter", "把关者", "守门人"],
            ["Champion"] = ["champion", "coach", "sponsor", "fürsprecher", "支持者", "内部教练"],
            ["Blocker"] = ["blocker", "opponent", "gegner", "阻碍者", "反对者"],
        }, "buying role", "contact role", "decision role", "buyer role", "role", "kaufrolle", "采购角色", "决策角色"),
        new("title", ImportFieldType.Text, "Head of purchasing", "job title", "title", "position", "role", "funktion", "职位", "职务", "岗位") { MaxLength = 120 },
        new("department", ImportFieldType.Text, "Purchasing", "department", "abteilung", "部门", "所在部门") { MaxLength = 120 },
        new("email", ImportFieldType.Text, "chen.jing@example.com", "email", "e-mail", "email address", "mail", "电子邮件", "邮箱", "电子邮箱") { MaxLength = 254 },
        new("phone", ImportFieldType.Code, "+86 512 5550 1234", "phone", "phone number", "business phone", "main phone", "telephone", "telefon", "电话", "办公电话", "联系人电话") { MaxLength = 64 },
        new("mobile", ImportFieldType.Code, "+86 139 5550 1234", "mobile", "mobile phone", "mobilephone", "handy", "mobil", "手机", "联系人手机", "移动电话") { MaxLength = 64 },
        Choice("side", "Commercial", new()
        {
            ["Commercial"] = ["commercial", "purchasing", "procurement", "buyer", "einkauf", "kaufmännisch", "商务", "采购"],
            ["Technical"] = ["technical", "engineering", "quality", "r&d", "technik", "technisch", "技术", "工程", "质量"],
            ["Executive"] = ["executive", "management", "board", "geschäftsleitung", "高层", "管理层"],
            ["User"] = ["user", "operations", "production", "anwender", "用户", "使用部门", "生产"],
        }, "side", "contact side", "seite", "条线", "所属方面"),
        new("influence", ImportFieldType.Count, "4", "influence", "influence level", "einfluss", "影响力"),
        new("stance", ImportFieldType.Quantity, "1", "stance", "attitude", "sentiment", "haltung", "态度", "立场"),
        new("reports_to", ImportFieldType.Code, "", "reports to", "reports to id", "reportstoid", "manager", "supervisor", "vorgesetzter", "上级", "直属上级") { MaxLength = 200 },
        Choice("political_status", "InnerCircle", new()
        {
            ["InnerCircle"] = ["inner circle", "innercircle", "innerer kreis", "核心圈"],
            ["PoliticalStructure"] = ["political structure", "politicalstructure", "politische struktur", "权力结构"],
            ["Outside"] = ["outside", "außenstehend", "圈外"],
        }, "political status", "politischer status", "政治地位", "权力地位"),
        Choice("orientation", "Financial", new()
        {
            ["Financial"] = ["financial", "finanziell", "财务"],
            ["Technical"] = ["technical", "technisch", "技术"],
            ["Relationship"] = ["relationship", "beziehung", "关系"],
            ["Business"] = ["business", "geschäftlich", "业务"],
        }, "decision orientation", "orientation", "entscheidungsorientierung", "决策取向", "决策导向"),
        new("last_contact", ImportFieldType.Day, "2026-03-18", "last contact", "last activity date", "last activity", "lastactivitydate", "letzter kontakt", "最近联系", "最近联系日期", "最后联系日期"),
    ];

    public override IReadOnlyList<string[]> Required => [["account"], ["name", "first_name", "last_name"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("contacts", ["code"],
    [
        new("account_id") { Shown = "(select x.code from accounts x where x.id = t.account_id)", Label = "account" },
        new("name"), new("title", "title"), new("department", "department"), new("email", "email"), new("phone", "phone"), new("mobile", "mobile"),
        new("side", "side"), new("role", "buying_role"), new("influence", "influence"), new("stance", "stance"),
        new("reports_to_key", "reports_to") { Current = "(select x.code from contacts x where x.id = t.reports_to_id)", Written = false },
        new("status", "political_status"), new("orientation", "orientation"), new("last_contact", "last_contact"),
    ], "r.code")
    { Touch = "updated_at", Sources = "field_sources" };

    public override async Task PrepareAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("code")) return;
        await work.ExecuteAsync(
            $"update staged s set code = {ContactCode.Sql("s.account", $"coalesce(s.email, {References.FullName})")} where s.account is not null", ct);
    }

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("code")) await work.FaultAsync("required", "code", "staged s where s.code is null", ct);
        await work.FaultAsync("email", "email", "staged s where s.email is not null and s.email !~ '^[^@[:space:]]+@[^@[:space:]]+$'", ct, "s.email");
        await work.FaultAsync("influence", "influence", "staged s where s.influence not between 1 and 5", ct, "s.influence");
        await work.FaultAsync("stance", "stance", "staged s where s.stance not in (-2, -1, 0, 1, 2)", ct, "s.stance");
        await References.ResolveAccountsAsync(work, null, byName: true, ct);
        if (work.Has("reports_to")) await SuperiorsAsync(work, ct);
    }

    public override Task<string> RowsAsync(ImportWork work, CancellationToken ct) => Task.FromResult(
        $"""
        select s.line, s.code, a.id as account_id, {References.FullName} as name, s.title, s.department, s.email, s.phone, s.mobile, s.side, s.buying_role as role,
               s.influence, s.stance::int as stance, s.reports_to as reports_to_key, s.political_status as status, s.orientation, s.last_contact
        from staged s join ref_account a on a.key = s.account
        where {ImportWork.Good}
        """);

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        if (!work.Has("reports_to")) return;
        await work.ExecuteAsync(
            """
            update contacts c set reports_to_id = p.id, batch_id = $1
            from ready r left join contacts p on p.code = r.reports_to_key
            where c.code = r.code and r.outcome <> 'S' and c.reports_to_id is distinct from p.id
            """, ct, work.BatchId);
    }

    /// <summary>Whoever is meant, by code or by a name that only one at the account has, in the file or already known: from here on a code.</summary>
    private static async Task SuperiorsAsync(ImportWork work, CancellationToken ct)
    {
        await work.ExecuteAsync(
            $"""
            create temp table superiors on commit drop as
            with known as (
              select s.code, lower({References.FullName}) as name, a.id as account_id from staged s join ref_account a on a.key = s.account where {ImportWork.Good}
              union select c.code, lower(c.name), c.account_id from contacts c),
            named as (select account_id, name, min(code) as code from known group by 1, 2 having count(*) = 1)
            select s.line, coalesce(k.code, n.code) as code
            from staged s join ref_account a on a.key = s.account
            left join (select distinct code from known) k on k.code = s.reports_to
            left join named n on n.account_id = a.id and n.name = lower(s.reports_to)
            where s.reports_to is not null and {ImportWork.Good}
            """, ct);
        await work.FaultAsync("unknown_contact", "reports_to", "staged s join superiors u on u.line = s.line where u.code is null", ct, "s.reports_to");
        await work.ExecuteAsync("update staged s set reports_to = u.code from superiors u where u.line = s.line and u.code is not null", ct);
        await Hierarchy.FaultCyclesAsync(work, "reports_to", "contacts", "reports_to_id", ct);
    }

    private static ImportField Choice(string key, string example, Dictionary<string, string[]> choices, params string[] synonyms) =>
        new(key, ImportFieldType.Choice, example, synonyms) { Choices = choices };
}
