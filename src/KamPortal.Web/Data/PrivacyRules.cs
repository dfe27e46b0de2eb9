namespace KamPortal.Data;

/// <summary>How long personal data are kept. One installation, one row; everything is off until somebody switches it on.</summary>
public sealed class PrivacyRules
{
    public const int TheOne = 1;

    public int Id { get; private set; } = TheOne;

    /// <summary>A contact that nobody touched for so many months is due; null when none ever is.</summary>
    public int? ContactMonths { get; set; }

    /// <summary>Whether what is due is erased without anyone asking, once a day.</summary>
    public bool EraseDue { get; set; }

    /// <summary>Uploaded files are deleted so many days after they came; null when they are kept.</summary>
    public int? FileDays { get; set; }

    public uint Version { get; private set; }
}
