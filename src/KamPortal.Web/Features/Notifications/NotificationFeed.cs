using System.Globalization;
using KamPortal.Data;
using Npgsql;

namespace KamPortal.Features.Notifications;

/// <summary>What the bells of one open page show, kept fresh: at once when the database calls, and every minute whatever happens.</summary>
public sealed class NotificationFeed(NotificationService notifications, Me me, Signals signals, ILogger<NotificationFeed> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _called = new(0, 1);
    private IDisposable? _subscription;
    private Task? _watching;

    public BellView? View { get; private set; }

    public event Action? Changed;

    /// <summary>Begins to watch; the second bell of the page finds it begun.</summary>
    public async Task StartAsync()
    {
        if (_subscription is not null) return;
        var user = await me.GetAsync(_gone.Token);
        if (_subscription is not null) return;
        _subscription = signals.Listen($"notices:{user.Id}", Call);
        await notifications.RememberLanguageAsync(user, CultureInfo.CurrentUICulture, _gone.Token);
        await LookAsync();
        _watching = WatchAsync();
    }

    /// <summary>Whoever looks at the portal as somebody else leaves that person's bell alone.</summary>
    public async Task ReadAsync(long id)
    {
        if (await me.GetAsync(_gone.Token) is { IsReadOnly: false } user) await notifications.ReadAsync(user, id, _gone.Token);
    }

    public async Task ReadAllAsync()
    {
        if (await me.GetAsync(_gone.Token) is { IsReadOnly: false } user) await notifications.ReadAllAsync(user, _gone.Token);
    }

    private void Call()
    {
        try
        {
            if (_called.CurrentCount == 0) _called.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Called twice at once, or just closed: the look is coming, or needless.
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _called.WaitAsync(LookAnyway, _gone.Token);
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            View = await notifications.BellAsync(await me.GetAsync(_gone.Token), _gone.Token);
            Changed?.Invoke();
        }
        catch (Exception e) when (e is NpgsqlException or Security.SignedOutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            logger.LogWarning("The bell could not be read: {Reason}", e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _gone.CancelAsync();
        if (_watching is not null) await _watching;
        _gone.Dispose();
        _called.Dispose();
    }
}
