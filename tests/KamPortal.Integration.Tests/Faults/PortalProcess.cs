using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>The portal as a process of its own, so that it can be killed like one.</summary>
internal sealed partial class PortalProcess : IDisposable
{
    private readonly Process _process;

    private PortalProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public static async Task<PortalProcess> StartAsync(string connectionString)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ConnectionStrings__KamPortal"] = connectionString;
        start.Environment["Jobs__CheckInSeconds"] = "1";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var portal = new PortalProcess(Process.Start(start)!);
        await portal.UntilStartedAsync();
        return portal;
    }

    /// <summary>No farewell: what a power cut or the kernel's killer does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task UntilStartedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is { Success: true } listening) Address = new(listening.Value);
            if (!line.Contains("Application started", StringComparison.Ordinal)) continue;
            // Read on, or the pipe fills and the portal waits for us.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return;
        }

        throw new InvalidOperationException($"The portal did not start: {string.Join('\n', said)} {await _process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
