using KamPortal.Data.Imports;

namespace KamPortal.Features.Contracts.Imports;

public static class ContractsImports
{
    /// <summary>Contracts can be imported.</summary>
    public static IServiceCollection AddContractsImports(this IServiceCollection services) => services.AddSingleton<ImportKind, ContractImport>();
}
