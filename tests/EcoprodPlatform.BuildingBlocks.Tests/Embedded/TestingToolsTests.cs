using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Embedded;

/// <summary>The tests' own tools, since every other test leans on them.</summary>
public sealed class TestingToolsTests
{
    [Fact]
    public async Task Each_database_is_empty_and_gone_afterwards()
    {
        var one = await TestPostgres.CreateDatabaseAsync();
        await one.ExecuteAsync("create table mine (n int)");
        await using var other = await TestPostgres.CreateDatabaseAsync();

        (await other.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'mine'")).ShouldBe(0);
        await one.DisposeAsync();
        (await other.ScalarAsync<long>($"select count(*) from pg_database where datname = '{one.Name}'")).ShouldBe(0);
    }
}
