using KamPortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell.Lists;

public sealed partial class DataList<TRow> : ComponentBase, IDisposable
{
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private ListQuery _query = new();
    private ListResult<TRow>? _result;
    private ListViews? _views;
    private IReadOnlyList<ListColumn<TRow>> _shown = [];
    private IReadOnlyList<ColumnChoice> _choices = [];
    private string? _reference, _loaded, _peek, _selectedIn;
    private object? _version;
    private bool _busy, _all;
    private string _path = "";
    private CancellationTokenSource? _loading;
    private PersistingComponentStateSubscription _persisting;

    [Inject] private IStringLocalizer<ShellTexts> T { get; set; } = default!;
    [Inject] private Figures Figures { get; set; } = default!;
    [Inject] private NavigationManager Nav { get; set; } = default!;
    [Inject] private Handover Handover { get; set; } = default!;
    [Inject] private PersistentComponentState Persisted { get; set; } = default!;
    [Inject] private IEnumerable<ViewStore> Stores { get; set; } = default!;
    [Inject] private IServiceProvider Scope { get; set; } = default!;
    [Inject] private ILogger<DataList<TRow>> Log { get; set; } = default!;

    /// <summary>Every column there is, in the list's own order; the first names the row and is always shown.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<ListColumn<TRow>> Columns { get; set; }
    [Parameter, EditorRequired] public required Func<ListQuery, CancellationToken, Task<ListResult<TRow>>> Load { get; set; }

    /// <summary>What the table holds, for those who cannot see it.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>Under which name its views are saved; without one there are none.</summary>
    [Parameter] public string? Name { get; set; }
    [Parameter] public Func<TRow, string>? RowHref { get; set; }
    [Parameter] public Func<TRow, object>? Key { get; set; }
    [Parameter] public IReadOnlyList<ListFilter> Filters { get; set; } = [];
    [Parameter] public string? DefaultSort { get; set; }
    [Parameter] public string? SearchHint { get; set; }
    [Parameter] public bool Searchable { get; set; } = true;

    /// <summary>Where the list can be taken away: the path of a <see cref="ListExport"/>, without its ending.</summary>
    [Parameter] public string? ExportHref { get; set; }

    /// <summary>"{0} accounts" with the figure in place; without it "{0} rows".</summary>
    [Parameter] public Func<string, string>? CountText { get; set; }

    /// <summary>Shown when there is nothing at all: say what to do first.</summary>
    [Parameter] public RenderFragment? Empty { get; set; }

    /// <summary>The person may see no rows at all: say whom to ask.</summary>
    [Parameter] public bool NoRights { get; set; }

    /// <summary>Buttons beside the filters; they get the <see cref="ListQuery"/> as a cascading value.</summary>
    [Parameter] public RenderFragment? Tools { get; set; }

    /// <summary>Load again when this changes, e.g. after an edit in a panel.</summary>
    [Parameter] public object? Version { get; set; }

    /// <summary>What a row is called in selections and in <c>?peek=</c>; needed for <see cref="Bulk"/> and <see cref="Peek"/>.</summary>
    [Parameter] public Func<TRow, string>? Code { get; set; }

    /// <summary>Rows can be chosen, and this be done with them.</summary>
    [Parameter] public RenderFragment<ListSelection>? Bulk { get; set; }

    /// <summary>A row at a glance, beside the list.</summary>
    [Parameter] public RenderFragment<TRow>? Peek { get; set; }
    [Parameter] public Func<TRow, string>? PeekTitle { get; set; }

    private string? CountLine => _result is null || _result.Total == 0 ? null : Figures.Form(CountText is null ? T["List.Count", Shown] : CountText(Shown), _result.Total == 1);

    private string Shown => Over(_result!.Total, _result.TotalIsExact);

    private string StateKey => $"list:{Label}:{new Uri(Nav.Uri).PathAndQuery}";

    private TRow? Peeked => _peek is null || Code is null || _result is null ? default : _result.Rows.FirstOrDefault(r => Code(r) == _peek);

    private ListSelection? Selection => _result is null ? null
        : _all ? new([], _query, _result.Total, _result.TotalIsExact, ClearSelection)
        : new([.. _chosen], _query, null, true, ClearSelection);

    /// <summary>Reads the rows again, e.g. after an action on one of them.</summary>
    public Task RefreshAsync() => ReloadAsync(force: true);

    protected override void OnInitialized()
    {
        _path = new Uri(Nav.Uri).AbsolutePath;
        Nav.LocationChanged += Moved;
        // What prerendering read is not read again.
        if (Persisted.TryTakeFromJson<string>(StateKey, out var ticket) && ticket is not null && Handover.Take<Kept>(ticket) is { } kept)
        {
            (_result, _views, _loaded, _version) = (kept.Result, kept.Views, Nav.Uri, Version);
            Read();
        }

        _persisting = Persisted.RegisterOnPersisting(() =>
        {
            if (_result is not null) Persisted.PersistAsJson(StateKey, Handover.Keep(new Kept(_result, _views)));
            return Task.CompletedTask;
        });
    }

