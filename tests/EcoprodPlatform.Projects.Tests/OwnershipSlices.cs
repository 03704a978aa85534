using System.Net;
using System.Text.Json;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web.Shell;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>A project outlives the account of who created it: it is handed over, or staff give it an owner.</summary>
[Collection(ProjectsHost.Name)]
public sealed class OwnershipSlices(ProjectsApp app)
{
    private static readonly Guid Staff = Guid.Parse("5afe0000-0000-7000-8000-000000000002");

    [Fact]
    public async Task B03_An_owner_hands_a_project_over_and_everything_follows()
    {
        var (owner, next, id) = await TeamAsync();
        var before = await UpdatedAsync(owner, id);

        var offer = await owner.Visitor.GetPageAsync($"/projets/{id}/transmission");
        var sent = await owner.Visitor.SubmitAsync(offer, offer.Form("main form[method=post]"), ("personId", next.Id.ToString()));
        sent.Text.ShouldContain("Proposition envoyée.");
        sent.Text.ShouldContain("Ce projet est proposé à Noor Haddad");
        (await RoleAsync(owner, id)).ShouldBe("owner", "until then the owner stays");

        (await app.MailsAsync(next.Email)).ShouldHaveSingleItem().Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal)
            .ShouldContain($"/projets/{id}/transmission/reponse");
        (await next.Visitor.GetPageAsync($"/projets/{id}/collaboration")).Text.ShouldContain("Camille Renaud vous propose de reprendre ce projet.");
        var answer = await next.Visitor.GetPageAsync($"/projets/{id}/transmission/reponse");
        var taken = await next.Visitor.SubmitAsync(answer, answer.Form("main form[method=post]"), answer.Find("button[value=accept]"));
        taken.Text.ShouldContain("Vous êtes maintenant propriétaire de ce projet.");

        ((await RoleAsync(owner, id)), await RoleAsync(next, id)).ShouldBe(("contributor", "owner"));
        (await UpdatedAsync(next, id)).ShouldBe(before, "another owner is no change of data (PR-19)");
        await app.SettledAsync();
        var described = app.Published.Of<ProjectDescribedV1>().Where(m => m.ProjectId == id).MaxBy(m => m.ProjectVersion)!;
        (described.OwnerId, described.ChangedAt).ShouldBe((next.Id, app.Published.Of<ProjectDescribedV1>().Where(m => m.ProjectId == id).MinBy(m => m.ProjectVersion)!.ChangedAt));
        app.Published.Of<CollaboratorChangedV1>().Where(m => m.ProjectId == id).OrderBy(m => m.ProjectVersion).Select(m => (m.PersonId, m.Role))
            .ShouldBe([(next.Id, "contributor"), (owner.Id, "contributor"), (next.Id, null)]);

        // Footprint follows: both still work on the data, and nobody is counted twice.
        (await next.Visitor.GetPageAsync($"/bilans/{id}/previsionnel")).Texts("nav.tabs a").ShouldContain("Collaboration1");
        (await owner.Visitor.GetPageAsync($"/bilans/{id}/previsionnel")).Has("[data-factor-search]").ShouldBeTrue();
        (await next.Visitor.GetPageAsync($"/projets/{id}/historique")).Text.ShouldContain("a repris le projet de Camille Renaud");

