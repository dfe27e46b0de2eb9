using KamPortal.Domain;
using KamPortal.Domain.Accounts;

namespace KamPortal.Data.Seeding;

/// <summary>One of the demo portfolios: a situation of key account management, told in the figures of a supplier that does not exist.</summary>
/// <param name="Code">How it is called in addresses, commands and the log.</param>
/// <param name="Make">Makes the book. Pure and deterministic: the same book every time.</param>
public sealed record DemoRecipe(string Code, Func<DemoBook> Make)
{
    public const string Unknown = "There is no such demo portfolio. Choose manufacturer, bank, oil or dealers.";

    /// <summary>A maker of hydraulics whose ten largest customers are nearly all of its revenue, under contracts of three to five years.</summary>
    public static DemoRecipe Manufacturer { get; } = Goods("manufacturer", new(CostNoise: 0.03m, ContractsFrom: 6, WalletsFrom: 6));

    /// <summary>A bank with 60,000 customers, most of which cost more than they bring.</summary>
    public static DemoRecipe Bank { get; } = new("bank", DemoBank.Make);

    /// <summary>A maker of oil products: thin margins, few customers that are most of the volume, distributors.</summary>
    public static DemoRecipe Oil { get; } = Goods("oil", new(CostNoise: 0.006m, ContractsFrom: 180, WalletsFrom: 20));

    /// <summary>Two business units that sell forms and systems to the same dealers.</summary>
    public static DemoRecipe Dealers { get; } = Goods("dealers", new(CostNoise: 0.03m, ContractsFrom: 2, WalletsFrom: 0.3m));

    public static IReadOnlyList<DemoRecipe> All { get; } = [Manufacturer, Bank, Oil, Dealers];

    /// <exception cref="DomainRuleException">There is none of that code.</exception>
    public static DemoRecipe Of(string code) => All.FirstOrDefault(r => r.Code == code) ?? throw new DomainRuleException(Unknown);

    private static DemoRecipe Goods(string code, DemoScale scale) => new(code, () => new DemoGoods(code, scale).Make());
}

/// <summary>From what size on an account is worth a contract or an estimate of its wallet, and how far costs stray.</summary>
internal sealed record DemoScale(decimal CostNoise, decimal ContractsFrom, decimal WalletsFrom);

/// <summary>What every recipe puts together in the same way.</summary>
internal static class DemoBooks
{
    /// <summary>All but the figures.</summary>
    public static DemoBook Make(
        DemoCompany company, IReadOnlyList<DemoEntry> entries, DemoScale scale, IEnumerable<DemoFact> facts, IEnumerable<DemoVolume> volumes)
    {
        var team = entries.SelectMany(e => Team(company, e)).ToList();
        var (contacts, potential) = (new DemoContacts(company, team), new DemoPotential(company));
        return new()
        {
            Regions = company.Regions, Segments = company.Segments, BusinessUnits = company.Units, Lines = company.Lines, People = company.People,
            Logins = DemoLogins.Of(company.Code), ExchangeRates = company.Costs.ExchangeRates, Activities = company.Costs.Activities,
            Markets = DemoTable.Read(company.Code, "markets").Select(r => new DemoMarket(r["code"], r["name"], r["region"], r["segment"], r.Number("size") * 1_000_000, r.Number("growth"))),
            Accounts = [.. entries.Select(e => e.Account)], Team = team,
            Ratings = [.. entries.Select(DemoPotential.Rating).OfType<DemoRating>()],
            Contacts = [.. entries.SelectMany(contacts.Of)],
            Contracts = [.. entries.SelectMany(e => DemoContracts.Of(e, company, scale.ContractsFrom))],
            Wallets = [.. entries.Select(e => DemoPotential.Wallet(e, scale.WalletsFrom)).OfType<DemoWallet>()],
            Offers = [.. entries.SelectMany(potential.Offers)],
            Facts = facts, Volumes = volumes,
        };
    }

    private static IEnumerable<DemoMember> Team(DemoCompany company, DemoEntry entry)
    {
        if (entry.Story.End == 0) yield break;
        foreach (var role in Enum.GetValues<TeamRole>())
        {
            foreach (var person in company.Serving(role.ToString(), entry.Account.Region, entry.Account.Segment, entry.Size))
                yield return new(entry.Account.Code, person.Code, role);
        }
    }
}
