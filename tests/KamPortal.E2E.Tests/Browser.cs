using System.Diagnostics.CodeAnalysis;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests;

/// <summary>One headless Chromium for the whole run: the one installed on the machine; none is ever downloaded.</summary>
public static class Browser
{
    private static readonly Lazy<Task<IBrowser>> Shared = new(StartAsync);

    public static Task<IBrowser> SharedAsync() => Shared.Value;

    [SuppressMessage("Reliability", "CA2000", Justification = "Lives as long as the test process, whose end stops it.")]
    private static async Task<IBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Find(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
            ],
        });
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("KAMPORTAL_CHROMIUM") is { Length: > 0 } given) return given;
        string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The browser tests need Chromium: sudo apt-get install chromium fonts-noto-cjk, or name one with KAMPORTAL_CHROMIUM.");
    }
}
