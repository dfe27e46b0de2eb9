using CsCheck;
using KamPortal.Domain.Accounts;

namespace KamPortal.Domain.Tests.Accounts;

public sealed class MergedParentTests
{
    [Fact]
    public void A_person_chooses_between_two_parents() => MergedParent.Choices(1, 2, [10, 11], [20]).ShouldBe([10, 20]);

    [Fact]
    public void A_member_of_the_other_one_s_group_takes_its_place() => MergedParent.Choices(1, 2, [5, 2, 20], [20]).ShouldBe([20]);

    [Fact]
    public void What_stands_below_the_survivor_is_not_offered_above_it() => MergedParent.Choices(1, 2, [10], [7, 1, 10]).ShouldBe([10]);

    [Fact]
    public void No_account_ever_comes_to_stand_above_itself() =>
        Gen.Int[2, 12].SelectMany(n => Gen.Int[-1, n - 1].Array[n]).SelectMany(tree => Gen.Select(Gen.Const(tree), Gen.Int[0, tree.Length - 1], Gen.Int[0, tree.Length - 1])).Sample((tree, a, b) =>
        {
            // Each stands below one that comes before it, so that the tree is one.
            int?[] parents = [.. tree.Select((p, i) => p >= 0 && p < i ? p : (int?)null)];
            if (a == b) return true;
            return MergedParent.Choices(a, b, Above(parents, a), Above(parents, b)).All(choice =>
            {
                int?[] after = [.. parents.Select((p, i) => i == a ? choice : p == b ? a : p)];
                return Enumerable.Range(0, after.Length).Where(i => i != b).All(i => !Above(after, i).Contains(i) && !Above(after, i).Contains(b));
            });
        });

    private static List<int> Above(int?[] parents, int account)
    {
        var above = new List<int>();
        for (var at = parents[account]; at is { } next && above.Count <= parents.Length; at = parents[next]) above.Add(next);
        return above;
    }
}
