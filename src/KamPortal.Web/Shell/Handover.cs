using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Caching.Memory;

namespace KamPortal.Shell;

/// <summary>
/// What prerendering read waits here, a minute at most, for the circuit that takes the page over; through the browser travels a ticket only.
/// A circuit's first message may be 32 KB and a page of fifty accounts is more. Who arrives too late, or at another instance, reads again.
/// </summary>
public sealed class Handover : IDisposable
{
    readonly MemoryCache _waiting = new(new MemoryCacheOptions { SizeLimit = 2_000 });

    public string Keep<T>(T value)
    {
        var ticket = RandomNumberGenerator.GetHexString(32);
        _waiting.Set(ticket, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        return ticket;
    }

    public T? Take<T>(string ticket)
    {
        if (!_waiting.TryGetValue(ticket, out T? value))
            return default;
        _waiting.Remove(ticket);
        return value;
    }

    public void Dispose() => _waiting.Dispose();
}

/// <summary>Registered for each type of <c>[PersistentState]</c> that grows with the portfolio.</summary>
public sealed class HandoverSerializer<T>(Handover handover) : PersistentComponentStateSerializer<T>
{
    public override void Persist(T value, IBufferWriter<byte> writer) => writer.Write(Encoding.ASCII.GetBytes(handover.Keep(value)));

    public override T Restore(ReadOnlySequence<byte> data) => handover.Take<T>(Encoding.ASCII.GetString(data))!;
}
