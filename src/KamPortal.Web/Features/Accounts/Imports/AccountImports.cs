using KamPortal.Data.Imports;

namespace KamPortal.Features.Accounts.Imports;

public static class AccountImports
{
    /// <summary>Accounts, people and product lines can be imported.</summary>
    public static IServiceCollection AddAccountImports(this IServiceCollection services) => services
        .AddSingleton<ImportKind, AccountImport>()
        .AddSingleton<ImportKind, PersonImport>()
        .AddSingleton<ImportKind, ProductLineImport>();
}
