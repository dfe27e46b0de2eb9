namespace KamPortal.Features.Demo;

/// <summary>What the demo card shows.</summary>
/// <param name="Portfolio">Which of the demos is in place; null when none is.</param>
/// <param name="OwnChanges">Changes made by people since the demo was loaded; they go with it.</param>
/// <param name="Job">Loading or removing under way.</param>
public sealed record DemoView(DemoSituation Situation, string? Portfolio, DateTimeOffset? LoadedAt, int OwnChanges, Guid? Job);

public enum DemoSituation
{
    /// <summary>Nothing there yet: the demo, or data of one's own.</summary>
    Empty,

    /// <summary>The demo is in place.</summary>
    Demo,

    /// <summary>A portfolio of one's own; the demo has no business here.</summary>
    Own,
}

/// <summary>Loading has been asked for: watch the job, and note the passwords, which are shown only now.</summary>
public sealed record DemoStart(Guid Job, IReadOnlyList<DemoAccess> Logins);

public sealed record DemoAccess(string Email, string Name, string Role, string Password);

/// <param name="Step">Resource key of the step under way.</param>
/// <param name="Problem">Resource key of what went wrong; null unless it failed.</param>
/// <param name="Reference">Under which the failure is in the log.</param>
public sealed record DemoProgress(bool Running, bool Removing, string? Step, decimal Share, string? Problem, string? Reference);
