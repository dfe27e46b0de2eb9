using KamPortal.Data.Imports;

namespace KamPortal.Features.Opportunities.Imports;

public static class OpportunitiesImports
{
    /// <summary>Opportunities and wallet estimates can be imported.</summary>
    public static IServiceCollection AddOpportunitiesImports(this IServiceCollection services) => services
        .AddSingleton<ImportKind, OpportunityImport>()
        .AddSingleton<ImportKind, WalletImport>();
}
