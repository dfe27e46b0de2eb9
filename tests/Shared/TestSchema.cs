using KamPortal.Data;

namespace KamPortal.Testing;

/// <summary>How a test database gets its tables: exactly as the portal's own does.</summary>
internal static class TestSchema
{
    public static Task MigrateAsync(string connectionString) => KamDatabase.MigrateAsync(connectionString);
}
