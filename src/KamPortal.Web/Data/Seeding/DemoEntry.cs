using System.Globalization;
using KamPortal.Domain.Accounts;

namespace KamPortal.Data.Seeding;

/// <summary>An account with what makes its figures.</summary>
/// <param name="Size">Revenue of the last twelve months, about, in millions.</param>
/// <param name="Lines">Product lines bought.</param>
/// <param name="Gap">What is wrong with how the account is covered: technical, counterpart or stale; null when nothing was put wrong.</param>
internal sealed record DemoEntry(DemoAccount Account, DemoStory Story, decimal Size, int Lines, string? Gap)
{
    /// <summary>Random numbers of this account's own, so that changing one account moves no other.</summary>
    public SplitMix64 Random(string purpose) => SplitMix64.Of(Account.Code + purpose);
}

/// <summary>The accounts of a portfolio: those that somebody named, then the crowd.</summary>
internal sealed class DemoEntries(DemoCompany company)
{
    private readonly ILookup<string, string> _industries = company.Segments.ToLookup(s => s.Code, s => s.Industry);

    public IReadOnlyList<DemoEntry> All()
    {
        var named = DemoTable.Read(company.Code, "accounts").Select(Named);
        return [.. named, .. new DemoCrowd(company, named.Count == 0 ? "A-0000" : named[^1].Account.Code).All()];
    }

    /// <summary>An account from its row or its dice, with the days on which it was written down and last touched.</summary>
    public static DemoAccount Account(
        string code, DemoName name, string legalName, string? parent, DemoStory story, string industry, string segment, string region, string country, string city,
        DemoPerson? lead)
    {
        var random = new SplitMix64(ulong.Parse(code.AsSpan(2), CultureInfo.InvariantCulture));
        var created = new DateTime(2019, 3, 4, 1, 30, 0, DateTimeKind.Utc).AddDays(random.Whole(0, 1500));
        if (story.First > 20) created = new(2025, 9, 8, 2, 15, 0, DateTimeKind.Utc);
        if (story.Status == AccountStatus.Prospect) created = new(2026, 5, 18, 3, 0, 0, DateTimeKind.Utc);
        return new(
            code, name.Latin, name.Local.Length == 0 ? null : name.Local, legalName, parent, story.Kind, story.Status, industry, segment, region, country, city,
            lead?.Code, lead is { To: null } ? lead.Code : null, created, new DateTime(2026, 1, 5, 2, 0, 0, DateTimeKind.Utc).AddMinutes(random.Whole(0, 430_000)));
    }

    private DemoEntry Named(DemoTable.Row r)
    {
        var (name, size, country) = (new DemoName(r["name"], r["local"]), r.Number("size"), r["country"]);
        var lead = r.Optional("lead");
        var account = Account(
            r["code"], name, LegalName(name, country, size), r.Optional("parent"), company.Stories[r["story"]], _industries[r["segment"]].Single(), r["segment"],
            r["region"], country, r["city"], lead is null ? null : company.People.Single(p => p.Code == lead));
        return new(account, company.Stories[r["story"]], size, r.Whole("lines"), r.Optional("gap"));
    }

    private static string LegalName(DemoName name, string country, decimal size) => (country, name.Local) switch
    {
        (_, "") => name.Latin,
        ("China", var local) => local + (size > 50 ? "股份有限公司" : "有限公司"),
        ("Japan", var local) => "株式会社" + local,
        _ => name.Latin,
    };
}
