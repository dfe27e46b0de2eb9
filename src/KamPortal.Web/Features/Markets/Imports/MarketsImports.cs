using KamPortal.Data.Imports;

namespace KamPortal.Features.Markets.Imports;

public static class MarketsImports
{
    /// <summary>Markets can be imported.</summary>
    public static IServiceCollection AddMarketsImports(this IServiceCollection services) => services.AddSingleton<ImportKind, MarketImport>();
}
