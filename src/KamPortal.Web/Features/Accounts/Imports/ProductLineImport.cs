using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Accounts.Imports;

/// <summary>What we sell, by code, with the business unit that owns it.</summary>
public sealed class ProductLineImport : ImportKind
{
    public override string Key => "product_lines";

    public override int Order => 3;

    public override bool Essential => true;

    public override Type Texts => typeof(AccountImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "DRIVES", "product line code", "product line id", "line code", "code", "product line", "produktlinie", "warengruppe", "产品线编号", "产品线编码", "产品线代码", "产品线", "品类编码", "大类") { MaxLength = 64 },
        new("name", ImportFieldType.Text, "Drives and motors", "product line name", "name", "bezeichnung", "description", "产品线名称", "名称", "品类") { MaxLength = 120 },
        new("business_unit", ImportFieldType.Text, "Drives", "business unit", "division", "geschäftsbereich", "sparte", "事业部", "业务单元") { MaxLength = 120 },
    ];

    public override IReadOnlyList<string[]> Required => [["code"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("product_lines", ["code"],
    [
        new("name") { Default = "r.code" },
        new("business_unit_id", "business_unit") { Shown = "(select x.name from business_units x where x.id = t.business_unit_id)" },
    ], "r.code");

    public override Task CheckAsync(ImportWork work, CancellationToken ct) => Task.CompletedTask;

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("business_unit")) await References.ResolveAsync(work, "business_unit", "business_units", ct);
        var unit = work.Has("business_unit") ? "(select f.id from ref_business_unit f where f.key = s.business_unit)::int" : "null::int";
        return $"select s.line, s.code, s.name, {unit} as business_unit_id from staged s where {ImportWork.Good}";
    }
}
