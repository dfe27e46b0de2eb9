using KamPortal.Data.Seeding;
using KamPortal.Domain;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Contracts;
using KamPortal.Domain.Relationships;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Seeding;

public sealed class DemoRecipeTests
{
    private static readonly Lazy<DemoFigures> Manufacturer = new(() => new(DemoRecipe.Manufacturer)), Bank = new(() => new(DemoRecipe.Bank)),
        Oil = new(() => new(DemoRecipe.Oil)), Dealers = new(() => new(DemoRecipe.Dealers));

    [Theory]
    [InlineData("manufacturer", "fea1775006cfa80a")]
    [InlineData("bank", "e16fd6eefa3566de")]
    [InlineData("oil", "db1972a4555833c9")]
    [InlineData("dealers", "4a4940ceeba17b75")]
    public void The_same_book_is_made_every_time(string portfolio, string known) => DemoFigures.Hash(DemoRecipe.Of(portfolio).Make()).ShouldBe(known);

    [Fact]
    public void A_situation_that_is_not_there_is_refused() => Should.Throw<DomainRuleException>(() => DemoRecipe.Of("airline")).Message.ShouldBe(DemoRecipe.Unknown);

    [Theory, InlineData("manufacturer", 36), InlineData("bank", 24), InlineData("oil", 36), InlineData("dealers", 36)]
    public void The_months_end_with_a_fixed_one_and_every_figure_is_sound(string portfolio, int months)
    {
        var figures = Of(portfolio);
        figures.Months.Order().ShouldBe(Enumerable.Range(0, months).Select(i => DemoCalendar.Last.AddMonths(i - months + 1)));
        figures.Sound.ShouldBeTrue();
    }

    [Theory, InlineData("manufacturer"), InlineData("bank"), InlineData("oil"), InlineData("dealers")]
    public void Codes_are_unique_people_can_sign_in_and_names_are_in_both_scripts(string portfolio)
    {
        var book = Of(portfolio).Book;
        book.Accounts.Select(a => a.Code).ShouldBeUnique();
        book.People.Select(p => p.Code).ShouldBeUnique();
        book.Contacts.Select(c => c.Code).ShouldBeUnique();
        book.Contracts.Select(c => c.Number).ShouldBeUnique();
        book.Accounts.Count(a => a.LocalName is not null).ShouldBeGreaterThan(book.Accounts.Count / 2);
        book.Logins.Select(l => l.Role).ShouldBe([Role.SalesDirector, Role.AccountManager, Role.AccountManager, Role.Viewer]);
        foreach (var login in book.Logins.Where(l => l.Person is not null)) book.People.Single(p => p.Code == login.Person).Name.ShouldBe(login.Name);
        foreach (var manager in book.Logins.Where(l => l.Role == Role.AccountManager)) book.Accounts.ShouldContain(a => a.Lead == manager.Person);
        DemoRecipe.All.SelectMany(r => DemoLogins.Of(r.Code)).Select(l => l.Id).ShouldBeUnique();
    }

    [Theory, InlineData("manufacturer"), InlineData("bank"), InlineData("oil"), InlineData("dealers")]
    public void The_larger_accounts_have_both_sides_and_a_few_have_gaps(string portfolio)
    {
        var contacts = Of(portfolio).Book.Contacts.ToLookup(c => c.Account);
        var covered = contacts.Count(a => Has(a, ContactSide.Commercial) && Has(a, ContactSide.Technical));
        covered.ShouldBeInRange(contacts.Count / 3, contacts.Count - 2);

        static bool Has(IEnumerable<DemoContact> of, ContactSide side) =>
            of.Any(c => c.Side == side && c is { Influence: >= 3, Counterpart: not null } && c.LastContact > DemoCalendar.Reference.AddDays(-180));
    }

