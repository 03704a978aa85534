using System.Net;
using System.Text.Json;
using EcoprodPlatform.Footprint.Comments;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What people of a project say of a line. Who may: <see cref="DataLifeTests"/>.</summary>
public sealed class CommentSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task An_auditor_asks_and_the_producer_answers_under_the_line()
    {
        var (project, line, path) = await LineAsync();
        using var auditor = app.As(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        var page = await auditor.GetPageAsync(path);
        (await auditor.SubmitAsync(page, (LineComment.Field, "  "))).Text.ShouldContain("Commentaire : à renseigner.");
        page = await auditor.SubmitAsync(page, (LineComment.Field, "Aller simple ou retour ?\n<b>Merci</b>"));
        page.Text.ShouldContain("Aller simple ou retour ?");
        page.Text.ShouldContain("<b>Merci</b>");
        page.Text.ShouldContain("par vous");

        using var producer = app.As(project.Owner);
        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel")).Find($"a[href='{path}']").TextContent.ShouldBe("1 commentaire");
        page = await producer.GetPageAsync(path);
        page.Text.ShouldContain("par une autre personne du projet");
        page = await producer.SubmitAsync(page, page.Form("main form:has(textarea)"), (LineComment.Field, "Aller et retour."));
        using var owner = app.ProgramOf(project.Owner);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/lines/{line}/comments")).EnumerateArray().Select(c => c.GetProperty("words").GetString()).ShouldBe(["Aller simple ou retour ?\n<b>Merci</b>", "Aller et retour."]);

        // The line reads as before, and an edit of it is not stale.
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/lines/{line}", FootprintApp.Line("12"), 1)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "line-changed.v1"]);
    }

    [Fact]
    public async Task Sent_twice_it_is_said_once_and_its_author_or_the_owner_takes_it_back()
    {
        var (project, line, path) = await LineAsync();
        var (first, second) = (await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor), await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader, 3));
        using var contributor = app.As(first);
        var page = await contributor.GetPageAsync(path);
        await contributor.SubmitAsync(page, (LineComment.Field, "À vérifier"));
        await contributor.SubmitAsync(page, (LineComment.Field, "À vérifier"));
        var api = $"/api/footprints/{project.Id}/provisional/lines/{line}/comments";
        using var reader = app.ProgramOf(second);
        var id = (await FootprintApp.GetAsync(reader, api)).EnumerateArray().Single().GetProperty("id").GetGuid();
        await reader.SendAsync(HttpMethod.Delete, $"{api}/{id}").ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.comment-of-another");
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Delete, $"{api}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.SendAsync(HttpMethod.Delete, $"{api}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await contributor.SubmitAsync(page, (LineComment.Field, "Encore"));
        page = await contributor.SubmitAsync(await contributor.GetPageAsync(path), (await contributor.GetPageAsync(path)).Form("form[action$='/retrait']"));
        page.Text.ShouldContain("Commentaire retiré.");
        (await FootprintApp.GetAsync(owner, api)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_said_is_refused_and_with_its_project_everything_goes()
    {
        var (project, line, _) = await LineAsync();
        using var owner = app.ProgramOf(project.Owner);
        var api = $"/api/footprints/{project.Id}/provisional/lines/{line}/comments";
        await owner.SendAsync(HttpMethod.Post, api, JsonSerializer.Serialize(new { words = new string('x', 1001) })).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.comment");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines/{app.Ids.NewId()}/comments", """{"words":"x"}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-line");
        for (var i = 0; i < LineComment.Most; i++)
        {
            (await owner.SendAsync(HttpMethod.Post, api, """{"words":"x"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        await owner.SendAsync(HttpMethod.Post, api, """{"words":"x"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.too-many-comments");
        using var stranger = app.ProgramOf((await app.ProjectAsync()).Owner);
        await stranger.SendAsync(HttpMethod.Get, api).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project.Id, 20, DateTimeOffset.UnixEpoch));
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.line_comments where project_id = '{project.Id}'")).ShouldBe(0);
    }

    private async Task<(TestProject Project, Guid Line, string Path)> LineAsync()
    {
        var (project, line) = (await app.ProjectAsync(), app.Ids.NewId());
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: line))).EnsureSuccessStatusCode();
        return (project, line, $"/bilans/{project.Id}/previsionnel/lignes/{line}/commentaires");
    }
}
