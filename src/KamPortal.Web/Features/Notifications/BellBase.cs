using KamPortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Notifications;

/// <summary>What the bells of the top bar and of a phone's bottom bar have in common.</summary>
public abstract class BellBase : ComponentBase, IDisposable
{
    [Inject] protected NotificationFeed Feed { get; private set; } = null!;

    [Inject] protected IStringLocalizer<NotificationsTexts> T { get; private set; } = null!;

    protected int Unread => Feed.View?.Unread ?? 0;

    protected string Shown => Unread >= BellView.CountedTo ? "99+" : Unread.ToString(System.Globalization.CultureInfo.CurrentCulture);

    protected string Label => Unread == 0 ? T["Bell"] : T["Bell.Unread", Shown];

    // Only once the page is alive: the bell is a courtesy and must not delay the first paint.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        Feed.Changed += Refresh;
        try
        {
            await Feed.StartAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The person left.
        }
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    public void Dispose()
    {
        Feed.Changed -= Refresh;
        GC.SuppressFinalize(this);
    }
}
