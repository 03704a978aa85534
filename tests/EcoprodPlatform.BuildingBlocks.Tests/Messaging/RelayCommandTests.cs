using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>What an operator does about dead letters on the command line of the real host.</summary>
public sealed class RelayCommandTests
{
    private const string Reaction = "projects.on-person-known";

    [Fact]
    public async Task Dead_letters_are_listed_replayed_one_by_one_or_together_and_dropped()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        Task<(int ExitCode, string Output)> RunAsync(params string[] words)
            => HostProcess.RunAsync([new("ConnectionStrings:Ecoprod", database.ConnectionString)], words);
        (await RunAsync("relay", "status")).Output.ShouldContain("dead letters: 0");
        var ids = new List<string>();
        for (var n = 1; n <= 3; n++)
        {
            ids.Add(await database.ScalarAsync<string>("select gen_random_uuid()::text"));
            var body = n == 3 ? "garbage" : $$"""{"eventId":"{{ids[^1]}}","personId":"{{ids[0]}}","version":{{n}},"personVersion":{{n}},"firstName":"Camille","lastName":"Renaud","email":"camille@example.org","language":"fr"}""";
            await database.ExecuteAsync($"insert into projects.dead_letters (reaction, message_id, wire_name, body, error) values ('{Reaction}', '{ids[^1]}', 'w', convert_to('{body}', 'UTF8'), 'an old cause')");
        }

        var status = await RunAsync("relay", "status");
        status.Output.ShouldContain("dead letters: 3");
        status.Output.ShouldContain($"{Reaction} {ids[2]} w");

        var one = await RunAsync("relay", "replay", Reaction, ids[1]);
        one.ShouldBe((0, one.Output));
        one.Output.ShouldContain("1 of 1 replayed");

        var all = await RunAsync("relay", "replay", Reaction);
        all.ExitCode.ShouldBe(1);
        all.Output.ShouldContain($"{Reaction} {ids[0]}: done");
        all.Output.ShouldContain($"{Reaction} {ids[2]}: failed again");
        all.Output.ShouldContain("1 of 2 replayed");

        (await RunAsync("relay", "drop", Reaction, ids[2])).Output.ShouldContain("dropped");
        (await database.ScalarAsync<long>("select count(*) from projects.dead_letters")).ShouldBe(0);
        (await database.ScalarAsync<long>($"select count(*) from projects.inbox where reaction = '{Reaction}'")).ShouldBe(2);
        (await RunAsync("relay", "replay", "projects.on-nothing")).ShouldSatisfyAllConditions(
            r => r.ExitCode.ShouldBe(1),
            r => r.Output.ShouldContain("There is no dead letter"));
    }
}
