using System.Collections.Concurrent;

namespace KamPortal.Security;

/// <summary>
/// Ten wrong passwords for one account from one address in fifteen minutes close that door until they are past. Others at other
/// addresses still get in, so nobody can lock a colleague out, and nothing is locked for good.
/// </summary>
public sealed class SignInThrottle(TimeProvider clock)
{
    public const int Attempts = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private const int MostDoors = 100_000;

    private readonly ConcurrentDictionary<(string Account, string Address), List<DateTimeOffset>> _wrong = new();

    /// <summary>Counts an attempt before it is made, so that many at once cannot slip through; null, or how long to wait.</summary>
    public TimeSpan? Enter(string account, string address)
    {
        var now = clock.GetUtcNow();
        if (_wrong.Count > MostDoors) Sweep(now);
        var attempts = _wrong.GetOrAdd(Key(account, address), _ => []);
        lock (attempts)
        {
            attempts.RemoveAll(at => now - at >= Window);
            if (attempts.Count >= Attempts) return Window - (now - attempts[0]);
            attempts.Add(now);
            return null;
        }
    }

    /// <summary>The password was right: what was wrong before is forgiven.</summary>
    public void Succeeded(string account, string address) => _wrong.TryRemove(Key(account, address), out _);

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (door, attempts) in _wrong)
        {
            lock (attempts)
            {
                if (attempts.TrueForAll(at => now - at >= Window)) _wrong.TryRemove(door, out _);
            }
        }
    }

    private static (string, string) Key(string account, string address) => (account.Trim().ToUpperInvariant(), address);
}
