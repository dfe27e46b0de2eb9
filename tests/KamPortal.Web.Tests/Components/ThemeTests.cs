using System.Text.RegularExpressions;
using KamPortal.Shell;
using KamPortal.Web.Tests.Texts;
using MudBlazor;

namespace KamPortal.Web.Tests.Components;

public sealed partial class ThemeTests
{
    [Fact]
    public void The_component_librarys_palettes_are_the_style_sheets_own_colours()
    {
        var css = File.ReadAllText(Path.Combine(Sources.Web, "wwwroot", "css", "kamportal.css"));
        Check(KamTheme.Theme.PaletteLight, Tokens(css, ":root{color-scheme"));
        Check(KamTheme.Theme.PaletteDark, Tokens(css, "[data-theme=dark]{color-scheme"));
    }

    private static void Check(Palette palette, IReadOnlyDictionary<string, string> css)
    {
        var ours = new Dictionary<string, MudBlazor.Utilities.MudColor>
        {
            ["bg"] = palette.Background, ["surface"] = palette.Surface, ["sunken"] = palette.BackgroundGray, ["text"] = palette.TextPrimary,
            ["text2"] = palette.TextSecondary, ["primary"] = palette.Primary, ["line"] = palette.LinesDefault, ["input"] = palette.LinesInputs,
            ["success"] = palette.Success, ["warning"] = palette.Warning, ["error"] = palette.Error, ["info"] = palette.Info,
        };
        foreach (var (token, colour) in ours)
            new MudBlazor.Utilities.MudColor(css[token]).ShouldBe(colour, token);
    }

    private static Dictionary<string, string> Tokens(string css, string block)
    {
        var from = css.IndexOf(block, StringComparison.Ordinal);
        return Token().Matches(css[from..css.IndexOf('}', from)]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    [GeneratedRegex(@"--([\w-]+):(#[0-9A-Fa-f]{3,6})")]
    private static partial Regex Token();
}