    protected override Task OnParametersSetAsync() => ReloadAsync();

    private string Over(long total, bool exact) => exact ? Figures.Count(total) : T["List.Over", Figures.Count(total)];

    private async Task ReloadAsync(bool force = false)
    {
        if (!force && _loaded == Nav.Uri && Equals(_version, Version))
        {
            ShowColumns();
            return;
        }

        // Opening a row beside the list asks for nothing new.
        var peekOnly = !force && _result is not null && _reference is null && Equals(_version, Version) && WithoutPeek(_loaded) == WithoutPeek(Nav.Uri);
        (_loaded, _version, _reference) = (Nav.Uri, Version, null);
        if (_views is null) ShowColumns(); // While the views are read.
        await (_loading?.CancelAsync() ?? Task.CompletedTask);
        var mine = _loading = new CancellationTokenSource();
        try
        {
            if (Name is not null && _views is null && Stores.FirstOrDefault() is { } store) _views = await store.Load(Scope, Name, mine.Token);
            Read();
            if (peekOnly) return;
            var load = Load(_query, mine.Token);
            if (await Task.WhenAny(load, Task.Delay(150, mine.Token)) != load)
            {
                _busy = true;
                StateHasChanged();
            }

            var result = await load;
            if (mine == _loading) (_result, _busy) = (result, false);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // A newer question was asked.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _reference = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? Guid.CreateVersion7().ToString("n");
            Log.LogError(e, "List {Label} failed; reference {Reference}", Label, _reference);
            _busy = false;
        }
    }

    /// <summary>What the address says, with the saved view it names put in.</summary>
    private void Read()
    {
        var asked = ListQuery.FromUri(Nav.Uri, DefaultSort);
        _query = _views?.Resolve(asked, DefaultSort) ?? asked with { View = null };
        _peek = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Nav.Uri).Query).TryGetValue("peek", out var peek) ? peek.ToString() : null;
        // What was chosen among some rows must not be done to others.
        var narrowed = (_query with { View = null, Page = 1, Columns = [], Density = null, Sort = null, Then = [], PageSize = ListQuery.DefaultPageSize }).ToQueryString();
        if (_selectedIn is not null && narrowed != _selectedIn) ClearSelection();
        _selectedIn = narrowed;
        ShowColumns();
    }

    private void ShowColumns()
    {
        var chosen = _query.Columns.Select(key => Columns.FirstOrDefault(c => c.Key == key)).OfType<ListColumn<TRow>>().Where(c => c != Columns[0]).ToList();
        var own = _query.Columns.Count == 0;
        if (Columns.Count > 0) _shown = own ? [.. Columns.Where(c => !c.Optional)] : [Columns[0], .. chosen];
        _choices = [.. _shown.Skip(1).Select(c => new ColumnChoice(c.Key, c.Title, true)), .. Columns.Except(_shown).Select(c => new ColumnChoice(c.Key, c.Title, false))];
    }

    private Task RetryAsync() => ReloadAsync(force: true);

    private async Task ViewsChangedAsync(string? slug)
    {
        _views = null;
        _loaded = null;
        if (slug is null) await ReloadAsync(force: true);
        else if (new Uri(Nav.Uri).PathAndQuery == slug) await ReloadAsync(force: true);
        else Nav.NavigateTo(slug);
    }

    private void Choose(string code)
    {
        if (!_chosen.Remove(code)) _chosen.Add(code);
    }

    private void ChoosePage(bool on)
    {
        _all = false;
        foreach (var code in _result!.Rows.Select(Code!))
        {
            if (on) _chosen.Add(code);
            else _chosen.Remove(code);
        }
    }

    private void ClearSelection()
    {
        _chosen.Clear();
        _all = false;
        StateHasChanged();
    }

    private string PeekHref(string? code) => Nav.GetUriWithQueryParameter("peek", code);

    private string? WithoutPeek(string? uri) => uri is null ? null : Nav.GetUriWithQueryParameters(uri, new Dictionary<string, object?> { ["peek"] = null });

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == _path)
            _ = InvokeAsync(async () => { await ReloadAsync(); StateHasChanged(); });
    }

    public void Dispose()
    {
        Nav.LocationChanged -= Moved;
        _persisting.Dispose();
        _loading?.Cancel();
        _loading?.Dispose();
    }

    private sealed record Kept(ListResult<TRow> Result, ListViews? Views);
}
