namespace KamPortal.Security;

/// <summary>A signed-in browser. The cookie names its row: without the row it opens nothing.</summary>
public sealed class UserSession
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public SignInMethod Method { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When a page was last asked for, to within <see cref="SessionRules.SeenEvery"/>.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    public string? Address { get; init; }

    /// <summary>What the browser calls itself.</summary>
    public string? Agent { get; init; }

    /// <summary>The login as whom an admin looks at the portal in this browser, reading only.</summary>
    public Guid? ViewsAsId { get; private set; }

    public static UserSession Start(Guid userId, SignInMethod method, DateTimeOffset now, string? address, string? agent) => new()
    {
        Id = Guid.CreateVersion7(), UserId = userId, Method = method, StartedAt = now, SeenAt = now, Address = address, Agent = agent is { Length: > AgentLength } ? agent[..AgentLength] : agent,
    };

    public const int AgentLength = 300;
}

/// <summary>How somebody proved who they are.</summary>
public enum SignInMethod
{
    Password,
    PasswordAndCode,
    Passkey,

    /// <summary>By the company's own sign-in, which asks for whatever factors it wants.</summary>
    OpenId,
}
