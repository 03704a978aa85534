using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A project that its owner deleted: its tag was taken off a moment before, and messages arrive in any order.</summary>
public sealed class DeletionTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task B03_It_leaves_the_space_its_sums_and_what_it_was_called_the_log()
    {
        var space = await app.SpaceAsync();
        var kept = await app.ProjectAsync(space, p => p with { Title = "Resté" }, finalKg: 7_000m);
        var gone = await app.ProjectAsync(space, p => p with { Title = "Zorglub", ProductionCompanies = ["Zorglub Production"] }, finalKg: 5_000m);
        var deleted = Deleted(gone);
        await app.DeliverAsync(deleted, deleted, Told.Untagged(app.Ids, gone, 5, space.Tags[0], space.Id));

        await ShouldShowOnlyAsync(space, kept);
        await new ProjectionRebuild(app.Log.Log, TimeProvider.System).RunAsync("shared-projects", null, CancellationToken.None);
        await ShouldShowOnlyAsync(space, kept);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where stream_id = '{gone}' and data::text ilike '%zorglub%'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>("select count(*) from member_space.projects where title ilike '%zorglub%'")).ShouldBe(0);
    }

    [Fact]
    public async Task B03_What_arrives_after_the_deletion_brings_nothing_back_and_tells_nobody()
    {
        var space = await app.SpaceAsync();
        var project = new ProjectId(app.Ids.NewId());
        await app.DeliverAsync(Deleted(project));
        await app.DeliverAsync(
            Told.Described(app.Ids, project), Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id), Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 1, ("transport", "transport", 5m)));
        await ShouldShowOnlyAsync(space);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where stream_id = '{project}'")).ShouldBe(1);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mail_queue where recipient = '{await app.EmailOfAsync(space.Administrator)}'")).ShouldBe(0);
    }

    private ProjectDeletedV1 Deleted(ProjectId project) => new(app.Ids.NewId(), project, 6, new DateTimeOffset(2023, 12, 20, 10, 0, 0, TimeSpan.Zero));

    private async Task ShouldShowOnlyAsync(TestSpace space, params ProjectId[] projects)
    {
        using var person = app.As(space.Administrator);
        var list = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects");
        list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()).ShouldBe(projects.Select(p => p.Value));
        var dashboard = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        dashboard.GetProperty("projects").GetInt32().ShouldBe(projects.Length);
        dashboard.GetProperty("totalKg").GetDecimal().ShouldBe(projects.Length * 7_000m);
        (await person.GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
