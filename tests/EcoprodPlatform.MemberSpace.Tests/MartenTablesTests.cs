using EcoprodPlatform.EventSourcing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Weasel.Core;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The whole platform's database beside what every module declares to Marten.</summary>
public sealed class MartenTablesTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task Marten_finds_the_tables_of_every_module_as_declared()
    {
        foreach (var log in app.Services.GetServices<ModuleLog>())
        {
            (await log.Store.Storage.Database.CreateMigrationAsync()).Difference.ShouldBe(SchemaPatchDifference.None, log.Schema);
        }
    }
}
