namespace KamPortal.Data;

/// <summary>A key by which a program acts as a login, with part of its rights, until a day. Only a hash of it is kept.</summary>
public sealed class ApiKey
{
    public Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>The login it acts as: its account scope and its rights, as they stand, are the most the key can have.</summary>
    public Guid UserId { get; init; }

    /// <summary>The permissions given to it, by name.</summary>
    public required string[] Permissions { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A call that its caller may repeat without doing it twice, and what was answered.</summary>
public sealed class IdempotentCall
{
    public Guid ApiKeyId { get; init; }

    /// <summary>The caller's own name for the call.</summary>
    public required string Key { get; init; }

    /// <summary>Hash of method, address and body: the same name with another request is a mistake.</summary>
    public required byte[] Request { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is at work.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public byte[]? Body { get; init; }
}
