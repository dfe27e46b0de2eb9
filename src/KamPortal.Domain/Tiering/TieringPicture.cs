using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tiering;

/// <summary>The results of one run for some accounts, as columns: index i of each is the same account.</summary>
/// <param name="Codes">Account codes, unique.</param>
/// <param name="ProfitScores">Dimension scores, 0–100; NaN where there is none.</param>
/// <param name="GrowthScores">Likewise.</param>
/// <param name="Contributions">Profit contribution as the run ranked by it.</param>
public sealed record ScoredColumns(
    string[] Codes,
    Tier[] Tiers,
    double[] ProfitScores,
    double[] GrowthScores,
    decimal[] NetRevenues,
    decimal[] GrossMargins,
    decimal[] Contributions)
{
    public int Count => Codes.Length;
}

/// <summary>Where profit is made and lost in a tiered portfolio, or in the part of it that somebody sees: everything a dashboard shows.</summary>
/// <param name="Accounts">Scored accounts.</param>
/// <param name="Tiers">All four, best first.</param>
/// <param name="Losing">Accounts with a contribution below zero.</param>
/// <param name="LossTotal">What they lose together, not positive.</param>
/// <param name="Losses">The largest losses, worst first.</param>
/// <param name="Best">The largest contributions, best first.</param>
public sealed record TieringPicture(
    int Accounts,
    decimal NetRevenue,
    decimal GrossMargin,
    decimal Contribution,
    IReadOnlyList<TierSum> Tiers,
    WhaleCurve Whale,
    ConcentrationFigures ByRevenue,
    ConcentrationFigures ByContribution,
    int Losing,
    decimal LossTotal,
    IReadOnlyList<AccountAmount> Losses,
    IReadOnlyList<AccountAmount> Best,
    ScoreMatrix Matrix)
{
    /// <summary>Points of the whale curve kept: more than a screen can tell apart.</summary>
    public const int WhalePoints = 240;

    private const int Extremes = 10;

    /// <summary>Draws the picture; the order of the accounts does not matter.</summary>
    public static TieringPicture Of(ScoredColumns accounts)
    {
        var losing = Enumerable.Range(0, accounts.Count).Where(i => accounts.Contributions[i] < 0).ToArray();
        return new(
            accounts.Count,
            accounts.NetRevenues.Sum(),
            accounts.GrossMargins.Sum(),
            accounts.Contributions.Sum(),
            TierSum.Of(accounts),
            WhaleCurve.Of(accounts.Codes, accounts.Contributions, WhalePoints),
            ConcentrationFigures.Of(accounts.NetRevenues),
            ConcentrationFigures.Of(accounts.Contributions),
            losing.Length,
            losing.Sum(i => accounts.Contributions[i]),
            [.. losing.OrderBy(i => accounts.Contributions[i]).ThenBy(i => accounts.Codes[i], StringComparer.Ordinal).Take(Extremes).Select(Amount)],
            [.. Enumerable.Range(0, accounts.Count)
                .OrderByDescending(i => accounts.Contributions[i]).ThenBy(i => accounts.Codes[i], StringComparer.Ordinal).Take(Extremes).Select(Amount)],
            ScoreMatrix.Of(accounts));

        AccountAmount Amount(int i) => new(accounts.Codes[i], accounts.Contributions[i]);
    }

    /// <summary>Every account the picture names, so that names can be fetched for these alone.</summary>
    public IReadOnlySet<string> NamedAccounts() =>
        Losses.Concat(Best).Select(a => a.Code).Concat(Whale.Points.Select(p => p.Code)).Concat(Matrix.Dots.Select(d => d.Code)).ToHashSet(StringComparer.Ordinal);
}

/// <summary>An account and an amount of money.</summary>
public sealed record AccountAmount(string Code, decimal Amount);

/// <summary>How many accounts a tier has and what they bring together.</summary>
public sealed record TierSum(Tier Tier, int Count, decimal NetRevenue, decimal Contribution)
{
    internal static IReadOnlyList<TierSum> Of(ScoredColumns accounts)
    {
        var sums = new (int Count, decimal NetRevenue, decimal Contribution)[Tiers.All.Count];
        for (var i = 0; i < accounts.Count; i++)
        {
            ref var sum = ref sums[(int)accounts.Tiers[i] - 1];
            sum.Count++;
            sum.NetRevenue += accounts.NetRevenues[i];
            sum.Contribution += accounts.Contributions[i];
        }

        return [.. Tiers.All.Select(t => (Tier: t, Sum: sums[(int)t - 1])).Select(s => new TierSum(s.Tier, s.Sum.Count, s.Sum.NetRevenue, s.Sum.Contribution))];
    }
}

/// <summary>How much hangs on few accounts, in percent of the sum of the positive values; null when no value is positive.</summary>
/// <param name="Count">Accounts with a positive value.</param>
/// <param name="LeftOut">Accounts without one, outside every share.</param>
public sealed record ConcentrationFigures(int Count, int LeftOut, decimal? Top1, decimal? Top5, decimal? Top10, decimal? Hhi, decimal? EffectiveNumber)
{
    public static ConcentrationFigures Of(IEnumerable<decimal> values)
    {
        var concentration = Concentration.Of(values);
        return new(
            concentration.Count, concentration.LeftOut, concentration.Ratio(1), concentration.Ratio(5), concentration.Ratio(10),
            concentration.Hhi, concentration.EffectiveNumber);
    }
}
