using KamPortal.Domain.Relationships;

namespace KamPortal.Data.Seeding;

/// <summary>The people at the larger accounts, and who of ours looks after them: as many as the account is large, with a gap here and there.</summary>
internal sealed class DemoContacts(DemoCompany company, IReadOnlyList<DemoMember> team)
{
    private readonly ILookup<string, DemoMember> _team = team.ToLookup(m => m.Account);
    private readonly IReadOnlyList<Post> _posts = DemoTable.Read(company.Code, "contacts").Select(r => new Post(
        r["title"], r["department"], r.Word<ContactSide>("side"), r.Word<BuyingRole>("role"), r.Whole("influence"), r.Word<PoliticalStatus>("status"),
        r.Word<DecisionOrientation>("orientation"), r.Number("from_size"), r.Optional("reports_to"), r["ours"]));

    public IEnumerable<DemoContact> Of(DemoEntry entry)
    {
        var random = entry.Random("contacts");
        var posts = _posts.Select((post, i) => (Post: post, Number: i + 1))
            .Where(p => p.Post.FromSize <= entry.Size && !(p.Post.Side == ContactSide.Technical && entry.Gap == "technical")).ToList();
        foreach (var (post, number) in posts)
        {
            var name = DemoNames.Person(random, entry.Account.Country);
            var superior = posts.Exists(p => p.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == post.ReportsTo) ? post.ReportsTo : null;
            var stance = entry.Story.Growth < 0 ? random.Whole(-2, 1) : random.Whole(-1, 2);
            var now = (RelationshipLevel)Math.Clamp(stance + 1, 0, 3);
            yield return new(
                $"{entry.Account.Code}-{number}", entry.Account.Code, name.Both, post.Title, post.Department,
                $"{DemoNames.Mailbox(name.Latin)}@{entry.Account.Code.ToLowerInvariant()}.example", DemoNames.Phone(random, entry.Account.Country), post.Side, post.Role,
                post.Influence, stance, superior is null ? null : $"{entry.Account.Code}-{superior}", post.Status, post.Orientation,
                LastContact(random, entry, post), Ours(entry, post), now, (RelationshipLevel)Math.Min((int)now + 1, 3));
        }
    }

    private static DateOnly LastContact(SplitMix64 random, DemoEntry entry, Post post) =>
        DemoCalendar.Reference.AddDays(-random.Whole(2, 60) - (entry.Gap == "stale" && post.Side == ContactSide.Technical ? 420 : 0));

    private string? Ours(DemoEntry entry, Post post) =>
        entry.Gap == "counterpart" && post.Side == ContactSide.Technical ? null
        : post.Ours == "Lead" ? entry.Account.DataOwner
        : _team[entry.Account.Code].LastOrDefault(m => m.Role.ToString() == post.Ours)?.Person ?? entry.Account.DataOwner;

    private sealed record Post(
        string Title, string Department, ContactSide Side, BuyingRole Role, int Influence, PoliticalStatus Status, DecisionOrientation Orientation,
        decimal FromSize, string? ReportsTo, string Ours);
}
