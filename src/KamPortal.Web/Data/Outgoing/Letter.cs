namespace KamPortal.Data.Outgoing;

/// <summary>A letter in the reader's language: what is said, and at most one place to go to.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Paragraphs">Plain text; nothing in it is read as markup.</param>
public sealed record Letter(string Subject, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Lines that each lead somewhere, as in a digest.</summary>
    public IReadOnlyList<LetterItem> Items { get; init; } = [];

    /// <summary>The one thing to do.</summary>
    public LetterItem? Link { get; init; }

    /// <summary>Why the reader gets this, in small type.</summary>
    public string? Footnote { get; init; }
}

/// <summary>A text and the portal's path behind it, for example <c>/accounts/A-1</c>.</summary>
public sealed record LetterItem(string Text, string Path);
