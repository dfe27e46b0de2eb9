using KamPortal.Domain.Tiering;

namespace KamPortal.Shell;

/// <summary>A tier always shows as glyph + letter + colour, so that colour is never alone.</summary>
public static class TierLook
{
    public static string Glyph(this Tier tier) => tier switch
    {
        Tier.A => "◆",
        Tier.B => "●",
        Tier.CPlus => "▲",
        _ => "■",
    };

    /// <summary>The class and colour variable: A, B, Cp or C, as in <c>var(--Cp)</c>.</summary>
    public static string Css(this Tier tier) => tier == Tier.CPlus ? "Cp" : tier.ToString();

    /// <summary>The ECharts symbol that matches the glyph.</summary>
    public static string Symbol(this Tier tier) => tier switch
    {
        Tier.A => "diamond",
        Tier.B => "circle",
        Tier.CPlus => "triangle",
        _ => "rect",
    };
}
