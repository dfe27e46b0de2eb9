namespace KamPortal.Data;

/// <summary>Something a person should know. What it says is made when it is read, in the reader's language.</summary>
public sealed class Notification
{
    public long Id { get; private set; }

    public Guid UserId { get; init; }

    /// <summary>Key of the <see cref="Notices.NotificationKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where to look: a path of the portal.</summary>
    public required string Href { get; init; }

    /// <summary>What the kind's sentence needs, in order.</summary>
    public string[] Words { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the bell shows it.</summary>
    public bool InApp { get; init; }

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Whether the digest mail tells it.</summary>
    public bool ByMail { get; init; }

    public DateTimeOffset? MailedAt { get; set; }
}

/// <summary>By which ways a person wants to hear of one kind of thing; neither means off.</summary>
public sealed class NotificationChoice
{
    public Guid UserId { get; init; }

    public required string Kind { get; init; }

    public bool InApp { get; set; }

    public bool ByMail { get; set; }
}

/// <summary>How often a person gets the digest.</summary>
public sealed class DigestSetting
{
    public Guid UserId { get; init; }

    public DigestRhythm Rhythm { get; set; }

    /// <summary>The reader's day of the last digest: one a day at most.</summary>
    public DateOnly? LastOn { get; set; }
}

public enum DigestRhythm
{
    Daily,

    /// <summary>On Mondays.</summary>
    Weekly,
}
