namespace KamPortal.Domain.Scoring;

/// <summary>The guards that lowered an account's tier.</summary>
[Flags]
public enum TierGuards
{
    None = 0,

    /// <summary>It loses money: at most C, C+ where its potential allows.</summary>
    Loss = 1,

    /// <summary>It lacks a dimension that others have: at most C.</summary>
    InsufficientData = 2,
}

/// <summary>Which guards a model applies, both by default.</summary>
public sealed record GuardSettings(bool LossIsAtMostC = true, bool InsufficientDataIsAtMostC = true);
