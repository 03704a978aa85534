using System.Net;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What becomes of a project's footprint when its owner deletes it, in whatever order Projects' messages arrive.</summary>
public sealed class DeletionSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task B03_Lines_evidence_roles_and_what_lines_were_called_go()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var reader = await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader);
        using var owner = app.ProgramOf(project.Owner);
        var line = app.Ids.NewId();
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(label: "Fourgon d’Ermengarde", id: line))).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}")).EnsureSuccessStatusCode();
        using (var content = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Pdf()), "files", "facture.pdf" } })
        {
            (await owner.PostAsync(new Uri($"/api/footprints/{project.Id}/provisional/lines/{line}/evidence", UriKind.Relative), content)).EnsureSuccessStatusCode();
        }

        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines/bulk", $$"""{"lines":[{{FootprintApp.Line(label: "Vol d’Ermengarde")}}]}""")).EnsureSuccessStatusCode();
        (await LabelsAsync(project)).ShouldBeGreaterThan(0);
        (await DescribedRowsAsync(project)).ShouldBeGreaterThan(0);
        var deleted = Deleted(project);
        await app.DeliverAsync(deleted, deleted);

        (await LabelsAsync(project)).ShouldBe(0);
        (await DescribedRowsAsync(project)).ShouldBe(0);
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1", "line-added.v1", "evidence-attached.v1", "lines-entered.v1", "assessment-erased.v1"]);
        (await app.EventsAsync(project.Id, AssessmentKind.Final)).ShouldBe(["assessment-copied.v1", "assessment-erased.v1"]);
        foreach (var person in new[] { project.Owner, reader })
        {
            using var visitor = app.As(person);
            foreach (var page in new[] { "previsionnel", "definitif", "resultats" })
            {
                (await visitor.GetPageAsync($"/bilans/{project.Id}/{page}")).Status.ShouldBe(HttpStatusCode.NotFound);
            }

            await visitor.Client.SendAsync(HttpMethod.Get, $"/api/footprints/{project.Id}/provisional").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
        }

        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line()).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/final", """{"lines":[]}""", 0).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
    }

    /// <summary>Numbers stay where they are stored, so that versions, positions and what was published agree for ever.</summary>
    [Fact]
    public async Task B03_What_is_left_of_the_events_still_folds_and_rebuilds_to_nothing()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        await app.DeliverAsync(Deleted(project));
        var stream = AssessmentKind.Provisional.StreamId(project.Id);
        var before = (await app.Store.LoadAsync<Assessment>(stream, 1, default)).State;
        before.Lines.Sum(l => l.Emission.Kilograms).ShouldBe(FirstProject.TotalKg);
        before.Lines.ShouldAllBe(l => l.Label == null);
        foreach (var name in new[] { "assessment-sheet", "line-evidence" })
        {
            await new ProjectionRebuild(app.Services.GetRequiredService<ModuleLog<FootprintModule>>().Log, TimeProvider.System).RunAsync(name, null, default);
        }

        (await DescribedRowsAsync(project)).ShouldBe(0);
    }

    [Fact]
    public async Task B03_A_state_that_was_kept_of_a_long_assessment_goes_too()
    {
        var project = await app.ProjectAsync();
        var stream = await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default);
        var lines = Enumerable.Range(1, 120).Select(i => new LineAdded(project.Id, AssessmentKind.Provisional, FirstProject.Activity[0] with { Id = app.Ids.NewId(), Label = $"Ermengarde {i}" }));
        await app.Store.Begin(Actor.System).Append(stream, lines).SaveAsync(default);
        var kept = $"select count(*) from footprint.mt_doc_kept_assessment_{Assessment.SnapshotForm} where id = '{stream.Id}'";
        (await app.Database.ScalarAsync<long>(kept)).ShouldBe(1);
        await app.DeliverAsync(Deleted(project));
        (await app.Database.ScalarAsync<long>(kept)).ShouldBe(0);
        (await app.Store.LoadAsync<Assessment>(stream.Id, default)).State.IsErased.ShouldBeTrue();
    }

    [Fact]
    public async Task B03_Whatever_arrives_after_the_deletion_does_not_bring_the_project_back()
    {
        var (late, first) = (await app.ProjectAsync(), new TestProject(new ProjectId(app.Ids.NewId()), new PersonId(app.Ids.NewId())));
        foreach (var project in new[] { late, first })
        {
            await app.DeliverAsync(Deleted(project));
            await app.DeliverAsync(app.Described(project) with { ProjectVersion = 3 });
            await app.CloseAsync(project, version: 4);
            var collaborator = await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor, version: 5);
            foreach (var person in new[] { project.Owner, collaborator })
            {
                using var program = app.ProgramOf(person);
                await program.SendAsync(HttpMethod.Get, $"/api/footprints/{project.Id}/provisional").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
            }

            (await app.EventsAsync(project.Id)).ShouldBe(["assessment-erased.v1"]);
            (await app.Database.ScalarAsync<string>($"select title from footprint.projects where project_id = '{project.Id}'")).ShouldBe("");
        }
    }

    private ProjectDeletedV1 Deleted(TestProject project) => new(app.Ids.NewId(), project.Id, 20, new DateTimeOffset(2023, 12, 20, 10, 0, 0, TimeSpan.Zero));

    /// <summary>Labels that any event of the project still holds.</summary>
    private Task<long> LabelsAsync(TestProject project) => app.Database.ScalarAsync<long>(
        $"select count(*) from footprint.mt_events where data ->> 'projectId' = '{project.Id}' and data::text like '%\"label\"%'");

    private Task<long> DescribedRowsAsync(TestProject project) => app.Database.ScalarAsync<long>(
        $"""
        select (select count(*) from footprint.assessments where project_id = '{project.Id}') + (select count(*) from footprint.assessment_lines where project_id = '{project.Id}')
          + (select count(*) from footprint.line_evidence where project_id = '{project.Id}') + (select count(*) from footprint.document where owner = 'project:{project.Id}')
          + (select count(*) from footprint.project_access where project_id = '{project.Id}') + (select count(*) from footprint.projects where project_id = '{project.Id}' and title <> '')
        """);
}
