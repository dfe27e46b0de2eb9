namespace KamPortal.Domain;

/// <summary>The months from the first to the last, both included.</summary>
public readonly record struct PeriodRange
{
    public PeriodRange(Period first, Period last)
    {
        if (last < first)
        {
            throw new DomainRuleException($"A range of months cannot end in {last} before it starts in {first}.");
        }

        (First, Last) = (first, last);
    }

    public Period First { get; }

    public Period Last { get; }

    /// <summary>How many months the range holds, at least 1.</summary>
    public int Months => Last.MonthsSince(First) + 1;

    public bool Contains(Period period) => period >= First && period <= Last;

    /// <summary>As many months, ending right before this range starts.</summary>
    public PeriodRange Preceding() => new(First.AddMonths(-Months), First.AddMonths(-1));

    /// <summary>The <paramref name="months"/> months that end with <paramref name="last"/>.</summary>
    public static PeriodRange Ending(Period last, int months) => new(last.AddMonths(1 - months), last);

    public override string ToString() => $"{First}..{Last}";
}
