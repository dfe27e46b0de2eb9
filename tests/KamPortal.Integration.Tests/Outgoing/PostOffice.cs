using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KamPortal.Integration.Tests.Outgoing;

/// <summary>A mail server of a few lines: takes everything, but refuses the addresses it is told to.</summary>
internal sealed class PostOffice : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<string> _mails = [];

    public PostOffice()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string? Unknown { get; init; }

    public IReadOnlyList<string> Mails
    {
        get { lock (_gate) return [.. _mails]; }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 office");
        while (await reader.ReadLineAsync() is { } line)
        {
            var refused = Unknown is not null && line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains(Unknown, StringComparison.Ordinal);
            await writer.WriteLineAsync(refused ? "550 No such mailbox" : line.StartsWith("DATA", StringComparison.Ordinal) ? "354 go on" : "250 fine");
            if (line.StartsWith("QUIT", StringComparison.Ordinal)) return;
            if (!line.StartsWith("DATA", StringComparison.Ordinal)) continue;
            var mail = new StringBuilder();
            while (await reader.ReadLineAsync() is { } text && text != ".") mail.AppendLine(text);
            lock (_gate) _mails.Add(mail.ToString());
            await writer.WriteLineAsync("250 taken");
        }
    }
}
