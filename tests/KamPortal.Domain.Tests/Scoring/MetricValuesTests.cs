using KamPortal.Domain.Scoring;

namespace KamPortal.Domain.Tests.Scoring;

public sealed class MetricValuesTests
{
    private static readonly WindowBasis Everything = new(Months: 12, HasPriorFacts: true, CostOfGoodsRecorded: true, CostToServeRecorded: true);

    private static readonly AccountWindow Account = new()
    {
        NetRevenue = 200,
        GrossMargin = 80,
        CostToServe = 20,
        CustomerContribution = 60,
        PriorNetRevenue = 160,
        PriorCustomerContribution = 75,
        MonthsWithOrders = 9,
        LinesBought = 3,
        LinesOffered = 4,
        Wallet = 800,
        MarketGrowth = 0.04,
        Ratings = new Dictionary<string, double> { [Metrics.StrategicImportance] = 5, [Metrics.Access] = 2, ["rated_payment_morale"] = 3 },
    };

    [Theory]
    [InlineData(Metrics.ProfitContribution, 60)]
    [InlineData(Metrics.ContributionMargin, 0.3)]
    [InlineData(Metrics.Revenue, 200)]
    [InlineData(Metrics.CostToServeRatio, 0.25)]
    [InlineData(Metrics.RevenueGrowth, 0.25)]
    [InlineData(Metrics.ContributionGrowth, -0.2)]
    [InlineData(Metrics.ProductBreadth, 0.75)]
    [InlineData(Metrics.OrderRegularity, 0.75)]
    [InlineData(Metrics.WalletGap, 600)]
    [InlineData(Metrics.ShareOfWallet, 0.25)]
    [InlineData(Metrics.MarketGrowth, 0.04)]
    [InlineData(Metrics.StrategicImportance, 5)]
    [InlineData(Metrics.Access, 2)]
    [InlineData("rated_payment_morale", 3)]
    public void Each_metric_follows_its_formula(string metric, double value) =>
        MetricValues.Of(metric, Account, Everything).ShouldBe(value, 1e-12);

    [Fact]
    public void Growth_from_nothing_or_from_a_loss_is_missing()
    {
        Missing(Metrics.RevenueGrowth, Account with { PriorNetRevenue = 0 });
        Missing(Metrics.ContributionGrowth, Account with { PriorCustomerContribution = -5 });
    }

    [Fact]
    public void Without_facts_in_the_whole_prior_window_nobody_has_growth()
    {
        Missing(Metrics.RevenueGrowth, Account, Everything with { HasPriorFacts = false });
        Missing(Metrics.ContributionGrowth, Account, Everything with { HasPriorFacts = false });
    }

    [Fact]
    public void A_ratio_over_nothing_or_less_is_missing()
    {
        Missing(Metrics.ContributionMargin, Account with { NetRevenue = 0 });
        Missing(Metrics.ContributionMargin, Account with { NetRevenue = -10 });
        Missing(Metrics.CostToServeRatio, Account with { GrossMargin = 0 });
        Missing(Metrics.ProductBreadth, Account with { LinesOffered = 0 });
    }

    [Fact]
    public void What_is_not_known_is_missing_and_not_zero()
    {
        Missing(Metrics.ProductBreadth, Account with { LinesBought = null });
        Missing(Metrics.OrderRegularity, Account with { MonthsWithOrders = null });
        Missing(Metrics.StrategicImportance, Account with { Ratings = null });
        Missing(Metrics.Innovation, Account);
        Missing(Metrics.WalletGap, Account with { Wallet = null });
        Missing(Metrics.ShareOfWallet, Account with { Wallet = 0 });
        Missing(Metrics.MarketGrowth, Account with { MarketGrowth = null });
        Missing(Metrics.CostToServeRatio, Account, Everything with { CostToServeRecorded = false });
        MetricValues.Of(Metrics.ProductBreadth, Account with { LinesBought = 0 }, Everything).ShouldBe(0);
    }

