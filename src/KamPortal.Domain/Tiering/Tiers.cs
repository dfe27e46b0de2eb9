namespace KamPortal.Domain.Tiering;

/// <summary>The tiers as people write them.</summary>
public static class Tiers
{
    /// <summary>All tiers, best first.</summary>
    public static IReadOnlyList<Tier> All { get; } = [Tier.A, Tier.B, Tier.CPlus, Tier.C];

    /// <summary>"A", "B", "C+" or "C", in every language.</summary>
    public static string Code(this Tier tier) => tier switch
    {
        Tier.A => "A",
        Tier.B => "B",
        Tier.CPlus => "C+",
        Tier.C => "C",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "Not a tier."),
    };

    /// <summary>The tier of a code as written by <see cref="Code"/>, or null when it is none.</summary>
    public static Tier? FromCode(string? code) => code switch
    {
        "A" => Tier.A,
        "B" => Tier.B,
        "C+" => Tier.CPlus,
        "C" => Tier.C,
        _ => null,
    };

    /// <summary>Whether an account of this tier is served as a key account or by a manager's regular time.</summary>
    public static bool IsAboveC(this Tier tier) => tier is Tier.A or Tier.B;
}
