using System.Collections.Concurrent;
using KamPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Features.Tiering;

/// <summary>Dashboards as runs stored them, read once: a run is never edited, so what was read stays true.</summary>
public sealed class StoredDashboards
{
    private const int Most = 16;

    private readonly ConcurrentDictionary<Guid, RunDashboard> _read = new();

    internal async Task<RunDashboard> OfAsync(KamDbContext db, Guid runId, CancellationToken ct)
    {
        if (_read.TryGetValue(runId, out var known)) return known;
        var dashboard = RunDashboard.FromJson(await db.ScoringRuns.Where(r => r.Id == runId).Select(r => r.Dashboard).SingleAsync(ct));
        if (_read.Count >= Most) _read.Clear();
        return _read[runId] = dashboard;
    }
}
