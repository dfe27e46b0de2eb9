using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Accounts.Imports;

/// <summary>Our own people, by code: account managers, specialists, directors, with the line of managers above them.</summary>
public sealed class PersonImport : ImportKind
{
    public override string Key => "people";

    public override int Order => 2;

    public override bool Essential => true;

    public override Type Texts => typeof(AccountImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "P-01", "sales person id", "salespersonid", "person id", "person code", "employee id", "employee number", "employee no", "personalnummer",
            "mitarbeiternummer", "verkäufernummer", "员工编号", "工号", "人员编号", "业务员编号", "id", "code") { MaxLength = 64 },
        new("name", ImportFieldType.Text, "Li Wei", "name", "full name", "employee name", "sales person", "mitarbeiter", "verkäufer", "姓名", "员工姓名", "业务员", "客户经理"),
        new("first_name", ImportFieldType.Text, "", "first name", "firstname", "given name", "vorname", "名") { MaxLength = 100 },
        new("last_name", ImportFieldType.Text, "", "last name", "lastname", "surname", "family name", "nachname", "姓") { MaxLength = 100 },
        new("email", ImportFieldType.Text, "li.wei@example.com", "email", "e-mail", "email address", "mail", "电子邮件", "邮箱", "电子邮箱") { MaxLength = 254 },
        new("title", ImportFieldType.Text, "Key account manager", "job title", "title", "position", "role", "职位", "职务", "岗位", "funktion") { MaxLength = 120 },
        new("manager", ImportFieldType.Code, "P-00", "manager id", "reports to id", "manager id derived", "managerid", "reports to", "supervisor id", "manager code", "manager", "vorgesetzter", "上级", "上级编号", "直属上级", "主管") { MaxLength = 200 },
        new("team", ImportFieldType.Text, "East", "team", "team name", "sales team", "gruppe", "团队", "小组") { MaxLength = 120 },
        new("region", ImportFieldType.Text, "East China", "sales region", "territory", "region", "vertriebsgebiet", "gebiet", "销售区域", "区域", "大区") { MaxLength = 120 },
        new("business_unit", ImportFieldType.Text, "Drives", "business unit", "division", "geschäftsbereich", "sparte", "事业部", "业务单元") { MaxLength = 120 },
        new("active_from", ImportFieldType.Day, "2024-01-01", "active from", "hire date", "start date", "eintritt", "eintrittsdatum", "入职日期"),
        new("active_to", ImportFieldType.Day, "", "active to", "leave date", "end date", "austritt", "austrittsdatum", "离职日期"),
    ];

    public override IReadOnlyList<string[]> Required => [["code"], ["name", "first_name", "last_name"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.CreatePeople, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("people", ["code"],
    [
        new("name"), new("email", "email"), new("title", "title"),
        new("manager_code", "manager") { Current = "(select m.code from people m where m.id = t.manager_id)", Written = false },
        new("team", "team"),
        new("region_id", "region") { Shown = "(select x.name from regions x where x.id = t.region_id)" },
        new("business_unit_id", "business_unit") { Shown = "(select x.name from business_units x where x.id = t.business_unit_id)" },
        new("active_from", "active_from"), new("active_to", "active_to"),
    ], "r.code");

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("email", "email", "staged s where s.email is not null and s.email !~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$'", ct, "s.email");
        await work.FaultAsync("ends_before_start", "active_to", "staged s where s.active_to < s.active_from", ct, "s.active_to");
        if (!work.Has("manager")) return;

        // Whoever is meant, by code or by a name that only one has, in the file or already known: from here on a code.
        await work.ExecuteAsync(
            $"""
            create temp table managers on commit drop as
            select k.key, coalesce(
              (select s.code from staged s where s.code = k.key and {ImportWork.Good} limit 1),
              (select p.code from people p where p.code = k.key),
              (select min(s.code) from staged s where lower({References.FullName}) = lower(k.key) and {ImportWork.Good} having count(*) = 1),
              (select min(p.code) from people p where lower(p.name) = lower(k.key) having count(*) = 1)) as code
            from (select distinct s.manager as key from staged s where s.manager is not null and {ImportWork.Good}) k
            """, ct);
        if (!work.IsOn(ImportSwitch.CreatePeople))
            await work.FaultAsync("unknown_person", "manager", "staged s join managers m on m.key = s.manager where m.code is null", ct, "s.manager");
        await work.ExecuteAsync("update staged s set manager = coalesce(m.code, left(m.key, 64)) from managers m where m.key = s.manager", ct);
        await Hierarchy.FaultCyclesAsync(work, "manager", "people", "manager_id", ct);
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("region")) await References.ResolveAsync(work, "region", "regions", ct);
        if (work.Has("business_unit")) await References.ResolveAsync(work, "business_unit", "business_units", ct);
        if (work.Has("manager") && work.IsOn(ImportSwitch.CreatePeople))
        {
            var missing = await work.ListAsync("select key from managers where code is null order by 1", r => r.GetString(0), ct);
            work.Note(new Companion("people", missing.Count, [.. missing.Take(50)]));
            if (work.Writes) await work.ExecuteAsync("insert into people (code, name, batch_id) select left(key, 64), left(key, 200), $1 from managers where code is null on conflict (code) do nothing", ct, work.BatchId);
        }

        return
            $"""
            select s.line, s.code, {References.FullName} as name, s.email, s.title, s.manager as manager_code, s.team, s.active_from, s.active_to,
                   {References.Id(work, "region")} as region_id, {References.Id(work, "business_unit")} as business_unit_id
            from staged s where {ImportWork.Good}
            """;
    }

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        if (!work.Has("manager")) return;
        await work.ExecuteAsync(
            """
            update people p set manager_id = m.id, batch_id = $1
            from ready r left join people m on m.code = r.manager_code
            where p.code = r.code and r.outcome <> 'S' and p.manager_id is distinct from m.id
            """, ct, work.BatchId);
    }
}
