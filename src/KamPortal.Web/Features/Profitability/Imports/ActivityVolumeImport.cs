using KamPortal.Data;
using KamPortal.Data.Imports;
using KamPortal.Resources;

namespace KamPortal.Features.Profitability.Imports;

/// <summary>How often each activity was done for an account in a month; the rates turn it into cost to serve.</summary>
public sealed class ActivityVolumeImport : ImportKind
{
    public override string Key => "activity_volumes";

    public override int Order => 6;

    public override Type Texts => typeof(FactImportTexts);

    public override string ResultUrl => "/accounts";

    public override IReadOnlyList<ImportField> Fields { get; } =
    [
        ReferenceFields.Account,
        new("period", ImportFieldType.Month, "2026-03", "period", "month", "year month", "date", "monat", "periode", "期间", "月份", "年月", "日期"),
        new("activity", ImportFieldType.Code, "ORDER", "activity", "activity code", "activity name", "activity type", "cost driver", "aktivität", "tätigkeit", "leistungsart", "作业", "作业编码", "作业名称", "服务活动", "活动类型") { MaxLength = 120 },
        new("volume", ImportFieldType.Quantity, "14", "volume", "activity volume", "count", "number of activities", "quantity", "menge", "anzahl", "作业量", "次数", "数量"),
    ];

    public override IReadOnlyList<string[]> Required => [["account"], ["period"], ["activity"], ["volume"]];

    public override IReadOnlyList<string> KeyFields => ["account", "period", "activity"];

    public override IReadOnlyList<ImportSwitch> Switches => [ImportSwitch.AddUp];

    public override ImportTarget Target { get; } = new("activity_volumes", ["account_id", "period", "activity_id"], [new("volume") { Replaces = true }],
        "(select a.code from accounts a where a.id = r.account_id) || ' · ' || to_char(r.period, 'YYYY-MM') || ' · ' || (select x.code from activities x where x.id = r.activity_id)");

    public override bool AddsUp(ImportWork work) => work.IsOn(ImportSwitch.AddUp) || work.AddsMerged;

    public override bool StreamsNewRows(ImportWork work) => !AddsUp(work);

    public override async Task CheckAsync(ImportWork work, CancellationToken ct)
    {
        await work.FaultAsync("negative", "volume", "staged s where s.volume < 0", ct, "s.volume");
        await References.ResolveAccountsAsync(work, null, byName: false, ct);
        // What an activity costs is for people to say, so none is created along the way.
        await work.ExecuteAsync(
            """
            create temp table ref_activity on commit drop as
            select k.key, coalesce(
              (select a.id from activities a where a.code = k.key),
              (select min(a.id) from activities a where lower(k.key) in (lower(a.code), lower(a.name), lower(a.local_name)))) as id
            from (select distinct s.activity as key from staged s where s.activity is not null) k
            """, ct);
        await work.FaultAsync("unknown_activity", "activity", "staged s join ref_activity r on r.key = s.activity where r.id is null", ct, "s.activity");
    }

    public override Task<string> RowsAsync(ImportWork work, CancellationToken ct)
    {
        var rows = $"from staged s join ref_account a on a.key = s.account join ref_activity v on v.key = s.activity where {ImportWork.Good}";
        return Task.FromResult(AddsUp(work)
            ? $"select min(s.line) as line, a.id as account_id, s.period, v.id as activity_id, sum(s.volume) as volume {rows} group by 2, 3, 4"
            : $"select s.line, a.id as account_id, s.period, v.id as activity_id, s.volume {rows}");
    }

    public override Task UndoneAsync(ImportWork work, CancellationToken ct) => Rollup.RefreshUndoneAsync(work.Connection, ct);

    public override async Task AfterAsync(ImportWork work, CancellationToken ct)
    {
        if (work.Outcome.Created + work.Outcome.Updated > 0) await Rollup.RefreshBatchAsync(work.Connection, work.BatchId, ct);
    }
}
