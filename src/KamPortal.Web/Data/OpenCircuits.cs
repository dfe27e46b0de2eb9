using System.Collections.Concurrent;

namespace KamPortal.Data;

/// <summary>The open pages of this instance by login, so that word of a change reaches them at once.</summary>
internal sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<CircuitSession, Guid> _open = new();

    public void Add(Guid user, CircuitSession circuit) => _open[circuit] = user;

    public void Remove(CircuitSession circuit) => _open.TryRemove(circuit, out _);

    /// <summary>Asks the open pages of one login, or of all, whether their session still stands and with which rights.</summary>
    public Task RecheckAsync(Guid? user, CancellationToken ct) =>
        Task.WhenAll(_open.Where(c => user is null || c.Value == user).Select(c => c.Key.RecheckAsync(ct)));
}
