using System.Globalization;
using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Domain.Tiering;
using KamPortal.Features.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Integration.Tests.Scoring;

/// <summary>The whole way from facts to the dashboard on real companies, against results computed independently.</summary>
public sealed class RealDataScoringTests
{
    [SkippableTheory]
    [InlineData("adventureworks", 701, "77034361.69", "76585070.71", "-1896459.89", "10.0006", "46.1493", "1718066.77", 227, 405, "-3614526.66")]
    [InlineData("classicmodels", 122, "9604190.61", "5778310.36", "3825880.25", "27.9200", "200.8508", "3825880.25", 98, 0, "0")]
    public async Task A_real_company_is_measured_to_the_cent(
        string company, int all, string revenue, string cogs, string contribution, string cr10, string hhi, string peak, int peakRank, int losing, string losses)
    {
        var portfolio = new RealPortfolio(company);
        await using var portal = await ScoringPortal.StartAsync();
        await portfolio.LoadAsync(portal);
        var run = await portal.RunAsync(ScoringWindow.All);
        run.Scored.ShouldBe(portfolio.Oracle.Count);
        run.NotScored.ShouldBe(all - portfolio.Oracle.Count);

        var view = await portal.DashboardAsync();
        var picture = view.Picture;
        picture.NetRevenue.ShouldBe(Exactly(revenue));
        (picture.NetRevenue - picture.GrossMargin).ShouldBe(Exactly(cogs));
        picture.Contribution.ShouldBe(Exactly(contribution));
        Math.Round(picture.ByRevenue.Top10!.Value, 4, MidpointRounding.AwayFromZero).ShouldBe(Exactly(cr10));
        Math.Round(picture.ByRevenue.Hhi!.Value, 4, MidpointRounding.AwayFromZero).ShouldBe(Exactly(hhi));
        picture.Whale.Peak.ShouldBe(Exactly(peak));
        picture.Whale.PeakRank.ShouldBe(peakRank);
        picture.Losing.ShouldBe(losing);
        picture.LossTotal.ShouldBe(Exactly(losses));
        if (picture.Contribution <= 0) picture.Whale.PeakPercent.ShouldBeNull();
        picture.Best.ShouldBe(portfolio.Oracle.OrderByDescending(a => a.Contribution).ThenBy(a => a.Code, StringComparer.Ordinal)
            .Take(10).Select(a => new AccountAmount(a.Code, a.Contribution)));

        await using var db = await portal.OpenAsync();
        var stored = await db.ScoresVisibleTo(CurrentUser.System, run.Id)
            .Select(v => new { v.Account.Code, v.Score.NetRevenue, v.Score.Cm1, v.Score.Cm2 }).ToDictionaryAsync(s => s.Code);
        foreach (var expected in portfolio.Oracle)
        {
            var account = stored[expected.Code];
            (account.NetRevenue, account.NetRevenue - account.Cm1, account.Cm2).ShouldBe((expected.Revenue, expected.Cogs, expected.Contribution), expected.Code);
        }
    }

    [SkippableFact]
    public async Task Tiers_counts_and_lists_agree_and_every_explanation_adds_up()
    {
        var portfolio = new RealPortfolio("adventureworks");
        await using var portal = await ScoringPortal.StartAsync();
        await portfolio.LoadAsync(portal);
        var run = await portal.RunAsync();
        var view = await portal.DashboardAsync();
        view.Picture.Tiers.Sum(t => t.Count).ShouldBe(run.Scored);
        view.Picture.Tiers.ShouldAllBe(t => t.Count > 0);
        view.Picture.Tiers.Sum(t => t.Contribution).ShouldBe(view.Picture.Contribution);
        view.Dashboard.WindowMonths.ShouldBe(12);

        await using var db = await portal.OpenAsync();
        var scores = await db.AccountScores.AsNoTracking().Where(s => s.RunId == run.Id).ToListAsync();
        foreach (var tier in view.Picture.Tiers) scores.Count(s => s.Tier == tier.Tier).ShouldBe(tier.Count);
        scores.Where(s => s.Cm2 < 0).ShouldAllBe(s => s.Tier == Tier.C || s.Tier == Tier.CPlus);
        foreach (var score in scores)
        {
            var why = (await portal.AskAsync((ScoringService s) => s.ExplainAsync(CurrentUser.System, score.AccountId, default)))!.Explanation!;
            why.Composite.ShouldBe(score.Composite);
            why.Dimensions.Sum(d => d.Points).ShouldBe(score.Composite);
            why.Dimensions.ShouldAllBe(d => d.Criteria.Sum(c => c.Points) == d.Points);
            why.Tier.Final.ShouldBe(score.Tier);
        }
    }

    [SkippableFact]
    public async Task A_director_sees_the_same_dashboard_over_his_region_alone()
    {
        var portfolio = new RealPortfolio("adventureworks");
        await using var portal = await ScoringPortal.StartAsync();
        await portfolio.LoadAsync(portal);
        await portal.RunAsync(ScoringWindow.All);
        var region = await portal.ScalarAsync<int>("select id from regions where code = 'Northwest'");
        await using var db = await portal.OpenAsync();
        var his = await db.Accounts.Where(a => a.RegionId == region).Select(a => a.Code).ToListAsync();
        var expected = portfolio.Oracle.Where(a => his.Contains(a.Code)).ToList();

        var view = await portal.DashboardAsync(Someone.Director(region));
        view.IsScoped.ShouldBeTrue();
        view.NotScored.ShouldBe(his.Count - expected.Count);
        var picture = view.Picture;
        picture.Accounts.ShouldBe(expected.Count);
        picture.NetRevenue.ShouldBe(expected.Sum(a => a.Revenue));
        picture.Contribution.ShouldBe(expected.Sum(a => a.Contribution));
        picture.Losing.ShouldBe(expected.Count(a => a.Contribution < 0));
        picture.Whale.Peak.ShouldBe(expected.Where(a => a.Contribution > 0).Sum(a => a.Contribution));
        picture.Whale.Points.Select(p => p.Code).ShouldBeSubsetOf(his);
        view.Dashboard.Labels.Keys.ShouldBeSubsetOf(his);
        picture.Matrix.Dots.Count.ShouldBe(expected.Count);

        (await portal.DashboardAsync(Someone.Director())).Picture.Accounts.ShouldBe(0);
    }

    [SkippableFact]
    public async Task The_same_facts_and_model_give_the_same_results_bit_for_bit()
    {
        var portfolio = new RealPortfolio("classicmodels");
        await using var portal = await ScoringPortal.StartAsync();
        await portfolio.LoadAsync(portal);
        var first = await portal.RunAsync();
        var second = await portal.RunAsync();
        second.Number.ShouldBe(first.Number + 1);
        (await portal.ScalarAsync<long>(
            $"""
            select count(*) from (
              select account_id, tier, composite, rank, profit_score, growth_score, strategic_score, net_revenue, cm1, cm2, guards, raw, normalised
              from account_scores where run_id = '{first.Id}'
              except
              select account_id, tier, composite, rank, profit_score, growth_score, strategic_score, net_revenue, cm1, cm2, guards, raw, normalised
              from account_scores where run_id = '{second.Id}') d
            """)).ShouldBe(0);
        (await portal.ScalarAsync<long>("select count(distinct reference::text) from scoring_runs")).ShouldBe(1);
    }

    private static decimal Exactly(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);
}
