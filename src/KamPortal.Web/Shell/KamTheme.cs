using MudBlazor;

namespace KamPortal.Shell;

/// <summary>
/// Ink and paper for MudBlazor. The same colours as wwwroot/css/kamportal.css, which wins in the browser (mud.css) so that
/// a theme change needs no round trip; a test keeps the two equal.
/// </summary>
public static class KamTheme
{
    static readonly string[] Fonts =
        ["Inter", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "system-ui", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), "#F6F5F1", "#FFFFFF", "#ECEAE3", "#1B2430", "#4A5563", "#0E6B66", "#FFFFFF", "#DAD7CE", "#7F8A96",
            "#256C45", "#8A5200", "#B3261E", "#1B5E8C"),
        PaletteDark = Fill(new PaletteDark(), "#12171D", "#1A2129", "#222B35", "#E7EBEF", "#A9B4C0", "#5CC2BB", "#08211F", "#2D3742", "#6F7C8A",
            "#6CC495", "#E9B44C", "#FF8A80", "#7FBDF0"),
        LayoutProperties = new() { DefaultBorderRadius = "6px", AppbarHeight = "48px", DrawerWidthLeft = "232px", DrawerMiniWidthLeft = "56px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "14px", LineHeight = "1.43", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "20px", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "14px", FontWeight = "600", LineHeight = "1.43", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "16px", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "14px", LineHeight = "1.43", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "13px", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "13px", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
        },
        Shadows = new() { Elevation = [.. Enumerable.Repeat("none", 26)] },
    };

    static TPalette Fill<TPalette>(TPalette p, string paper, string surface, string sunken, string text, string secondary, string primary,
        string onPrimary, string line, string input, string success, string warning, string error, string info)
        where TPalette : Palette
    {
        (p.Background, p.Surface, p.BackgroundGray, p.DrawerBackground, p.AppbarBackground) = (paper, surface, sunken, paper, paper);
        (p.TextPrimary, p.TextSecondary, p.DrawerText, p.AppbarText, p.DrawerIcon) = (text, secondary, text, text, secondary);
        (p.Primary, p.PrimaryContrastText, p.Secondary, p.Tertiary, p.Dark) = (primary, onPrimary, info, info, text);
        (p.Success, p.Warning, p.Error, p.Info) = (success, warning, error, info);
        (p.LinesDefault, p.LinesInputs, p.TableLines, p.Divider, p.DividerLight) = (line, input, line, line, line);
        (p.Skeleton, p.ActionDefault, p.RippleOpacity, p.RippleOpacitySecondary) = (sunken, secondary, 0, 0);
        return p;
    }
}
