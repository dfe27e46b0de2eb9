namespace KamPortal.Data.Seeding;

/// <summary>
/// Makes the months of one customer of the bank: income of each line when it is billed, and what the customer asked of people and
/// machines since the last time. A small customer is billed once or twice a year, so its months are few.
/// </summary>
internal sealed class DemoBankMonths(DemoCompany company)
{
    private readonly Dictionary<string, DemoLine> _lines = company.Lines.ToDictionary(l => l.Code);
    private readonly Dictionary<string, IReadOnlyList<string>> _preferred = company.Segments.ToDictionary(s => s.Code, s => s.Lines);

    public IEnumerable<DemoFact> Facts(DemoEntry entry)
    {
        var random = entry.Random("facts");
        var story = entry.Story;
        var growth = story.Growth * random.Around(0.25m);
        var margin = story.Margin * random.Around(0.08m);
        var lines = _preferred[entry.Account.Segment].Take(entry.Lines).Select((code, i) => (Line: _lines[code], Share: (entry.Lines - i) * random.Around(0.4m))).ToArray();
        foreach (var i in Billed(entry))
        {
            var month = DemoCalendar.Month(i);
            var income = entry.Size * 1_000_000m * story.Every / 12 * DemoCalendar.Level(i, growth) * random.Around(0.1m);
            var whole = lines.Sum(l => l.Share);
            for (var l = 0; l < lines.Length; l++)
            {
                var gross = decimal.Round(income * lines[l].Share / whole * random.Around(0.2m), 2);
                // Funding of what is lent, interest on what is left with us, and credit losses.
                var cost = decimal.Round(gross * (1 - margin - lines[l].Line.Margin) * random.Around(0.05m), 2);
                var uses = random.Whole(1, 3 * story.Every);
                yield return new(entry.Account.Code, month, lines[l].Line.Code, gross, 0, cost, 0, uses, uses, DemoCosts.ReportingCurrency, 1);
            }
        }
    }

    public static IEnumerable<DemoVolume> Volumes(DemoEntry entry)
    {
        var random = entry.Random("volumes");
        foreach (var i in Billed(entry))
        {
            foreach (var (activity, yearly) in entry.Story.Yearly)
            {
                var volume = yearly == 0 ? 0 : random.Count(yearly * entry.Story.Every / 12 * random.Around(0.5m));
                if (volume > 0) yield return new(entry.Account.Code, DemoCalendar.Month(i), activity, volume);
            }
        }
    }

    /// <summary>The months in which the customer is billed: always the same of the year, another for each customer.</summary>
    private static IEnumerable<int> Billed(DemoEntry entry)
    {
        var every = entry.Story.Every;
        for (var i = entry.Story.First + entry.Random("billed").Whole(0, every - 1); i < entry.Story.End; i += every) yield return i;
    }
}
