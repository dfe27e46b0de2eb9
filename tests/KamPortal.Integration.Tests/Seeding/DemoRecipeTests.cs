using KamPortal.Data.Seeding;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;

namespace KamPortal.Integration.Tests.Seeding;

public sealed class DemoRecipeTests
{
    private static readonly DemoBook Book = DemoRecipe.Make();
    private static readonly DateOnly WindowStart = DemoCalendar.Last.AddMonths(-11);

    [Fact]
    public void The_same_book_is_made_every_time()
    {
        var again = DemoRecipe.Make();
        again.Accounts.ShouldBe(Book.Accounts);
        again.Facts.ShouldBe(Book.Facts);
        again.Volumes.ShouldBe(Book.Volumes);
        again.ExchangeRates.ShouldBe(Book.ExchangeRates);
    }

    [Fact]
    public void The_ten_largest_customers_bring_about_three_quarters_of_revenue()
    {
        var revenue = Customers().Select(a => Revenue(a.Code)).OrderDescending().ToList();
        (revenue.Take(10).Sum() / revenue.Sum()).ShouldBeInRange(0.70m, 0.80m);
    }

    [Fact]
    public void Some_customers_cost_more_than_they_bring_among_them_large_ones()
    {
        var losses = Customers().Where(a => Contribution(a.Code) < 0).ToList();
        losses.Count.ShouldBeInRange(10, 25);
        losses.ShouldContain(a => Revenue(a.Code) > 50_000_000m);
        Customers().Sum(a => Contribution(a.Code)).ShouldBePositive();
    }

    [Fact]
    public void There_are_36_months_that_end_with_a_fixed_one()
    {
        Book.Facts.Select(f => f.Month).Distinct().Order().ShouldBe(Enumerable.Range(0, 36).Select(i => new DateOnly(2023, 11, 1).AddMonths(i)));
    }

    [Fact]
    public void Every_figure_is_money_of_four_decimals_and_adds_up()
    {
        foreach (var f in Book.Facts)
        {
            new[] { f.Gross, f.Discounts, f.Cogs, f.DirectServiceCost }.ShouldAllBe(m => m >= 0 && decimal.Round(m, 4) == m);
            f.Discounts.ShouldBeLessThanOrEqualTo(f.Gross);
        }

        Book.Facts.Select(f => (f.Account, f.Month, f.Line)).Distinct().Count().ShouldBe(Book.Facts.Count);
    }

    [Fact]
    public void The_cast_has_groups_prospects_distributors_orphans_and_both_scripts()
    {
        Book.Accounts.Count.ShouldBe(121);
        Book.Accounts.Count(a => a.Parent is not null).ShouldBeGreaterThanOrEqualTo(3);
        Book.Accounts.Count(a => a.Status == AccountStatus.Prospect).ShouldBe(6);
        Book.Accounts.Count(a => a.Kind == AccountKind.Distributor).ShouldBe(3);
        Book.Accounts.Count(a => a.Lead is null).ShouldBeInRange(3, 10);
        Book.Accounts.Count(a => a.LocalName is not null).ShouldBeGreaterThan(60);
        Book.People.Count.ShouldBe(18);
        Book.Facts.Select(f => f.Currency).Distinct().Order().ShouldBe(["CNY", "EUR", "USD"]);
    }

    private static IEnumerable<DemoAccount> Customers() => Book.Accounts.Where(a => a.Kind == AccountKind.Customer && a.Status == AccountStatus.Active);

    private static IEnumerable<DemoFact> Facts(string account) => Book.Facts.Where(f => f.Account == account && f.Month >= WindowStart);

    private static decimal Revenue(string account) => Facts(account).Sum(f => f.Gross - f.Discounts);

    private static decimal Contribution(string account) =>
        Facts(account).Sum(f => f.Gross - f.Discounts - f.Cogs - f.DirectServiceCost)
        - Book.Volumes.Where(v => v.Account == account && v.Month >= WindowStart).Sum(Cost);

    private static decimal Cost(DemoVolume volume)
    {
        var activity = Book.Activities.Single(a => a.Code == volume.Activity);
        var rate = activity.Rates.Last(r => r.From <= volume.Month).Rate;
        return volume.Volume * rate / (activity.Kind == ActivityKind.Financing ? 12 : 1);
    }
}