    [Fact]
    public void Ten_customers_of_the_manufacturer_are_95_percent_of_its_revenue_under_long_contracts_and_some_are_served_at_a_loss()
    {
        var figures = Manufacturer.Value;
        figures.Book.Accounts.Count.ShouldBe(121);
        figures.ShareOfLargest(10, figures.Revenue).ShouldBeInRange(0.94m, 0.96m);
        var ten = figures.Customers.OrderByDescending(figures.Revenue).Take(10).ToList();
        foreach (var account in ten)
        {
            var contract = figures.Book.Contracts.Single(c => c.Account == account && c.State == ContractState.Active);
            contract.Start.AddYears(3).ShouldBeLessThanOrEqualTo(contract.End.AddDays(1));
            contract.Notice.ShouldBeLessThan(contract.End);
        }

        figures.Book.Contracts.Select(c => c.State).ShouldContain(ContractState.Draft, "one is about to run out");
        ten.Count(a => figures.Contribution(a) < 0).ShouldBe(2);
        figures.Customers.Count(a => figures.Contribution(a) < 0).ShouldBeInRange(10, 25);
        figures.Book.Accounts.Count(a => a.Parent is not null).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void Moving_the_loss_making_tail_of_the_bank_to_a_cheap_channel_would_raise_contribution_by_about_a_quarter()
    {
        var figures = Bank.Value;
        figures.Book.Accounts.Count.ShouldBe(60_000);
        var tail = figures.Customers.Where(a => figures.Contribution(a) < 0 && figures.Revenue(a) < 10_000).ToHashSet();
        tail.Count.ShouldBeGreaterThan(30_000, "most customers cost more than they bring");

        // What people do for the tail, done by the customer itself in a digital session instead.
        string[] byPeople = ["BRANCH-VISIT", "ADVISER-MEETING", "TELLER", "CALL"];
        var activities = figures.Book.Activities.ToDictionary(a => a.Code);
        var start = DemoCalendar.Last.AddMonths(-11);
        var avoidable = figures.Book.Volumes.Where(v => v.Month >= start && byPeople.Contains(v.Activity) && tail.Contains(v.Account))
            .Sum(v => v.Volume * (DemoFigures.Rate(activities[v.Activity], v.Month) - DemoFigures.Rate(activities["DIGITAL"], v.Month)));
        (avoidable / figures.Customers.Sum(figures.Contribution)).ShouldBeInRange(0.15m, 0.40m);
    }

    [Fact]
    public void Eight_customers_of_the_oil_company_take_most_of_the_tonnes_at_thin_margins()
    {
        var figures = Oil.Value;
        figures.ShareOfLargest(8, figures.Quantity).ShouldBeInRange(0.55m, 0.65m);
        (figures.Customers.Sum(figures.Margin) / figures.Customers.Sum(figures.Revenue)).ShouldBeInRange(0.02m, 0.08m);
        (figures.Customers.Sum(figures.Contribution) / figures.Customers.Sum(figures.Revenue)).ShouldBeInRange(0.01m, 0.07m);
        figures.Book.Accounts.Count(a => a.Kind == AccountKind.Customer).ShouldBe(100);
        figures.Book.Accounts.Count(a => a.Kind == AccountKind.Distributor).ShouldBe(20);
        figures.Book.Ratings.Select(r => r.Value).Distinct().Count().ShouldBeGreaterThan(3);
        figures.Book.Markets.ShouldContain(m => m.Growth < 0);
        figures.Book.Wallets.Count.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Both_units_sell_substitutes_to_the_same_dealers_and_hold_open_offers_there()
    {
        var book = Dealers.Value.Book;
        book.Accounts.Count.ShouldBe(400);
        var bought = book.Facts.GroupBy(f => f.Account).ToDictionary(g => g.Key, g => g.Select(f => f.Line).ToHashSet());
        bought.Values.Count(lines => lines.Contains("F-RO") && lines.Contains("S-RO")).ShouldBeGreaterThan(60, "forms, and the system that makes them needless");
        book.Offers.GroupBy(o => o.Account).Count(g => g.Select(o => o.Unit).Distinct().Count() == 2).ShouldBeGreaterThan(40);
        book.Team.Where(m => m.Role == TeamRole.BusinessUnitSeller).GroupBy(m => m.Account).Count(g => g.Count() == 2).ShouldBeGreaterThan(80);
        book.Accounts.Where(a => a.Parent is not null).Select(a => a.Parent).Distinct().Count().ShouldBe(5, "dealer groups");
    }

    private static DemoFigures Of(string portfolio) => portfolio switch
    {
        "manufacturer" => Manufacturer.Value,
        "bank" => Bank.Value,
        "oil" => Oil.Value,
        _ => Dealers.Value,
    };
}
