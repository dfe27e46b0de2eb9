using KamPortal.Data.Imports;

namespace KamPortal.Features.Incentives.Imports;

public static class IncentivesImports
{
    /// <summary>Quotas and sales transactions can be imported.</summary>
    public static IServiceCollection AddIncentivesImports(this IServiceCollection services) => services
        .AddSingleton<ImportKind, QuotaImport>()
        .AddSingleton<ImportKind, SalesTransactionImport>();
}
