using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Markets.Imports;

/// <summary>Markets by name or code: region, segment, size and growth.</summary>
public sealed class MarketImport : ImportKind
{
    public override string Key => "markets";

    public override int Order => 11;

    public override Type Texts => typeof(PortfolioImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        new("code", ImportFieldType.Code, "M-EAST-MACH", "market code", "market id", "marktnummer", "市场编号", "市场编码") { MaxLength = 64 },
        new("name", ImportFieldType.Text, "Machinery in East China", "market", "market name", "markt", "teilmarkt", "市场名称", "市场") { MaxLength = 120 },
        new("region", ImportFieldType.Text, "East China", "region", "sales region", "territory", "gebiet", "区域", "大区", "销售区域") { MaxLength = 120 },
        new("segment", ImportFieldType.Text, "Manufacturers", "segment", "market segment", "kundensegment", "细分市场", "客户细分") { MaxLength = 120 },
        new("size", ImportFieldType.Money, "85000000", "market size", "size", "market volume", "marktvolumen", "marktgröße", "市场规模", "市场容量"),
        new("growth_percent", ImportFieldType.Quantity, "6.5", "growth", "growth %", "market growth", "growth percent", "marktwachstum", "wachstum", "增长率", "市场增长率", "年增长率"),
    ];

    public override IReadOnlyList<string[]> Required => [["code", "name"], ["growth_percent", "size", "region", "segment"]];

    public override IReadOnlyList<string> KeyFields => ["code"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.CreateMissing, ImportSwitch.BlanksClear];

    public override ImportTarget Target { get; } = new("markets", ["code"],
    [
        new("name", "name") { Default = "r.code" },
        new("region_id", "region") { Shown = "(select x.name from regions x where x.id = t.region_id)" },
        new("segment_id", "segment") { Shown = "(select x.name from segments x where x.id = t.segment_id)" },
        new("size", "size"), new("growth_percent", "growth_percent"),
    ], "r.code");

    /// <summary>A market without a code of its own goes by its name.</summary>
    public override Task PrepareAsync(ImportWork work, CancellationToken ct) => work.ExecuteAsync("update staged set code = left(name, 64) where code is null", ct);

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("negative", "size", "staged s where s.size < 0", ct, "s.size");
        await work.FaultAsync("growth", "growth_percent", "staged s where s.growth_percent not between -100 and 1000", ct, "s.growth_percent");
    }

    public override async Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Has("region")) await References.ResolveAsync(work, "region", "regions", ct);
        if (work.Has("segment")) await References.ResolveAsync(work, "segment", "segments", ct);
        return
            $"""
            select s.line, s.code, s.name, {References.Id(work, "region")} as region_id, {References.Id(work, "segment")} as segment_id, s.size, s.growth_percent
            from staged s where {ImportWork.Good}
            """;
    }
}
