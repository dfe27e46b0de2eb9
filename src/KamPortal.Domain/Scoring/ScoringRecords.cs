using KamPortal.Domain.Tiering;

namespace KamPortal.Domain.Scoring;

/// <summary>One numbered version of the scoring model: a draft, the one in force, or a retired one.</summary>
public sealed class ScoringModelVersion
{
    /// <summary>Version number, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Draft, published or retired; at most one version is published and at most one is a draft.</summary>
    public ModelState State { get; private set; }

    /// <summary>The model itself, as JSON.</summary>
    public required string Definition { get; set; }

    /// <summary>The version this one was drafted from.</summary>
    public int? BasedOn { get; init; }

    /// <summary>Login that drafted it.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>Login that published it.</summary>
    public Guid? PublisherId { get; private set; }

    /// <summary>Why it was published.</summary>
    public string? Reason { get; private set; }

    /// <summary>When it was drafted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it came into force.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }

    /// <summary>Puts the draft into force.</summary>
    /// <exception cref="DomainRuleException">It is not a draft, or no reason is given.</exception>
    public void Publish(Guid by, string reason, DateTimeOffset at)
    {
        if (State != ModelState.Draft) throw new DomainRuleException("Only a draft can be published.");
        if (string.IsNullOrWhiteSpace(reason)) throw new DomainRuleException("Publishing a model needs a reason.");
        (State, PublisherId, Reason, PublishedAt) = (ModelState.Published, by, reason.Trim(), at);
    }

    /// <summary>Takes the published version out of force; it stays readable for ever.</summary>
    /// <exception cref="DomainRuleException">It is not published.</exception>
    public void Retire() =>
        State = State == ModelState.Published ? ModelState.Retired : throw new DomainRuleException("Only the published model can be retired.");
}

/// <summary>Where a model version stands.</summary>
public enum ModelState
{
    /// <summary>May still be edited.</summary>
    Draft,

    /// <summary>In force and immutable.</summary>
    Published,

    /// <summary>Was in force once; immutable.</summary>
    Retired,
}

/// <summary>One scoring of the whole portfolio; its results appear at once or not at all.</summary>
public sealed class ScoringRun
{
    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; init; }

    /// <summary>Number shown to people, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The model version applied.</summary>
    public int ModelNumber { get; init; }

    /// <summary>First day of the last month of the window.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Months in the window; null for all.</summary>
    public int? WindowMonths { get; init; }

    /// <summary>What set the run off.</summary>
    public RunTrigger Trigger { get; init; }

    /// <summary>When the work began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the results were put in force.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Accounts scored.</summary>
    public int ScoredCount { get; init; }

    /// <summary>Active customers without facts in the window, and others outside the population.</summary>
    public int NotScoredCount { get; init; }

    /// <summary>Whether pages read this run; exactly one is current.</summary>
    public bool IsCurrent { get; set; }

    /// <summary>The frozen reference population, as JSON: with it a score can be recomputed offline.</summary>
    public required string Reference { get; init; }

    /// <summary>The whole portfolio's dashboard, computed once, as JSON.</summary>
    public required string Dashboard { get; init; }
}

/// <summary>What set a run off.</summary>
public enum RunTrigger
{
    /// <summary>A person asked for it.</summary>
    Manual,

    /// <summary>The calendar.</summary>
    Schedule,

    /// <summary>An import of facts.</summary>
    Import,
}

/// <summary>One account's result in one run.</summary>
public sealed class AccountScore
{
    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>The account.</summary>
    public int AccountId { get; init; }

    /// <summary>The tier reached, before any override.</summary>
    public Tier Tier { get; init; }

    /// <summary>The tier by the rule alone, before stability, guards and C+.</summary>
    public Tier ComputedTier { get; init; }

    /// <summary>The tier held when the run began; null for none.</summary>
    public Tier? HeldTier { get; init; }

    /// <summary>As-of periods right before in which it kept that tier although the rule alone said less.</summary>
    public short PeriodsBelow { get; init; }

    /// <summary>The score shown and compared, 0 to 100 with two decimals.</summary>
    public decimal Composite { get; init; }

    /// <summary>Place by composite, 1 is best; ties by account code.</summary>
    public int Rank { get; init; }

    /// <summary>Dimension score of profit contribution, 0 to 100; null when the dimension dropped out.</summary>
    public double? ProfitScore { get; init; }

    /// <summary>Dimension score of growth potential.</summary>
    public double? GrowthScore { get; init; }

    /// <summary>Dimension score of strategic importance.</summary>
    public double? StrategicScore { get; init; }

    /// <summary>Net revenue in the window.</summary>
    public decimal NetRevenue { get; init; }

    /// <summary>Gross margin in the window.</summary>
    public decimal Cm1 { get; init; }

    /// <summary>Customer contribution in the window.</summary>
    public decimal Cm2 { get; init; }

    /// <summary>Which guards bit, as flags.</summary>
    public short Guards { get; init; }

    /// <summary>Raw value per criterion in model order; NaN when missing.</summary>
    public required double[] Raw { get; init; }

    /// <summary>Normalised value per criterion in model order, 0 to 100; NaN when missing.</summary>
    public required double[] Normalised { get; init; }

    /// <summary>The same as the rules see it.</summary>
    public ScoredAccount ToScored() => new(
        Raw, Normalised, Composite, Tier, (TierGuards)Guards, Rank, ComputedTier, (double)Cm2,
        HeldTier is { } held ? new(held, PeriodsBelow) : default);
}

/// <summary>A judgement of an account on a rated criterion, 1 to 5.</summary>
public sealed class AccountRating
{
    /// <summary>The account judged.</summary>
    public int AccountId { get; init; }

    /// <summary>Key of the rated criterion, for example strategic_importance.</summary>
    public required string Criterion { get; init; }

    /// <summary>From 1, low, to 5, high.</summary>
    public int Value { get; set; }

    /// <summary>Why.</summary>
    public string? Note { get; set; }

    /// <summary>Login of the rater.</summary>
    public Guid RatedById { get; set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset RatedAt { get; set; }

    /// <summary>Last day on which it counts; null for as long as nobody rates anew.</summary>
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>Whether it counts on a day; an expired rating is missing, not 0.</summary>
    public bool IsInForceOn(DateOnly day) => ExpiresOn is not { } last || day <= last;

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}