    [Fact]
    public void Where_cost_of_goods_was_never_recorded_profit_is_revenue_and_margins_are_missing()
    {
        var revenueOnly = Everything with { CostOfGoodsRecorded = false };
        MetricValues.Of(Metrics.ProfitContribution, Account, revenueOnly).ShouldBe(200);
        MetricValues.Of(Metrics.ContributionGrowth, Account, revenueOnly).ShouldBe(0.25, 1e-12);
        MetricValues.Profit(Account, revenueOnly).ShouldBe(200);
        Missing(Metrics.ContributionMargin, Account, revenueOnly);
        Missing(Metrics.CostToServeRatio, Account, revenueOnly);
    }

    [Fact]
    public void Facts_are_collected_account_by_account()
    {
        var builder = new PortfolioFactsBuilder(Everything, expectedAccounts: 1);
        foreach (var code in "c b a".Split(' '))
        {
            builder.Add(code, Account with { CustomerContribution = code[0] - 'b' });
        }

        var facts = builder.Build();
        facts.Count.ShouldBe(3);
        facts.CodeOf(2).ShouldBe("a");
        facts.ContributionOf(2).ShouldBe(-1);
        facts.Column(Metrics.ProfitContribution).ToArray().ShouldBe([1, 0, -1]);
        facts.Value(Metrics.ProductBreadth, 0).ShouldBe(0.75);
    }

    [Fact]
    public void A_rating_expires_after_its_last_day_and_is_missing_then()
    {
        var rating = new AccountRating { Criterion = Metrics.Access, ExpiresOn = new DateOnly(2026, 6, 30) };
        rating.IsInForceOn(new DateOnly(2026, 6, 30)).ShouldBeTrue();
        rating.IsInForceOn(new DateOnly(2026, 7, 1)).ShouldBeFalse();
        new AccountRating { Criterion = Metrics.Access }.IsInForceOn(DateOnly.MaxValue).ShouldBeTrue();
    }

    [Fact]
    public void Ratings_come_and_go_by_account_and_a_metric_nobody_has_takes_no_column()
    {
        var builder = new PortfolioFactsBuilder(Everything, expectedAccounts: 1);
        builder.Add("a", Account with { Ratings = null, Wallet = null }).Add("b", Account with { Wallet = null });
        var facts = builder.Add("c", Account with { Ratings = null, Wallet = null }).Build();
        facts.Column(Metrics.Access).ToArray().ShouldBe([double.NaN, 2, double.NaN]);
        facts.Column(Metrics.WalletGap).IsEmpty.ShouldBeTrue();
        facts.Value(Metrics.WalletGap, 1).ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData("rated_payment_morale", true)]
    [InlineData("rated_", false)]
    [InlineData("rated_Payment", false)]
    [InlineData("rated__x", false)]
    [InlineData("luck", false)]
    public void A_company_may_rate_what_it_likes_under_a_key_of_its_own(string key, bool known)
    {
        (Metrics.Find(key) is { IsRated: true, IsOwn: true }).ShouldBe(known);
        if (known) Metrics.Get(key).OwnName.ShouldBe("payment morale");
    }

    [Fact]
    public void Columns_of_unequal_length_unknown_metrics_and_infinity_are_refused()
    {
        Should.Throw<DomainRuleException>(() => new PortfolioFacts(["a"], [], new Dictionary<string, double[]>()));
        Should.Throw<DomainRuleException>(() => new PortfolioFacts(["a"], [1], new Dictionary<string, double[]> { ["profit"] = [1] }));
        Should.Throw<DomainRuleException>(() => Some.Facts((Metrics.Revenue, [double.PositiveInfinity])));
    }

    [Fact]
    public void A_window_covers_its_months_and_has_as_many_before_it()
    {
        var (asOf, first) = (new Period(2020, 5), new Period(2017, 7));
        ScoringWindow.Last(12).Covers(asOf, first).ToString().ShouldBe("2019-06..2020-05");
        ScoringWindow.Last(12).PriorTo(asOf).ToString().ShouldBe("2018-06..2019-05");
        ScoringWindow.All.Covers(asOf, first).ToString().ShouldBe("2017-07..2020-05");
        ScoringWindow.All.PriorTo(asOf).ShouldBeNull();
    }

    private static void Missing(string metric, in AccountWindow account, WindowBasis? basis = null) =>
        MetricValues.Of(metric, account, basis ?? Everything).ShouldBe(double.NaN);
}
