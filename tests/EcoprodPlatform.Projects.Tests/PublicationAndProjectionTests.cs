using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>What leaves the module, and that its read models are what a rebuild makes of the log.</summary>
[Collection(ProjectsHost.Name)]
public sealed class PublicationAndProjectionTests(ProjectsApp app)
{
    [Fact]
    public async Task A_description_is_the_whole_project_at_its_version()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        var body = Samples.FirstProject();
        body["title"] = "Exercice";
        body["isExercise"] = true;
        (await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, 1)).EnsureSuccessStatusCode();
        await app.SettledAsync();
        var events = await app.Store.ReadStreamAsync(id, CancellationToken.None);
        var described = app.Published.Of<ProjectDescribedV1>().Where(m => m.ProjectId == id).OrderBy(m => m.ProjectVersion).ToList();
        described.Select(m => m.EventId).ShouldBe(events.Select(e => e.Id));
        var (first, second) = (described[0], described[1]);
        (first.Title, first.IsExercise, first.ProjectVersion, first.OwnerId).ShouldBe(("Documentaire", false, 1, owner.Id));
        (first.EditorialGenre, first.MainDistribution, first.ShootingFormat, first.Currency, first.LeadCountry).ShouldBe(("documentary", "other", "hd", "EUR", "FR"));
        (first.Budget, first.Episodes, first.DurationSeconds, first.ProductionDays).ShouldBe((300_000m, 1, 3120, 100));
        (first.StartDate, first.DeliveryDate, first.FinalisedOn).ShouldBe((new DateOnly(2022, 12, 5), new DateOnly(2023, 10, 2), null));
        first.ShootingTypologies.ShouldBe(["other"]);
        first.CoProductionCountries.ShouldBe(["BE", "BW"]);
        first.ProductionCompanies.ShouldBeEmpty();
        (second.Title, second.IsExercise, second.ProjectVersion).ShouldBe(("Exercice", true, 2));
        second.CreatedAt.ShouldBe(first.CreatedAt);
        second.ChangedAt.ShouldBeGreaterThan(first.ChangedAt);
    }

    [Fact]
    public async Task Every_projection_takes_every_event_and_a_rebuild_gives_the_same_rows()
    {
        var owner = await app.PersonAsync();
        var stream = await app.Store.LoadAsync<Project>(app.Ids.NewId(), CancellationToken.None);
        await app.Store.Begin(new Actor(new PersonId(owner.Id))).Append(stream, StoredEventTests.Events).SaveAsync(CancellationToken.None);
        var other = await app.ProjectAsync(owner, "Reconstruit");
        await app.JoinAsync(other, owner.Id, (await app.PersonAsync("Noor", "Haddad")).Id, Roles.Contributor);

        var log = app.Services.GetRequiredService<ModuleLog<ProjectsModule>>().Log;
        foreach (var projection in log.Definition.Projections)
        {
            var before = await RowsAsync(projection);
            before.ShouldNotBeEmpty();
            await new ProjectionRebuild(log, app.Clock).RunAsync(projection.Name, null, CancellationToken.None);
            (await RowsAsync(projection)).ShouldBe(before);
        }
    }

    private async Task<List<string>> RowsAsync(SqlProjection projection)
    {
        var rows = new List<string>();
        foreach (var table in projection.Tables)
        {
            await using var command = app.Database.Source.CreateCommand($"select to_jsonb(t)::text from projects.{table} t order by 1");
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetString(0));
            }
        }

        return rows;
    }
}
