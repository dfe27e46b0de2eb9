using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;

namespace KamPortal.Shell;

/// <summary>Keeps the frame standing when a page fails, and shows the id under which the failure is in the log.</summary>
public sealed class PageGuard(ILogger<PageGuard> log, NavigationManager nav) : ErrorBoundaryBase, IDisposable
{
    string? _reference;

    protected override void OnInitialized() => nav.LocationChanged += Leave;

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = Activity.Current?.TraceId.ToString() ?? Guid.CreateVersion7().ToString("n");
        log.LogError(exception, "A page failed; reference {Reference}, path {Path}", _reference, new Uri(nav.Uri).AbsolutePath);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }
        builder.OpenElement(1, "div");
        builder.AddAttribute(2, "class", "card");
        builder.OpenComponent<ErrorState>(3);
        builder.AddComponentParameter(4, nameof(ErrorState.Reference), _reference);
        builder.AddComponentParameter(5, nameof(ErrorState.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
        builder.CloseElement();
    }

    void Leave(object? sender, LocationChangedEventArgs e)
    {
        if (CurrentException is not null)
            _ = InvokeAsync(Recover);
    }

    public void Dispose() => nav.LocationChanged -= Leave;
}
