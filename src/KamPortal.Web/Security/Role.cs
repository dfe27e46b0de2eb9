namespace KamPortal.Security;

/// <summary>What a login may do, in the words of the business.</summary>
public static class Role
{
    public const string AccountManager = nameof(AccountManager);
    public const string TechnicalSpecialist = nameof(TechnicalSpecialist);
    public const string SalesDirector = nameof(SalesDirector);
    public const string Admin = nameof(Admin);
    public const string Finance = nameof(Finance);
    public const string InsideSales = nameof(InsideSales);
    public const string Viewer = nameof(Viewer);

    /// <summary>Every role, in the order in which screens list them; the key is part of the schema.</summary>
    public static readonly IReadOnlyDictionary<string, Guid> All = new Dictionary<string, Guid>
    {
        [AccountManager] = new("0196b000-0000-7000-8000-000000000001"),
        [TechnicalSpecialist] = new("0196b000-0000-7000-8000-000000000002"),
        [SalesDirector] = new("0196b000-0000-7000-8000-000000000003"),
        [Admin] = new("0196b000-0000-7000-8000-000000000004"),
        [Finance] = new("0196b000-0000-7000-8000-000000000005"),
        [InsideSales] = new("0196b000-0000-7000-8000-000000000006"),
        [Viewer] = new("0196b000-0000-7000-8000-000000000007"),
    };
}
