namespace KamPortal.Domain.Scoring;

/// <summary>
/// Which model scores which segment: one default and models for segments of their own. Accounts of one model are measured against one
/// another only, so a segment with a model of its own is a population of its own, with ranks of its own.
/// </summary>
/// <typeparam name="TModel">A model or whatever stands for one, such as the number of its version.</typeparam>
public sealed class ModelAssignments<TModel>
    where TModel : notnull
{
    private readonly Dictionary<string, TModel> _bySegment;

    /// <param name="standard">The model of every account whose segment has none of its own, and of accounts without a segment.</param>
    /// <param name="bySegment">Models by segment code, each segment once.</param>
    /// <exception cref="DomainRuleException">A segment is named twice or is blank.</exception>
    public ModelAssignments(TModel standard, IEnumerable<(string Segment, TModel Model)> bySegment)
    {
        (Standard, _bySegment) = (standard, new(StringComparer.Ordinal));
        foreach (var (segment, model) in bySegment)
        {
            if (string.IsNullOrWhiteSpace(segment) || !_bySegment.TryAdd(segment, model))
            {
                throw new DomainRuleException($"The segment '{segment}' needs exactly one scoring model.");
            }
        }
    }

    public TModel Standard { get; }

    /// <summary>The model that scores an account of a segment.</summary>
    public TModel Of(string? segment) => segment is not null && _bySegment.TryGetValue(segment, out var model) ? model : Standard;

    /// <summary>Which accounts each model scores: the standard one first, the others by segment code; models without accounts are left out.</summary>
    /// <param name="segments">Segment code of every account, null for none.</param>
    public IReadOnlyList<(TModel Model, int[] Accounts)> Partition(IReadOnlyList<string?> segments)
    {
        var parts = Enumerable.Range(0, segments.Count).ToLookup(i => Of(segments[i]));
        return [.. _bySegment.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value).Prepend(Standard).Distinct()
            .Where(parts.Contains).Select(model => (model, parts[model].ToArray()))];
    }
}
