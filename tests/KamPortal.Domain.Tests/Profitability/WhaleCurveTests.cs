using CsCheck;
using KamPortal.Domain.Profitability;

namespace KamPortal.Domain.Tests.Profitability;

public sealed class WhaleCurveTests
{
    private static readonly Gen<(string Code, decimal Amount)[]> Portfolio =
        Gen.Int[-500, 1_000].Array[1, 80].Select(amounts => amounts.Select((a, i) => ($"K{i:000}", (decimal)a)).ToArray());

    [Fact]
    public void PF1_twenty_customers()
    {
        decimal[] profits = [1700, 5000, -5400, 900, -700, 100, -3100, 1800, 7900, -2300, 50, 8700, 1500, 200, 500, 9026, 60, 8300, 10, 1200];
        var curve = WhaleCurve.Of([.. Enumerable.Range(1, 20).Select(i => $"C{i}")], profits);

        curve.Total.ShouldBe(35_446);
        curve.Points.Select(p => p.Code).ShouldBe("C16,C12,C18,C9,C2,C8,C1,C13,C20,C4,C15,C14,C6,C17,C11,C19,C5,C10,C7,C3".Split(','));
        curve.Points.Select(p => p.Cumulative).ShouldBe(
        [
            9026, 17726, 26026, 33926, 38926, 40726, 42426, 43926, 45126, 46026, 46526, 46726, 46826, 46886, 46936, 46946, 46246, 43946, 40846, 35446,
        ]);
        (curve.Peak, curve.PeakRank, curve.PeakAccountsPercent).ShouldBe((46_946m, 16, 80m));
        Rounding.ToCents(curve.PeakPercent!.Value).ShouldBe(132.44m);
        Rounding.ToCents(curve.Points[3].CumulativePercent!.Value).ShouldBe(95.71m);
        Rounding.ToCents(curve.Points[4].CumulativePercent!.Value).ShouldBe(109.82m);
        curve.GivenBack.ShouldBe(11_500);
        Rounding.ToCents(curve.GivenBackPercent!.Value).ShouldBe(32.44m);
    }

    [Fact]
    public void With_a_positive_total_it_ends_at_100_percent_and_peaks_no_lower() =>
        Portfolio.Where(p => p.Sum(a => a.Amount) > 0).Sample(p =>
        {
            var curve = Curve(p);
            return curve.Points[^1].CumulativePercent == 100m && curve.PeakPercent >= 100m && curve.GivenBackPercent == curve.PeakPercent - 100m;
        });

    [Fact]
    public void At_a_loss_in_total_there_is_money_but_no_percentage() =>
        Portfolio.Select(p => p.Select(a => (a.Code, Amount: a.Amount - 600)).ToArray()).Where(p => p.Sum(a => a.Amount) <= 0).Sample(p =>
        {
            var curve = Curve(p);
            return curve.PeakPercent is null && curve.GivenBackPercent is null && curve.Points.All(x => x.CumulativePercent is null)
                && curve.GivenBack == curve.Peak - p.Sum(a => a.Amount);
        });

    [Fact]
    public void The_peak_is_what_the_profitable_accounts_earn_together() =>
        Portfolio.Sample(p =>
        {
            var curve = Curve(p);
            return curve.Peak == p.Where(a => a.Amount > 0).Sum(a => a.Amount) && curve.PeakRank == p.Count(a => a.Amount > 0);
        });

    [Fact]
    public void The_order_of_input_changes_nothing() =>
        Portfolio.SelectMany(p => Gen.Shuffle(p), (p, shuffled) => (p, shuffled)).Sample((p, shuffled) =>
            Curve(p).Points.SequenceEqual(Curve(shuffled).Points));

    [Fact]
    public void Equal_contributions_are_ordered_by_code_ordinal() =>
        WhaleCurve.Of(["b", "B", "a"], [1, 1, 1]).Points.Select(p => p.Code).ShouldBe(["B", "a", "b"]);

    [Fact]
    public void A_long_curve_is_thinned_but_keeps_first_peak_and_last()
    {
        Gen.Select(Gen.Int[501, 5_000], Gen.Double[0, 1]).Sample((accounts, profitable) =>
        {
            var amounts = Enumerable.Range(0, accounts).Select(i => i < accounts * profitable ? 10m : -1m).ToArray();
            var curve = WhaleCurve.Of([.. Enumerable.Range(0, accounts).Select(i => $"{i:0000}")], amounts);
            return curve.Points.Count <= 500
                && curve.Points[0].Rank == 1
                && curve.Points[^1].Rank == accounts
                && (curve.PeakRank == 0 || curve.Points.Any(p => p.Rank == curve.PeakRank && p.Cumulative == curve.Peak));
        }, iter: 50);
    }

    [Fact]
    public void It_can_be_kept_as_json_and_read_back()
    {
        var curve = WhaleCurve.Of(["a", "b"], [5, -1]);
        var kept = System.Text.Json.JsonSerializer.Deserialize<WhaleCurve>(System.Text.Json.JsonSerializer.Serialize(curve))!;
        kept.Points.ShouldBe(curve.Points);
        (kept with { Points = curve.Points }).ShouldBe(curve);
    }

    [Fact]
    public void Without_accounts_it_is_empty()
    {
        var curve = WhaleCurve.Of([], []);
        (curve.Points.Count, curve.Peak, curve.PeakAccountsPercent, curve.PeakPercent).ShouldBe((0, 0m, null, null));
    }

    private static WhaleCurve Curve((string Code, decimal Amount)[] p) =>
        WhaleCurve.Of([.. p.Select(a => a.Code)], [.. p.Select(a => a.Amount)]);
}
