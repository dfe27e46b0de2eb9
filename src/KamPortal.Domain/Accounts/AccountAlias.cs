namespace KamPortal.Domain.Accounts;

/// <summary>A code under which an account was once known on its own, until it was merged into another: whoever still uses it means the survivor.</summary>
public sealed class AccountAlias
{
    /// <summary>The old code.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The account that is meant by it now.</summary>
    public int AccountId { get; private set; }
}

/// <summary>Two accounts that may be one company. What was found, how strong it is, and what a person said to it.</summary>
public sealed class DuplicatePair
{
    /// <summary>The account with the smaller key.</summary>
    public int FirstId { get; private set; }

    /// <summary>The other account.</summary>
    public int SecondId { get; private set; }

    /// <summary>0 to 100; see <see cref="DuplicateEvidence.Score"/>.</summary>
    public int Score { get; private set; }

    /// <summary>How alike the names are, in percent.</summary>
    public int NameLikeness { get; private set; }

    /// <summary>Whether both have the same tax number; null unless both have one.</summary>
    public bool? SameTaxId { get; private set; }

    /// <summary>How alike the streets are, in percent; null unless both have one.</summary>
    public int? StreetLikeness { get; private set; }

    /// <summary>Whether both have the same postal code; null unless both have one.</summary>
    public bool? SamePostalCode { get; private set; }

    /// <summary>Whether both are in the same city; null unless both have one.</summary>
    public bool? SameCity { get; private set; }

    /// <summary>Whether both are in the same country; null unless both have one.</summary>
    public bool? SameCountry { get; private set; }

    /// <summary>When the pair was first found.</summary>
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>When somebody said that these are two companies.</summary>
    public DateTimeOffset? DismissedAt { get; private set; }

    /// <summary>Who said so.</summary>
    public string? DismissedBy { get; private set; }
}
