using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KamPortal.Data.Migrations;

/// <summary>What EF cannot describe: the portal's role and its rights, the audit log's lock, partitions, the job store.</summary>
[DbContext(typeof(KamDbContext))]
[Migration("20260101000001_Safeguards")]
public sealed class Safeguards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Script("Quartz"));
        migrationBuilder.Sql(Script("Safeguards"));
        migrationBuilder.Sql(Script("Imports"));
        migrationBuilder.Sql(Script("Logins"));
        migrationBuilder.Sql(Script("Notices"));
        migrationBuilder.Sql(Script("Privacy"));
    }

    internal static string Script(string name)
    {
        using var stream = typeof(Safeguards).Assembly.GetManifestResourceStream($"KamPortal.Data.Migrations.Sql.{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
