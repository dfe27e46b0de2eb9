namespace KamPortal.Data;

/// <summary>Text that a person typed, to be looked for as it stands.</summary>
public static class LikeText
{
    /// <summary>A LIKE pattern for whatever contains the text; signs that LIKE would read as its own are only signs.</summary>
    public static string Containing(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
