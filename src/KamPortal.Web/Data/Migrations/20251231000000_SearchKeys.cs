using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KamPortal.Data.Migrations;

/// <summary>The function behind the stored search keys; before the tables, whose columns are computed by it.</summary>
[DbContext(typeof(KamDbContext))]
[Migration("20251231000000_SearchKeys")]
public sealed class SearchKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Safeguards.Script("SearchKeys"));
}
