using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Imports;

/// <summary>The history of imports as a list and as a file.</summary>
internal static class ImportHistory
{
    public static IReadOnlyList<ListFilter> Filters(IStringLocalizer<ImportsTexts> t, ImportWizard wizard) =>
    [
        new("kind", t["History.Kind"], [.. wizard.Kinds.Select(k => new ListOption(k.Key, k.Name))]),
        new("state", t["History.Stage"], [new("Uploaded", t["Stage.Columns"]), .. new[] { Stage.Checked, Stage.Imported, Stage.Undone, Stage.Discarded }.Select(s => new ListOption(s.ToString(), t["Stage." + s]))]),
    ];

    public static async Task<ListFile<HistoryRow>?> FileAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var user = await services.GetRequiredService<Data.Users>().GetAsync(http.User, ct);
        var (wizard, t, query) = (services.GetRequiredService<ImportWizard>(), services.GetRequiredService<IStringLocalizer<ImportsTexts>>(), ListQuery.From(http.Request));
        return new("imports", t["Nav"], user.Name, ListExport.AllAsync(q => wizard.HistoryAsync(user, q, ct), query),
        [
            new("number", t["History.Number"], r => r.Number), new("file", t["History.File"], r => r.FileName), new("kind", t["History.Kind"], r => r.KindName),
            new("stage", t["History.Stage"], r => t["Stage." + r.Stage].Value), new("created", t["Count.Created"], r => r.Created), new("updated", t["Count.Updated"], r => r.Updated),
            new("bad", t["Count.Bad"], r => r.Bad), new("by", t["History.By"], r => r.CreatedBy), new("at", t["History.At"], r => r.CreatedAt),
        ])
        {
            Query = query, Filters = Filters(t, wizard),
        };
    }
}
