using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Benchmarks;

/// <summary>An open page without a browser: speaks what blazor.web.js speaks, reads what is drawn and clicks on links.</summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _hub;
    private readonly Uri _portal;
    private (Func<string, bool> Sign, TaskCompletionSource Seen)? _awaited;

    private Circuit(Uri portal, string cookie)
    {
        _portal = portal;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(portal, "_blazor"), to =>
        {
            to.Headers["Cookie"] = cookie;
            to.Headers["Origin"] = portal.GetLeftPart(UriPartial.Authority);
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _hub = builder.Build();
        _hub.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        _hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", async (handle, name, args, _, _, _) =>
        {
            if (name.EndsWith("navigateTo", StringComparison.Ordinal)) await GoAsync(JsonDocument.Parse(args).RootElement[0].GetString()!);
            if (handle != 0) await _hub.SendAsync("EndInvokeJSFromDotNet", handle, true, $"[{handle.ToString(CultureInfo.InvariantCulture)},true,null]");
        });
        _hub.On<string>("JS.Error", error => Fail(new InvalidOperationException(error)));
        _hub.Closed += error => Task.FromResult(Fail(error ?? new InvalidOperationException("The circuit was closed.")));
    }

    /// <summary>Everything that went wrong on this circuit.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Where the page is now.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Opens a page as a browser does: its HTML first, then the circuit that takes it over.</summary>
    public static async Task<Circuit> OpenAsync(Uri portal, string cookie, HttpClient http, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(portal, path));
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Accept", "text/html");
        using var answer = await http.SendAsync(request, ct);
        var html = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
        var circuit = new Circuit(portal, cookie);
        await circuit._hub.StartAsync(ct);
        var id = await circuit._hub.InvokeAsync<string>("StartCircuit", portal.ToString(), new Uri(portal, path).ToString(), "[]", "", ct);
        if (string.IsNullOrEmpty(id)) throw new InvalidOperationException("The portal opened no circuit.");
        var markers = Marker().Matches(html).Select(m => m.Groups[1].Value).Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal));
        var operations = markers.Select((marker, at) => $$"""{"type":"add","ssrComponentId":{{at + 1}},"marker":{{marker}}}""");
        var taken = circuit.UntilAsync(_ => true);
        await circuit._hub.SendAsync("UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", State().Match(html).Groups[1].Value, ct);
        await taken;
        return circuit;
    }

    /// <summary>Follows a link inside the page and says how long it took until something of the new page was drawn.</summary>
    public async Task<TimeSpan> ClickAsync(string path, Func<string, bool> sign)
    {
        Path = path;
        var start = Stopwatch.GetTimestamp();
        var drawn = UntilAsync(sign);
        await GoAsync(new Uri(_portal, path).ToString());
        await drawn;
        return Stopwatch.GetElapsedTime(start);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task GoAsync(string address) => _hub.SendAsync("OnLocationChanged", address, null, true);

    private async Task UntilAsync(Func<string, bool> sign)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (sign, seen);
        try
        {
            await seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Path} was not drawn within {Patience.TotalSeconds:0} s.");
        }
    }

    private async Task DrawAsync(long batch, byte[] drawing)
    {
        await _hub.SendAsync("OnRenderCompleted", batch, null);
        if (_awaited is var (sign, seen) && Texts(drawing).Any(sign)) seen.TrySetResult();
    }

    private Exception Fail(Exception error)
    {
        Error ??= error;
        if (_awaited is var (_, seen)) seen.TrySetException(error);
        return error;
    }

    /// <summary>The strings of a drawing: its last number says where their table begins, each entry where a string does.</summary>
    private static IEnumerable<string> Texts(byte[] drawing)
    {
        var table = BinaryPrimitives.ReadInt32LittleEndian(drawing.AsSpan(drawing.Length - 4));
        for (var entry = table; entry < drawing.Length - 20; entry += 4)
        {
            var at = BinaryPrimitives.ReadInt32LittleEndian(drawing.AsSpan(entry));
            int length = 0, shift = 0;
            byte part;
            do
            {
                part = drawing[at++];
                length |= (part & 0x7f) << shift;
                shift += 7;
            }
            while ((part & 0x80) != 0);
            yield return Encoding.UTF8.GetString(drawing, at, length);
        }
    }

    [GeneratedRegex("<!--Blazor:(.*?)-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();

    /// <summary>Blazor's own name for what is MessagePack on the wire.</summary>
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol _pack = new();

        public string Name => "blazorpack";

        public int Version => 1;

        public TransferFormat TransferFormat => TransferFormat.Binary;

        public bool IsVersionSupported(int version) => version == Version;

        public bool TryParseMessage(ref System.Buffers.ReadOnlySequence<byte> input, Microsoft.AspNetCore.SignalR.IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) => _pack.TryParseMessage(ref input, binder, out message);

        public void WriteMessage(HubMessage message, System.Buffers.IBufferWriter<byte> output) => _pack.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _pack.GetMessageBytes(message);
    }
}