        // What the owner alone may is now the other's.
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await next.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await next.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/collaborators/{owner.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task B03_An_offer_is_declined_or_withdrawn_and_a_closed_project_is_handed_over_by_program()
    {
        var (owner, next, id) = await TeamAsync();
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var offer = $"/api/projects/{id}/ownership-offer";

        (await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await next.Client.SendAsync(HttpMethod.Post, $"{offer}/answer", new { isAccepted = false })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await next.Visitor.GetPageAsync($"/projets/{id}/transmission/reponse")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var page = await owner.Visitor.GetPageAsync($"/projets/{id}/transmission");
        (await owner.Visitor.SubmitAsync(page, page.Form("main form[action$=retrait]"))).Text.ShouldContain("Proposition retirée.");
        await next.Client.SendAsync(HttpMethod.Post, $"{offer}/answer", new { isAccepted = true }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.no-offer");

        (await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await next.Client.SendAsync(HttpMethod.Post, $"{offer}/answer", new { isAccepted = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((await RoleAsync(owner, id)), await RoleAsync(next, id)).ShouldBe(("contributor", "owner"));
    }

    [Fact]
    public async Task B03_The_hostile_list_finds_nothing()
    {
        var (owner, next, id) = await TeamAsync();
        var stranger = await app.PersonAsync("Sans", "Lien");
        var offer = $"/api/projects/{id}/ownership-offer";
        await next.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-hands-over");
        await stranger.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = stranger.Id }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.not-a-contributor");
        await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id }, version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        (await owner.Client.SendAsync(HttpMethod.Post, offer, new { personId = next.Id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await owner.Client.SendAsync(HttpMethod.Post, $"{offer}/answer", new { isAccepted = true }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-contributors-take-over");
        foreach (var path in new[] { $"/projets/{id}/transmission", $"/projets/{id}/transmission/reponse" })
        {
            (await stranger.Visitor.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await next.Visitor.GetPageAsync($"/projets/{id}/transmission")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await owner.Visitor.GetPageAsync($"/equipe/projets/{id}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}/owner", new { email = next.Email, reason = "account-deleted" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.EventsAsync(id)).Count(e => e.StartsWith("ownership", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task B03_Staff_give_a_project_whose_owner_is_gone_an_owner_and_both_are_told_as_far_as_they_are_there()
    {
        var (owner, next, id) = await TeamAsync(Roles.Reader);
        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), owner.Id, 2));
        using var staff = app.NewVisitor();
        staff.Client.SignIn(Staff, isStaff: true);

        (await staff.GetPageAsync($"/projets/{id}/collaboration")).Status.ShouldBe(HttpStatusCode.NotFound, "its data are still not theirs to read");
        var page = await staff.GetPageAsync($"/equipe/projets/{id}");
        page.Text.ShouldContain("Compte supprimé");
        page.Text.ShouldContain(next.Email);
        page = await staff.SubmitAsync(page, page.Form("main form[method=post]"), ("email", "personne@nulle.part"), ("reason", "account-deleted"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Aucun compte n’a confirmé l’adresse");
        page = await staff.SubmitAsync(page, page.Form("main form[method=post]"), ("email", next.Email), ("reason", "account-deleted"));
        page.Text.ShouldContain("Propriétaire désigné.");

        (await RoleAsync(next, id)).ShouldBe("owner");
        (await next.Client.GetJsonAsync($"/api/projects/{id}"))["collaborators"]!.GetValue<int>().ShouldBe(0);
        (await app.MailsAsync(next.Email)).Count.ShouldBe(1);
        (await next.Visitor.GetPageAsync($"/projets/{id}/historique")).Text.ShouldContain("a désigné Noor Haddad propriétaire du projet (La personne propriétaire a supprimé son compte)");
        (await staff.GetPageAsync($"/equipe/projets/{app.Ids.NewId()}")).Status.ShouldBe(HttpStatusCode.NotFound);

        // With both there, both get the mail, and the former owner contributes.
        var (there, other, second) = await TeamAsync();
        (await staff.Client.SendAsync(HttpMethod.Put, $"/api/projects/{second}/owner", new { email = other.Email, reason = "left-the-production" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((await app.MailsAsync(there.Email)).Count, (await app.MailsAsync(other.Email)).Count).ShouldBe((1, 1));
        ((await RoleAsync(there, second)), await RoleAsync(other, second)).ShouldBe(("contributor", "owner"));
    }

    [Fact]
    public async Task B03_Staff_see_the_projects_that_wait_for_an_owner_and_nobody_else_does()
    {
        var owner = await app.PersonAsync("Sans", "Relève");
        var reader = await app.PersonAsync("Lit", "Encore");
        var id = await app.ProjectAsync(owner, "Film sans relève");
        await app.JoinAsync(id, owner.Id, reader.Id, Roles.Reader);
        using var staff = app.NewVisitor();
        staff.Client.SignIn(Staff, isStaff: true);
        (await staff.GetPageAsync("/equipe/projets")).Text.ShouldNotContain("Film sans relève");

        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), owner.Id, 2));

        var page = await staff.GetPageAsync("/equipe/projets");
        page.Text.ShouldContain("Film sans relève");
        page.Has($"a[href='/equipe/projets/{id}']").ShouldBeTrue();
        using var list = JsonDocument.Parse(await staff.Client.GetStringAsync("/api/projects/without-owner"));
        list.RootElement.EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == id).GetProperty("people").GetInt32().ShouldBe(1);
        (await reader.Visitor.GetPageAsync("/equipe/projets")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await reader.Client.SendAsync(HttpMethod.Get, "/api/projects/without-owner").ShouldRefuseAsync(HttpStatusCode.Forbidden);
    }

    /// <summary>Whoever deletes the account sees, for each project, to whom it goes, and where to choose.</summary>
    [Fact]
    public async Task B03_Before_leaving_each_project_says_what_becomes_of_it()
    {
        var (owner, _, id) = await TeamAsync();
        var alone = await app.ProjectAsync(owner, "Que moi");
        var left = await app.Services.GetRequiredService<ILeaveTaking>().OfAsync(new Actor(new PersonId(owner.Id)), default);
        left.SelectMany(l => l.Acts).Select(a => a.Href).ShouldBe(
            [$"/projets/{id}/transmission", $"/projets/{id}/suppression", $"/projets/{alone}/transmission", $"/projets/{alone}/suppression"], ignoreOrder: true);
        left.Single(l => l.Name == "Que moi").Becomes.Fr.ShouldContain("sans propriétaire");
        (await app.Services.GetRequiredService<ILeaveTaking>().OfAsync(new Actor(new PersonId(app.Ids.NewId())), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task B03_A_project_whose_owner_deletes_the_account_goes_to_whoever_has_contributed_to_it_longest()
    {
        var (owner, first, id) = await TeamAsync();
        var (gone, later, reader) = (await app.PersonAsync("Parti", "Aussi"), await app.PersonAsync("Plus", "Tard"), await app.PersonAsync("Lit", "Seulement"));
        var second = await app.ProjectAsync(owner, "Sans relève");
        var third = await app.ProjectAsync(owner, "Relève partie");
        await app.JoinAsync(second, owner.Id, reader.Id, Roles.Reader);
        foreach (var (person, project) in new[] { (later, id), (gone, third), (first, third), (later, third) })
        {
            await app.JoinAsync(project, owner.Id, person.Id, Roles.Contributor);
        }

        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), gone.Id, 2));
        var erased = new PersonErasedV1(app.Ids.NewId(), owner.Id, 2);
        await app.DeliverAsync(erased, erased);

        (await RoleAsync(first, id), await RoleAsync(first, third), await RoleAsync(later, id), await RoleAsync(reader, second)).ShouldBe(("owner", "owner", "contributor", "reader"));
        (await app.MailsAsync(first.Email)).Count.ShouldBe(2, "one for each project");
        (await app.MailsAsync(later.Email)).ShouldBeEmpty();
        (await first.Visitor.GetPageAsync($"/projets/{id}/historique")).Text.ShouldContain("a désigné Noor Haddad propriétaire du projet (La personne propriétaire a supprimé son compte)");
        (await first.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private async Task<(TestPerson Owner, TestPerson Next, Guid Id)> TeamAsync(string role = Roles.Contributor)
    {
        var (owner, next) = (await app.PersonAsync(), await app.PersonAsync("Noor", "Haddad"));
        var id = await app.ProjectAsync(owner);
        await app.JoinAsync(id, owner.Id, next.Id, role);
        return (owner, next, id);
    }

    private static async Task<string> RoleAsync(TestPerson person, Guid id) => (await person.Client.GetJsonAsync($"/api/projects/{id}"))["role"]!.GetValue<string>();

    private static async Task<DateTimeOffset> UpdatedAsync(TestPerson person, Guid id) => (await person.Client.GetJsonAsync($"/api/projects/{id}"))["updatedAt"]!.GetValue<DateTimeOffset>();
}
