using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace KamPortal.E2E.Tests;

internal static class PageExtensions
{
    /// <summary>Opens a page and waits until its buttons work: what is prerendered looks alive before it is.</summary>
    public static async Task VisitAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.AliveAsync();
    }

    public static async Task AliveAsync(this IPage page)
    {
        if (await page.Locator("#interactive").CountAsync() > 0)
            await page.Locator("#interactive[data-on]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    public static async Task<IReadOnlyList<string>> AxeViolationsAsync(this IPage page)
    {
        var result = await page.RunAxe();
        return [.. result.Violations.Select(v => $"{v.Id}: {v.Help} at {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }

    /// <summary>How many pixels the page is wider than its window; people must never scroll sideways.</summary>
    public static Task<int> OverflowAsync(this IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
