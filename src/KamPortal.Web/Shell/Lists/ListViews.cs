namespace KamPortal.Shell.Lists;

/// <summary>A saved view as the list shows it.</summary>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="State">The list's address, from the question mark on.</param>
/// <param name="MayChange">The person made it, or administers views.</param>
/// <param name="MyDefault">The list opens with it for this person.</param>
/// <param name="Roles">Roles for whom the list opens with it.</param>
public sealed record ListView(Guid Id, string Slug, string Name, string State, bool Shared, bool MayChange, bool MyDefault, IReadOnlyList<string> Roles);

/// <param name="Default">Slug of the view that the bare address opens; null for the list as it is.</param>
/// <param name="MaySetRoles">The person may decide what a role's members see first.</param>
public sealed record ListViews(IReadOnlyList<ListView> Views, string? Default, bool MaySetRoles, IReadOnlyList<ListOption> Roles)
{
    /// <summary>The list as it is, when something else is its default.</summary>
    public const string Everything = "all";

    /// <summary>What an address means, once the view it names or the default is put in.</summary>
    public ListQuery Resolve(ListQuery asked, string? defaultSort)
    {
        var slug = asked.View ?? (asked.Changed || asked.State(defaultSort).Length > 0 ? null : Default);
        if (slug == Everything && Default is not null)
            return asked with { View = slug, ViewState = ListQuery.FromUri("?", defaultSort).State() };
        if (Views.FirstOrDefault(v => v.Slug == slug) is not { } view)
            return asked with { View = null };
        var saved = ListQuery.FromState(view.Slug, view.State, defaultSort, asked.Page);
        return asked.Changed ? asked with { View = saved.View, ViewState = saved.ViewState } : saved;
    }
}

/// <summary>A view to be kept.</summary>
/// <param name="Id">Null for a new one.</param>
public sealed record ViewChange(Guid? Id, string List, string Name, string State, bool Shared, bool MyDefault, IReadOnlyList<string>? Roles);

/// <summary>The slug it was saved under, or a sentence that says why not.</summary>
public sealed record ViewSaved(string? Slug, string? Refusal = null);

/// <summary>Where views are kept: a socket that one feature fills. Without it lists have no views.</summary>
public sealed record ViewStore(
    Func<IServiceProvider, string, CancellationToken, Task<ListViews>> Load,
    Func<IServiceProvider, ViewChange, CancellationToken, Task<ViewSaved>> Save,
    Func<IServiceProvider, Guid, CancellationToken, Task> Delete);
