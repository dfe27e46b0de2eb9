using KamPortal.Data.Imports;

namespace KamPortal.Features.Relationships.Imports;

public static class RelationshipsImports
{
    /// <summary>Contacts can be imported.</summary>
    public static IServiceCollection AddRelationshipsImports(this IServiceCollection services) => services.AddSingleton<ImportKind, ContactImport>();
}
