using Microsoft.EntityFrameworkCore.Design;

namespace KamPortal.Data;

/// <summary>Lets dotnet-ef build the model without starting the portal or a database.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<KamDbContext>
{
    public KamDbContext CreateDbContext(string[] args) => KamDatabase.Owner("Host=localhost;Database=design");
}
