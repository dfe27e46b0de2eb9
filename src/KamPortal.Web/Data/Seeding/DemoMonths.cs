namespace KamPortal.Data.Seeding;

/// <summary>Makes the months of one customer of goods from its story.</summary>
internal sealed class DemoMonths
{
    private readonly SplitMix64 _random;
    private readonly DemoEntry _entry;
    private readonly DemoCompany _company;
    private readonly DemoOrdering _ordering;
    private readonly string _season;
    private readonly string _currency;
    private readonly decimal _costNoise;
    private readonly decimal _growth;
    private readonly (DemoLine Line, decimal Share)[] _mix;
    private decimal _waiting;

    /// <param name="entry">The customer.</param>
    /// <param name="company">Who sells.</param>
    /// <param name="costNoise">How far the cost of a month's goods strays from what the margin says.</param>
    public DemoMonths(DemoEntry entry, DemoCompany company, decimal costNoise)
    {
        _random = entry.Random("");
        (_entry, _company, _costNoise) = (entry, company, costNoise);
        _ordering = entry.Story.Ordering ?? throw new InvalidOperationException($"{entry.Story.Name} does not say how its customers order.");
        var segment = company.Segments.Single(s => s.Code == entry.Account.Segment);
        (_season, _currency) = (segment.Season, company.Currency(entry.Account.Region));
        _growth = entry.Story.Growth * _random.Around(0.25m);
        _mix = [.. segment.Lines.Take(entry.Lines).Select((code, i) => (company.Lines.Single(l => l.Code == code), (entry.Lines - i) * _random.Around(0.4m)))];
    }

    public void Write(List<DemoFact> facts, List<DemoVolume> volumes)
    {
        var story = _entry.Story;
        var margin = story.Margin * _random.Around(0.06m);
        for (var i = story.First; i < story.End; i++)
        {
            var month = DemoCalendar.Month(i);
            var revenue = _entry.Size * 1_000_000m / 12 * DemoCalendar.Level(i, _growth) * DemoCalendar.Season(_season, month) * _random.Around(0.12m);
            var last = i == story.End - 1;
            if (story.Every > 1 && !last && _random.Whole(1, story.Every) > 1)
            {
                _waiting += revenue; // Bought with the next order.
                continue;
            }

            revenue += _waiting;
            _waiting = 0;
            var orders = Math.Max(1, _random.Count((_ordering.Orders + _ordering.OrdersPerMillion * revenue / 1_000_000m) * _random.Around(0.2m)));
            // Margins crumble a little, year by year.
            WriteFacts(month, revenue, orders, margin * (1 - 0.016m * i / 12), facts);
            WriteVolumes(month, revenue, orders, volumes);
        }
    }

    private void WriteFacts(DateOnly month, decimal revenue, int orders, decimal margin, List<DemoFact> facts)
    {
        var rate = _currency == DemoCosts.ReportingCurrency ? 1m : _company.Exchange[(_currency, month)];
        var shock = _company.Costs.Shock(month);
        var parts = _mix.Select(m => m.Share * _random.Around(0.3m)).ToArray();
        var whole = parts.Sum();
        for (var l = 0; l < _mix.Length; l++)
        {
            var line = _mix[l].Line;
            var net = revenue * parts[l] / whole;
            var discount = _ordering.Discount * _random.Around(0.3m);
            var gross = Round(net / (1 - discount), rate);
            var discounts = Round(net / (1 - discount) * discount, rate);
            net = gross - discounts;
            var cogs = Round(net * (1 - margin - line.Margin + shock) * _random.Around(_costNoise), rate);
            var direct = line.Direct > 0 ? Round(net * _random.Between(line.Direct / 4, line.Direct), rate) : 0;
            var quantity = Math.Max(1, decimal.Round(net / line.Price));
            facts.Add(new(_entry.Account.Code, month, line.Code, gross, discounts, cogs, direct, quantity, l == 0 ? orders : _random.Whole(1, orders), _currency, rate));
        }
    }

    private void WriteVolumes(DateOnly month, decimal revenue, int orders, List<DemoVolume> volumes)
    {
        var byEdi = _random.Count(orders * _ordering.Edi);
        Add(DemoCosts.Order, orders - byEdi);
        Add(DemoCosts.EdiOrder, byEdi);
        Add(DemoCosts.OrderLine, _random.Count(orders * _ordering.Lines * _random.Around(0.2m)));
        Add(DemoCosts.Delivery, _random.Count(orders * _ordering.Deliveries * _random.Around(0.15m)));
        Add(DemoCosts.Visit, _random.Count(_ordering.Visits * _random.Around(0.5m)));
        Add(DemoCosts.ServiceHour, _random.Count((_ordering.Service + _ordering.ServicePerMillion * revenue / 1_000_000m) * _random.Around(0.4m)));
        Add(DemoCosts.Return, _random.Count(orders * _ordering.Returns * _random.Around(0.6m)));
        Add(DemoCosts.Financing, decimal.Round(revenue * _ordering.Days / 30 * _random.Around(0.1m), 2));

        void Add(string activity, decimal volume)
        {
            if (volume > 0) volumes.Add(new(_entry.Account.Code, month, activity, volume));
        }
    }

    /// <summary>Cents of the source currency, times the rate applied: as an import would have converted it.</summary>
    private static decimal Round(decimal amount, decimal rate) => decimal.Round(decimal.Round(amount / rate, 2) * rate, 4);
}
