using Npgsql;

namespace KamPortal.Integration.Tests.Data;

public sealed class TestClusterTests
{
    [Fact]
    public async Task Each_test_class_has_a_database_that_no_other_sees()
    {
        await using var one = await TestDatabase.CloneAsync();
        await using var other = await TestDatabase.CloneAsync();
        await RunAsync(one, "create table mine as select 1");
        (await RunAsync(other, "select to_regclass('mine')::text")).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task A_test_database_is_gone_after_its_class()
    {
        string name;
        await using (var database = await TestDatabase.EmptyAsync()) name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        await using var other = await TestDatabase.EmptyAsync();
        (await RunAsync(other, $"select count(*) from pg_database where datname = '{name}'")).ShouldBe(0L);
    }

    private static async Task<object?> RunAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
