using System.Diagnostics;
using KamPortal.Data;

namespace KamPortal.Integration.Tests.Data;

/// <summary>A process of its own that runs an embedded cluster until it is killed or its input closes.</summary>
internal sealed class ClusterHolder : IDisposable
{
    private readonly Process _process;

    private ClusterHolder(Process process) => _process = process;

    public static string Program => typeof(ClusterHolder).Assembly.Location;

    public int Id => _process.Id;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { DataDirectory = args[0] });
            Console.WriteLine("ready");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (LocalClusterException e)
        {
            Console.WriteLine(e.Message);
            return 2;
        }
    }

    /// <summary>Starts one and returns with its first line: <c>ready</c>, or why not.</summary>
    public static async Task<(ClusterHolder Holder, string? Answer)> StartAsync(string folder, string? user = null)
    {
        var info = new ProcessStartInfo("dotnet", [Program, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
        if (user is not null) (info.UserName, info.Environment["HOME"]) = (user, "/tmp");
        var process = Process.Start(info)!;
        return (new(process), await process.StandardOutput.ReadLineAsync());
    }

    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
