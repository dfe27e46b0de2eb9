using KamPortal.Data.Imports;

namespace KamPortal.Features.Profitability.Imports;

public static class ProfitabilityImports
{
    /// <summary>Exchange rates, financial facts and activity volumes can be imported.</summary>
    public static IServiceCollection AddProfitabilityImports(this IServiceCollection services) => services
        .AddSingleton<ImportKind, ExchangeRateImport>()
        .AddSingleton<ImportKind, FactImport>()
        .AddSingleton<ImportKind, ActivityVolumeImport>();
}
