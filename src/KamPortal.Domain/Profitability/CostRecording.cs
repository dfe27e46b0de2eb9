namespace KamPortal.Domain.Profitability;

/// <summary>
/// Whether the cost behind a figure was recorded. A cost column without any value in a whole batch is not recorded: it counts
/// as 0, and every figure built on it must say so. <c>default</c> is the recording of nothing at all.
/// </summary>
[Flags]
public enum CostRecording
{
    Nothing = 0,

    /// <summary>Every fact behind the figure had the cost.</summary>
    Recorded = 1,

    /// <summary>No fact behind the figure had the cost.</summary>
    NotRecorded = 2,

    /// <summary>Some facts had it, some had not.</summary>
    Partly = Recorded | NotRecorded,
}
