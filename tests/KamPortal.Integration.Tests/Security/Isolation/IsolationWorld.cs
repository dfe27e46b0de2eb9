using CsCheck;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Security.Isolation;

/// <summary>A random organisation, small enough to count by hand: everything refers to everything else by its place in its list.</summary>
internal sealed record IsolationWorld(
    IReadOnlyList<int?> RegionParents, int Units, IReadOnlyList<int?> LineUnits, int People, IReadOnlyList<WorldAccount> Accounts, IReadOnlyList<WorldLogin> Logins, IReadOnlyList<WorldLoan> Loans)
{
    /// <summary>Those whose scope is narrow come more often: with them there is something to get wrong.</summary>
    private static readonly string[] Roles =
    [
        Role.AccountManager, Role.AccountManager, Role.AccountManager, Role.TechnicalSpecialist, Role.SalesDirector, Role.SalesDirector, Role.SalesDirector,
        Role.Finance, Role.InsideSales, Role.Viewer, Role.Admin,
    ];

    public static readonly Gen<IsolationWorld> Any =
        from regions in Gen.Int[2, 6]
        from parents in Gen.Int[-1, regions - 1].Array[regions]
        from units in Gen.Int[1, 3]
        from lines in Gen.Int[-1, units - 1].Array[1, 5]
        from people in Gen.Int[3, 12]
        from accounts in Account(regions, lines.Length, people).Array[0, 60]
        from logins in Login(regions, units).Array[5, 12]
        from loans in Loan(logins.Length).Array[0, 8]
        // A region's parent comes before it, so that the tree is one; a person has one login.
        select new IsolationWorld(
            [.. parents.Select((p, i) => p >= 0 && p < i ? p : (int?)null)], units, [.. lines.Select(l => l < 0 ? (int?)null : l)], people, accounts,
            [.. logins.Select((l, i) => l with { Person = l.HasPerson && i < people ? i : null })], [.. loans.Where(l => l.Lender != l.Borrower)]);

    /// <summary>The whole rule, as sets: what the login at this place may know of.</summary>
    public IReadOnlySet<int> VisibleTo(int login)
    {
        if (Logins[login].Disabled) return new HashSet<int>();
        var all = Enumerable.Range(0, Accounts.Count).ToHashSet();
        if (Logins[login].Roles.Any(r => r is Role.Admin or Role.Finance or Role.Viewer)) return all;
        return all.Where(a => Own(login, a) || Loans.Any(l => l.Borrower == login && l.From <= 0 && l.To >= 0 && !l.Ended && !Logins[l.Lender].Disabled && Own(l.Lender, a))).ToHashSet();
    }

    private bool Own(int login, int account)
    {
        var (l, a) = (Logins[login], Accounts[account]);
        var manages = l.Roles.Contains(Role.AccountManager) || l.Roles.Contains(Role.TechnicalSpecialist);
        return manages && l.Person is { } person && (a.Lead == person || a.Team.Contains(person))
            || l.Roles.Contains(Role.SalesDirector) && (a.Region is { } region && Above(region).Any(l.Regions.Contains)
                || a.Lines.Any(line => LineUnits[line % LineUnits.Count] is { } unit && l.Units.Contains(unit)));
    }

    private IEnumerable<int> Above(int region)
    {
        for (int? r = region; r is { } at; r = RegionParents[at]) yield return at;
    }

    private static Gen<WorldAccount> Account(int regions, int lines, int people) =>
        from region in Gen.Int[-1, regions - 1]
        from lead in Gen.Int[-1, people - 1]
        from team in Gen.Int[0, people - 1].Array[0, 3]
        from bought in Gen.Int[0, lines - 1].Array[0, 3]
        from revenue in Gen.Int[1, 100_000]
        from archived in Gen.Int[0, 9]
        select new WorldAccount(region < 0 ? null : region, lead < 0 ? null : lead, [.. team.Where(p => p != lead).Distinct()], bought.ToHashSet(), revenue, archived == 0);

    private static Gen<WorldLogin> Login(int regions, int units) =>
        from roles in Gen.Int[0, Roles.Length - 1].Array[1, 2]
        from person in Gen.Int[0, 4]
        from at in Gen.Int[0, regions - 1].Array[0, 2]
        from of in Gen.Int[0, units - 1].Array[0, 2]
        from disabled in Gen.Int[0, 9]
        select new WorldLogin([.. roles.Select(r => Roles[r]).Distinct()], person > 0, null, at.ToHashSet(), of.ToHashSet(), disabled == 0);

    private static Gen<WorldLoan> Loan(int logins) =>
        from lender in Gen.Int[0, logins - 1]
        from borrower in Gen.Int[0, logins - 1]
        from start in Gen.Int[-3, 2]
        from days in Gen.Int[0, 4]
        from ended in Gen.Int[0, 5]
        select new WorldLoan(lender, borrower, start, start + days, ended == 0);
}

internal sealed record WorldAccount(int? Region, int? Lead, IReadOnlyList<int> Team, IReadOnlySet<int> Lines, int Revenue, bool Archived);

internal sealed record WorldLogin(IReadOnlyList<string> Roles, bool HasPerson, int? Person, IReadOnlySet<int> Regions, IReadOnlySet<int> Units, bool Disabled);

/// <summary>Days are counted from today.</summary>
internal sealed record WorldLoan(int Lender, int Borrower, int From, int To, bool Ended);
