using System.Globalization;
using KamPortal.Data;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Views;

/// <summary>Keeps views. Everyone has their own and may share them; what a role sees first is decided by those who manage settings.</summary>
public sealed class ViewService(IDbContextFactory<KamDbContext> factory, IStringLocalizer<ViewsTexts> texts)
{
    private const int MostViews = 100;

    public async Task<ListViews> LoadAsync(CurrentUser user, string list, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var views = await db.SavedViews.Where(v => v.List == list && (v.OwnerId == user.Id || v.Shared)).OrderBy(v => v.Shared).ThenBy(v => v.Name).ThenBy(v => v.Id).Take(MostViews).ToListAsync(ct);
        var defaults = await db.ViewDefaults.Where(d => d.List == list).ToListAsync(ct);
        var shown = views.ConvertAll(v => new ListView(
            v.Id, v.Slug, v.Name, v.State, v.Shared, MayChange(user, v), defaults.Any(d => d.ViewId == v.Id && d.Who == Mine(user)),
            [.. defaults.Where(d => d.ViewId == v.Id && Role.All.ContainsKey(d.Who)).Select(d => d.Who)]));
        var first = defaults.FirstOrDefault(d => d.Who == Mine(user)) ?? Role.All.Keys.Where(user.Roles.Contains).Select(r => defaults.FirstOrDefault(d => d.Who == r)).FirstOrDefault(d => d is not null);
        return new(shown, shown.FirstOrDefault(v => v.Id == first?.ViewId)?.Slug, user.May(Permission.ManageSettings), [.. Role.All.Keys.Select(r => new ListOption(r, texts["Role." + r]))]);
    }

    public async Task<ViewSaved> SaveAsync(CurrentUser user, ViewChange change, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        var name = change.Name.Trim();
        if (name.Length is 0 or > SavedView.NameLength) return new(null, texts["Name", SavedView.NameLength]);
        if (change.State.Length > SavedView.StateLength) return new(null, texts["TooMuch"]);
        await using var db = await factory.CreateDbContextAsync(ct);
        var view = change.Id is { } id ? await db.SavedViews.SingleOrDefaultAsync(v => v.Id == id && v.List == change.List, ct) : null;
        if (change.Id is not null && (view is null || !MayChange(user, view))) return new(null, texts["Gone"]);
        if (view is null && await db.SavedViews.CountAsync(v => v.List == change.List && v.OwnerId == user.Id, ct) >= MostViews) return new(null, texts["TooMany", MostViews]);
        if (view is null)
        {
            view = new SavedView { List = change.List, Slug = await SlugAsync(db, change.List, name, ct), Name = name, State = change.State, OwnerId = user.Id };
            db.SavedViews.Add(view);
        }

        var asked = user.May(Permission.ManageSettings) ? change.Roles : null;
        // A role can only open with what all its members may see.
        (view.Name, view.State, view.Shared) = (name, change.State, change.Shared || asked is { Count: > 0 });
        var defaults = await db.ViewDefaults.Where(d => d.List == change.List).ToListAsync(ct);
        Prefer(Mine(user), change.MyDefault);
        foreach (var role in asked is null ? [] : Role.All.Keys) Prefer(role, asked!.Contains(role));
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return new(view.Slug);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new(null, texts["Taken"]);
        }

        void Prefer(string who, bool wanted)
        {
            var old = defaults.FirstOrDefault(d => d.Who == who);
            if (old is not null && (wanted ? old.ViewId != view.Id : old.ViewId == view.Id)) db.ViewDefaults.Remove(old);
            if (wanted && old?.ViewId != view.Id) db.ViewDefaults.Add(new(change.List, who, view.Id));
        }
    }

    /// <summary>Silent when there is nothing to delete, or it belongs to somebody else.</summary>
    public async Task DeleteAsync(CurrentUser user, Guid id, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.SavedViews.SingleOrDefaultAsync(v => v.Id == id, ct) is not { } view || !MayChange(user, view)) return;
        db.SavedViews.Remove(view);
        db.Actor = user;
        await db.SaveChangesAsync(ct);
    }

    private static bool MayChange(CurrentUser user, SavedView view) => view.OwnerId == user.Id || view.Shared && user.May(Permission.ManageSettings);

    private static string Mine(CurrentUser user) => user.Id.ToString();

    /// <summary>The name without what addresses cannot show, and a number where it is taken.</summary>
    private static async Task<string> SlugAsync(KamDbContext db, string list, string name, CancellationToken ct)
    {
        var plain = string.Join('-', string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        plain = plain[..Math.Min(plain.Length, SavedView.SlugLength - 8)];
        var taken = (await db.SavedViews.Where(v => v.List == list && v.Slug.StartsWith(plain)).Select(v => v.Slug).ToListAsync(ct)).Append(ListViews.Everything).Append("").ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, taken.Count + 1).Select(n => n == 1 ? plain : plain + (plain.Length == 0 ? "" : "-") + n.ToString(CultureInfo.InvariantCulture)).First(s => !taken.Contains(s));
    }
}
