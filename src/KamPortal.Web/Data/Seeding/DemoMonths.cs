namespace KamPortal.Data.Seeding;

/// <summary>Makes one account's 36 months from its story. Each account has random numbers of its own, so that changing one moves no other.</summary>
internal sealed class DemoMonths
{
    private readonly SplitMix64 _random;
    private readonly DemoStory _story;
    private readonly string _account;
    private readonly string _segment;
    private readonly string _currency;
    private readonly decimal _monthly;
    private readonly decimal _growth;
    private readonly (DemoLine Line, decimal Share, decimal Margin)[] _mix;
    private decimal _waiting;

    public DemoMonths(DemoAccount account, DemoStory story, decimal sizeInMillions, int lines, IReadOnlyList<DemoLine> all)
    {
        _random = new SplitMix64(Seed(account.Code));
        (_story, _account, _segment, _monthly) = (story, account.Code, account.Segment, sizeInMillions * 1_000_000m / 12);
        _currency = account.Region switch { "DACH" or "NEU" => "EUR", "AM" or "JP" => "USD", _ => DemoCosts.ReportingCurrency };
        _growth = story.Growth * _random.Around(0.25m);
        _mix = Mix(lines, all);
    }

    public void Write(IReadOnlyDictionary<(string, DateOnly), decimal> exchange, List<DemoFact> facts, List<DemoVolume> volumes)
    {
        var margin = _story.Margin * _random.Around(0.06m);
        for (var i = _story.Months.First; i < _story.Months.End; i++)
        {
            var month = DemoCalendar.Month(i);
            var revenue = _monthly * Level(i) * DemoCalendar.Season(_segment, month) * _random.Around(0.12m);
            var last = i == _story.Months.End - 1;
            if (_story.Every > 1 && !last && _random.Whole(1, _story.Every) > 1)
            {
                _waiting += revenue; // Bought with the next order.
                continue;
            }

            revenue += _waiting;
            _waiting = 0;
            var orders = Math.Max(1, _random.Count((_story.Orders + _story.OrdersPerMillion * revenue / 1_000_000m) * _random.Around(0.2m)));
            WriteFacts(month, revenue, orders, margin - 0.004m * i / 12, exchange, facts);
            WriteVolumes(month, revenue, orders, volumes);
        }
    }

    private void WriteFacts(
        DateOnly month, decimal revenue, int orders, decimal margin, IReadOnlyDictionary<(string, DateOnly), decimal> exchange, List<DemoFact> facts)
    {
        var rate = _currency == DemoCosts.ReportingCurrency ? 1m : exchange[(_currency, month)];
        // Steel was dear from the summer of 2024 to the spring of 2025.
        var steel = month >= new DateOnly(2024, 6, 1) && month < new DateOnly(2025, 4, 1) ? 0.018m : 0;
        var parts = _mix.Select(m => m.Share * _random.Around(0.3m)).ToArray();
        var whole = parts.Sum();
        for (var l = 0; l < _mix.Length; l++)
        {
            var net = revenue * parts[l] / whole;
            var discount = _story.Discount * _random.Around(0.3m);
            var gross = Round(net / (1 - discount), rate);
            var discounts = Round(net / (1 - discount) * discount, rate);
            net = gross - discounts;
            var cogs = Round(net * (1 - margin - _mix[l].Margin + steel) * _random.Around(0.03m), rate);
            var direct = _mix[l].Line.Code == "SRV" ? Round(net * _random.Between(0.01m, 0.04m), rate) : 0;
            var quantity = Math.Max(1, decimal.Round(net / _mix[l].Line.Price));
            facts.Add(new(_account, month, _mix[l].Line.Code, gross, discounts, cogs, direct, quantity, l == 0 ? orders : _random.Whole(1, orders), _currency, rate));
        }
    }

    private void WriteVolumes(DateOnly month, decimal revenue, int orders, List<DemoVolume> volumes)
    {
        var byEdi = _random.Count(orders * _story.Edi);
        Add(DemoCosts.Order, orders - byEdi);
        Add(DemoCosts.EdiOrder, byEdi);
        Add(DemoCosts.OrderLine, _random.Count(orders * _story.LinesPerOrder * _random.Around(0.2m)));
        Add(DemoCosts.Delivery, _random.Count(orders * _story.Deliveries * _random.Around(0.15m)));
        Add(DemoCosts.Visit, _random.Count(_story.Visits * _random.Around(0.5m)));
        Add(DemoCosts.ServiceHour, _random.Count((_story.Service + _story.ServicePerMillion * revenue / 1_000_000m) * _random.Around(0.4m)));
        Add(DemoCosts.Return, _random.Count(orders * _story.Returns * _random.Around(0.6m)));
        Add(DemoCosts.Financing, decimal.Round(revenue * _story.Days / 30 * _random.Around(0.1m), 2));

        void Add(string activity, decimal volume)
        {
            if (volume > 0) volumes.Add(new(_account, month, activity, volume));
        }
    }

    /// <summary>The course of the business: straight lines through the middle of the three years, the third being 1.</summary>
    private decimal Level(int month)
    {
        var (third, second) = (1m, 1 / (1 + _growth));
        var first = second / (1 + _growth * 0.8m);
        var level = month < 18
            ? second + (second - first) * (month - 17.5m) / 12
            : third + (third - second) * (month - 29.5m) / 12;
        return Math.Max(level, 0.05m);
    }

    private (DemoLine, decimal, decimal)[] Mix(int count, IReadOnlyList<DemoLine> all)
    {
        var order = Preferred(_segment);
        return [.. order.Take(count).Select((code, i) =>
            (all.Single(l => l.Code == code), (count - i) * _random.Around(0.4m), code switch { "SRV" => 0.07m, "SEL" => 0.05m, "FLT" => 0.03m, "PWR" => -0.04m, "CYL" => -0.03m, _ => 0m }))];
    }

    private static string[] Preferred(string segment) => segment switch
    {
        "CON" => ["CYL", "PMP", "VLV", "SEL", "HOS", "FLT", "PWR", "SRV"],
        "PLA" => ["PMP", "VLV", "SEL", "FLT", "SRV", "HOS", "PWR", "CYL"],
        "WIN" => ["PWR", "FLT", "SEL", "VLV", "SRV", "HOS", "PMP", "CYL"],
        "AGR" => ["PMP", "CYL", "HOS", "VLV", "SEL", "FLT", "SRV", "PWR"],
        "MAR" => ["PWR", "CYL", "HOS", "SEL", "VLV", "SRV", "FLT", "PMP"],
        _ => ["SEL", "HOS", "FLT", "SRV", "VLV", "PMP", "CYL", "PWR"],
    };

    /// <summary>Cents of the source currency, times the rate applied: as an import would have converted it.</summary>
    private static decimal Round(decimal amount, decimal rate) => decimal.Round(decimal.Round(amount / rate, 2) * rate, 4);

    private static ulong Seed(string code)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var letter in code) hash = (hash ^ letter) * 1099511628211UL;
            return hash;
        }
    }
}
