namespace KamPortal.Data.Seeding;

/// <summary>A name in Latin letters and in its own script.</summary>
internal sealed record DemoName(string Latin, string Local)
{
    /// <summary>Both, as people write themselves.</summary>
    public string Both => Local.Length == 0 ? Latin : $"{Latin} {Local}";
}

/// <summary>Names of companies, sole traders and people that nobody bears: put together from syllables, trades and common names.</summary>
internal static class DemoNames
{
    private static readonly IReadOnlyList<DemoName> Surnames = Table("surnames");
    private static readonly IReadOnlyList<DemoName> Given = Table("given");
    private static readonly IReadOnlyList<DemoName> Syllables = Table("syllables");

    private static readonly ILookup<string, (DemoName Family, DemoName Given)> Foreign = DemoTable.Read("shared", "foreign")
        .Select(r => (Culture: r["culture"], Family: new DemoName(r["family"], r["family_local"]), Given: new DemoName(r["given"], r["given_local"])))
        .ToLookup(r => r.Culture, r => (r.Family, r.Given));

    private static readonly Dictionary<string, (string Culture, string Phone)> Countries =
        DemoTable.Read("shared", "countries").Select(r => (r["country"], (r["culture"], r["phone"]))).ToDictionary(r => r.Item1, r => r.Item2);

    /// <summary>"Suzhou Muranqi Packaging 苏州沐苒祺包装".</summary>
    public static DemoName Company(SplitMix64 random, DemoName city, DemoName trade)
    {
        var brand = Word(random, 3);
        return new($"{city.Latin} {brand.Latin} {trade.Latin}", city.Local + brand.Local + trade.Local);
    }

    /// <summary>A shop under a word, or under the name of who runs it.</summary>
    public static DemoName Trader(SplitMix64 random, DemoName trade)
    {
        var name = random.Whole(0, 2) == 0 ? Chinese(random) : Word(random, 3);
        return new($"{name.Latin} {trade.Latin}", name.Local + trade.Local);
    }

    public static DemoName Chinese(SplitMix64 random)
    {
        var (family, given) = (Pick(random, Surnames), Pick(random, Given));
        return new($"{family.Latin} {given.Latin}", family.Local + given.Local);
    }

    public static DemoName Person(SplitMix64 random, string country)
    {
        var culture = Countries[country].Culture;
        if (culture == "CN") return Chinese(random);
        var (family, given) = (Pick(random, [.. Foreign[culture]]).Family, Pick(random, [.. Foreign[culture]]).Given);
        return culture == "JP" ? new($"{family.Latin} {given.Latin}", family.Local + given.Local) : new($"{given.Latin} {family.Latin}", "");
    }

    /// <summary>A number that rings nowhere.</summary>
    public static string Phone(SplitMix64 random, string country) => $"{Countries[country].Phone} {random.Whole(1000, 9999)}";

    /// <summary>The part before the @: the Latin name in lower case.</summary>
    public static string Mailbox(string name) =>
        string.Concat(name.TakeWhile(c => c < 0x3000)).Trim().ToLowerInvariant().Replace(' ', '.').Replace('ü', 'u');

    private static DemoName Word(SplitMix64 random, int syllables)
    {
        var parts = Enumerable.Range(0, syllables).Select(_ => Pick(random, Syllables)).ToList();
        var latin = string.Concat(parts.Select(p => p.Latin));
        return new(char.ToUpperInvariant(latin[0]) + latin[1..], string.Concat(parts.Select(p => p.Local)));
    }

    private static T Pick<T>(SplitMix64 random, IReadOnlyList<T> from) => from[random.Whole(0, from.Count - 1)];

    private static IReadOnlyList<DemoName> Table(string name) => DemoTable.Read("shared", name).Select(r => new DemoName(r["latin"], r["local"]));
}
