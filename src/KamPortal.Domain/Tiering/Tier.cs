namespace KamPortal.Domain.Tiering;

/// <summary>The class of service a customer earns.</summary>
public enum Tier
{
    /// <summary>Key account.</summary>
    A,

    /// <summary>Shared attention.</summary>
    B,

    /// <summary>Small today, with the potential to grow: a time-boxed chance.</summary>
    CPlus,

    /// <summary>The tail, served by the automated channel.</summary>
    C,
}
