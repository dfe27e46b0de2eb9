using System.Globalization;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Contracts;

namespace KamPortal.Data.Seeding;

/// <summary>Contracts of three to five years with the larger accounts: the one in force, the one before it, and the next where it is being negotiated.</summary>
internal static class DemoContracts
{
    private const int NoticeMonths = 6;

    public static IEnumerable<DemoContract> Of(DemoEntry entry, DemoCompany company, decimal fromSize)
    {
        if (entry.Size < fromSize || entry.Account.Kind != AccountKind.Customer) yield break;
        var random = entry.Random("contracts");
        var years = random.Whole(3, 5);
        var start = DemoCalendar.Last.AddMonths(-random.Whole(2, years * 12 - 3));
        var unit = company.Units[random.Whole(0, company.Units.Count - 1)].Code;
        var lost = entry.Story.Status == AccountStatus.Closed;
        yield return Make(start.AddYears(-years), 0.8m, ContractState.Renewed);
        var current = Make(start, 0.92m, lost ? ContractState.Terminated : ContractState.Active);
        yield return current;
        if (!lost && current.Notice < DemoCalendar.Reference.AddMonths(3)) yield return Make(start.AddYears(years), 1.04m, ContractState.Draft);

        DemoContract Make(DateOnly from, decimal share, ContractState state)
        {
            var (currency, end) = (company.Currency(entry.Account.Region), from.AddYears(years).AddDays(-1));
            var rate = currency == DemoCosts.ReportingCurrency ? 1 : company.Exchange[(currency, DemoCalendar.Last)];
            // A sum that people would agree on: tens of thousands of the contract's currency.
            var value = Math.Max(1, decimal.Round(entry.Size * share * 100 / rate)) * 10_000 * rate;
            return new(
                string.Create(CultureInfo.InvariantCulture, $"C-{from.Year}-{entry.Account.Code}"), entry.Account.Code,
                string.Create(CultureInfo.InvariantCulture, $"Framework agreement {from.Year}–{end.Year} 框架协议"), unit,
                from, end, value, currency, rate, end.AddMonths(-NoticeMonths), state == ContractState.Active && random.Whole(0, 2) == 0, state);
        }
    }
}
