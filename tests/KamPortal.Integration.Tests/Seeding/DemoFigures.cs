using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KamPortal.Data.Seeding;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;

namespace KamPortal.Integration.Tests.Seeding;

/// <summary>One book, read once: the last twelve months of each active customer, added up by the formulas of the field.</summary>
internal sealed class DemoFigures
{
    private readonly Dictionary<string, decimal> _revenue = [], _margin = [], _serving = [], _quantity = [];

    public DemoFigures(DemoRecipe recipe)
    {
        Book = recipe.Make();
        var start = DemoCalendar.Last.AddMonths(-11);
        foreach (var f in Book.Facts)
        {
            Months.Add(f.Month);
            Sound &= new[] { f.Gross, f.Discounts, f.Cogs, f.DirectServiceCost }.All(m => m >= 0 && decimal.Round(m, 4) == m) && f.Discounts <= f.Gross;
            if (f.Month < start) continue;
            Add(_revenue, f.Account, f.Gross - f.Discounts);
            Add(_margin, f.Account, f.Gross - f.Discounts - f.Cogs);
            Add(_serving, f.Account, f.DirectServiceCost);
            Add(_quantity, f.Account, f.Quantity);
        }

        var activities = Book.Activities.ToDictionary(a => a.Code);
        foreach (var v in Book.Volumes.Where(v => v.Month >= start))
        {
            var activity = activities[v.Activity];
            Add(_serving, v.Account, v.Volume * Rate(activity, v.Month) / (activity.Kind == ActivityKind.Financing ? 12 : 1));
        }

        Customers = [.. Book.Accounts.Where(a => a is { Kind: AccountKind.Customer, Status: AccountStatus.Active } && _revenue.ContainsKey(a.Code)).Select(a => a.Code)];
    }

    public DemoBook Book { get; }

    public HashSet<DateOnly> Months { get; } = [];

    /// <summary>Every amount is money of four decimals, and no discount is above its revenue.</summary>
    public bool Sound { get; private set; } = true;

    public IReadOnlyList<string> Customers { get; }

    public decimal Revenue(string account) => _revenue.GetValueOrDefault(account);

    public decimal Margin(string account) => _margin.GetValueOrDefault(account);

    public decimal Quantity(string account) => _quantity.GetValueOrDefault(account);

    public decimal Contribution(string account) => Margin(account) - _serving.GetValueOrDefault(account);

    /// <summary>Share of the largest of all customers.</summary>
    public decimal ShareOfLargest(int count, Func<string, decimal> measure) =>
        Customers.Select(measure).OrderDescending().Take(count).Sum() / Customers.Sum(measure);

    public static decimal Rate(DemoActivity activity, DateOnly month) => activity.Rates.Last(r => r.From <= month).Rate;

    /// <summary>Everything that is in a book, in its order.</summary>
    public static string Hash(DemoBook book)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Add(book.Regions);
            Add(book.BusinessUnits);
            Add(book.People.Select(p => $"{p.Code} {p.Name} {p.Email} {p.Manager}"));
            Add(book.Logins);
            Add(book.ExchangeRates);
            Add(book.Markets);
            Add(book.Accounts);
            Add(book.Team);
            Add(book.Ratings);
            Add(book.Contacts);
            Add(book.Contracts);
            Add(book.Wallets);
            Add(book.Offers);
            Add(book.Facts.Select(f => $"{f.Account} {f.Month} {f.Line} {f.Gross} {f.Discounts} {f.Cogs} {f.DirectServiceCost} {f.Quantity} {f.Orders} {f.Rate}"));
            Add(book.Volumes.Select(v => $"{v.Account} {v.Month} {v.Activity} {v.Volume}"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];

        void Add<T>(IEnumerable<T> rows)
        {
            foreach (var row in rows) hash.AppendData(Encoding.UTF8.GetBytes(row!.ToString()!));
        }
    }

    private static void Add(Dictionary<string, decimal> sums, string key, decimal value) => sums[key] = sums.GetValueOrDefault(key) + value;
}
