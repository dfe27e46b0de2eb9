namespace KamPortal.Domain.Tiering;

/// <summary>A director's decision that an account is served as another tier than the computed one. Both are always shown.</summary>
/// <param name="Reason">Why; never empty.</param>
/// <param name="ExpiresOn">Last day on which it holds, at most twelve months ahead.</param>
/// <param name="By">Who decided, as shown to people.</param>
public sealed record TierOverride(Tier Tier, string Reason, DateOnly ExpiresOn, string? By = null)
{
    /// <summary>Longest time an override can be given for.</summary>
    public const int LongestMonths = 12;

    public bool IsInForceOn(DateOnly day) => day <= ExpiresOn;
}
