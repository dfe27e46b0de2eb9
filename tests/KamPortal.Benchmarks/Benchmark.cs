using System.Diagnostics;
using System.Globalization;

namespace KamPortal.Benchmarks;

/// <summary>What was measured: a ratio to a baseline taken in the same run, so that it means the same on every machine.</summary>
/// <param name="Baseline">What the value is a multiple of, and the two measures behind it.</param>
internal sealed record Figure(string Name, double Value, double Goal, string Baseline)
{
    public bool Met => Value <= Goal;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Value:0.##} (goal <= {Goal:0.##}) {Baseline}");
}

internal abstract class Benchmark
{
    public abstract IReadOnlyList<string> Names { get; }

    public abstract IAsyncEnumerable<Figure> RunAsync();

    /// <summary>The figure of two times.</summary>
    protected static Figure Ratio(string name, TimeSpan measured, TimeSpan baseline, double goal, string of) => new(
        name, measured / baseline, goal,
        string.Create(CultureInfo.InvariantCulture, $"x {of}: {measured.TotalMilliseconds:0.##} ms / {baseline.TotalMilliseconds:0.##} ms"));

    /// <summary>The middle one of several times, after one that is not counted.</summary>
    protected static TimeSpan Median(int times, Action work)
    {
        work();
        return Middle([.. Enumerable.Range(0, times).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start);
        })]);
    }

    /// <inheritdoc cref="Median"/>
    protected static async Task<TimeSpan> MedianAsync(int times, Func<Task> work)
    {
        await work();
        var taken = new TimeSpan[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            taken[i] = Stopwatch.GetElapsedTime(start);
        }

        return Middle(taken);
    }

    private static TimeSpan Middle(TimeSpan[] taken)
    {
        Array.Sort(taken);
        return taken[taken.Length / 2];
    }
}
