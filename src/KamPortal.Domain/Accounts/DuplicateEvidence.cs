namespace KamPortal.Domain.Accounts;

/// <summary>What speaks for and against two accounts being one company. What one of them does not say speaks neither way.</summary>
/// <param name="NameLikeness">0 to 1; see <see cref="CompanyName.Likeness"/>.</param>
/// <param name="SameTaxId">Null unless both have one, and so with the others.</param>
public sealed record DuplicateEvidence(double NameLikeness, bool? SameTaxId, double? StreetLikeness, bool? SamePostalCode, bool? SameCity, bool? SameCountry)
{
    /// <summary>Pairs below this score are not worth a person's time.</summary>
    public const int WorthALook = 50;

    /// <summary>Names less alike than this say nothing.</summary>
    private const double NameCountsFrom = 0.4;
    private const double SameStreetFrom = 0.7;

    /// <summary>
    /// 0 to 100. The same name alone is worth a look (65); the same tax number is nearly proof (60), another one nearly the opposite (−40); the
    /// address adds (street 15, postal code 10, city 8) or takes away (city −10, country −25).
    /// </summary>
    public int Score
    {
        get
        {
            var name = 65 * Math.Max(0, (Math.Min(NameLikeness, 1) - NameCountsFrom) / (1 - NameCountsFrom));
            var rest = Of(SameTaxId, 60, -40) + Of(SamePostalCode, 10, 0) + Of(SameCity, 8, -10) + Of(SameCountry, 0, -25) + (StreetLikeness >= SameStreetFrom ? 15 : 0);
            return (int)Math.Round(Math.Clamp(name + rest, 0, 100), MidpointRounding.AwayFromZero);
        }
    }

    private static int Of(bool? same, int yes, int no) => same switch { true => yes, false => no, _ => 0 };
}
