using System.Net;
using System.Net.Http.Json;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

[Collection(ProjectsHost.Name)]
public sealed class CollaborationSlices(ProjectsApp app)
{
    private const string InviteForm = "form[method=post][action$='/collaboration']:has(input[name=email])";
    private static int _last;

    // ----- the way through the mail

    [Fact]
    public async Task Somebody_is_invited_by_mail_accepts_and_contributes()
    {
        var (owner, id) = await NewAsync();
        var address = Address();
        var sent = await InviteAsync(owner, id, address, Roles.Contributor);
        sent.Text.ShouldContain($"Invitation envoyée à {address}");
        sent.Text.ShouldContain("Invitations en attente");

        var mail = (await app.MailsAsync(address)).ShouldHaveSingleItem();
        var link = Link(mail);
        Text(mail).ShouldContain("Camille Renaud vous invite");
        Text(mail).ShouldContain("Documentaire");

        // Before signing in, the page says what it is about and leads back after it.
        var visitor = app.NewVisitor();
        var before = await visitor.GetPageAsync(link);
        before.Status.ShouldBe(HttpStatusCode.OK);
        before.Text.ShouldContain("Camille Renaud vous invite");
        before.Find("main a.btn[href^='/compte/connexion']").GetAttribute("href")!.ShouldContain(Uri.EscapeDataString(link));
        before.Has("main a.btn[href^='/compte/inscription']").ShouldBeTrue();
        before.Has("main form[method=post]").ShouldBeFalse();

        var guest = await app.PersonAsync("Noor", "Haddad");
        var page = await guest.Visitor.GetPageAsync(link);
        var joined = await guest.Visitor.SubmitAsync(page);
        joined.Text.ShouldContain("Vous participez maintenant");
        joined.Texts("nav.tabs a").ShouldContain("Collaboration1");

        // Once on the project, the link leads to it; sending the form again changes nothing.
        (await guest.Visitor.GetPageAsync(link)).Path.ShouldEndWith("/configuration");
        (await guest.Visitor.SubmitAsync(page)).Path.ShouldEndWith("/configuration");
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "collaborator-invited.v1", "collaborator-joined.v1"]);
        (await AddressesAsync(id)).ShouldBe(0);
        await app.SettledAsync();
        var published = app.Published.Of<CollaboratorChangedV1>().Single(m => m.ProjectId == id);
        (published.PersonId, published.Role, published.ProjectVersion).ShouldBe((guest.Id, Roles.Contributor, 3));
        (await guest.Client.GetJsonAsync("/api/projects"))["items"]![0]!["role"]!.GetValue<string>().ShouldBe("contributor");

        // The link is spent: for anybody else it is nothing.
        var late = await app.PersonAsync("Trop", "Tard");
        (await late.Visitor.GetPageAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Forty invitations to one address in four seconds, it was.</summary>
    [Fact]
    public async Task Nobody_is_written_to_again_and_again()
    {
        var (owner, id) = await NewAsync();
        var (address, people) = (Address(), $"/api/projects/{id}/collaborators");
        for (var i = 0; i < 5; i++)
        {
            await InviteAsync(owner, id, address, Roles.Reader);
            var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
            var withdraw = page.Find("button[formaction$='/retrait']");
            await owner.Visitor.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)withdraw.Closest("form")!, withdraw);
        }

        var open = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        var refused = await owner.Visitor.SubmitAsync(open, open.Form(InviteForm), ("email", address), ("role", Roles.Reader));
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Text.ShouldContain("Cette adresse a reçu assez d’invitations");
        refused.Find("input[name=email]").GetAttribute("value").ShouldBe(address, "what was typed stays");
        using var api = await owner.Client.PostAsJsonAsync(people, new { email = address.ToUpperInvariant(), role = "reader" });
        api.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        api.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        (await api.JsonAsync())["code"]!.GetValue<string>().ShouldBe("project.too-many-invitations");
        (await app.MailsAsync(address)).Count.ShouldBe(5);
        await InviteAsync(owner, id, Address(), Roles.Reader);
        using (app.Clock.Ahead(TimeSpan.FromDays(1.1)))
        {
            await InviteAsync(owner, id, address, Roles.Reader);
        }
    }

    [Fact]
    public async Task Nobody_sends_more_than_a_crew_of_invitations_an_hour()
    {
        var (owner, id) = await NewAsync();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 62; i++)
        {
            using var answer = await owner.Client.PostAsJsonAsync($"/api/projects/{id}/collaborators", new { email = Address(), role = "reader" });
            answers.Add(answer.StatusCode);
        }

        answers.Count(a => a == HttpStatusCode.Created).ShouldBe(60);
        answers[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await app.LoadAsync(id)).Version.ShouldBe(61);
    }

    /// <summary>A title is no place for a link that others get by mail under Ecoprod's name.</summary>
    [Fact]
    public async Task A_title_makes_no_link_in_a_mail()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner, "Gagnez sur https://exemple.example/lot");
        var address = Address();
        await InviteAsync(owner, id, address, Roles.Reader);
        var mail = Text((await app.MailsAsync(address)).ShouldHaveSingleItem());
        mail.ShouldContain("Gagnez sur https");
        mail.ShouldNotContain("https://exemple");
        mail.ShouldNotContain("exemple.example");
    }

    [Fact]
    public async Task The_mail_is_in_the_language_of_the_one_it_is_for()
    {
        var (owner, id) = await NewAsync();
        var english = await app.PersonAsync("Jamie", "Smith", language: "en");
        await InviteAsync(owner, id, english.Email, Roles.Reader);
        Text((await app.MailsAsync(english.Email)).ShouldHaveSingleItem()).ShouldContain("invites you");
    }

    [Fact]
    public async Task An_invitation_expires_after_fourteen_days_and_can_be_sent_again_with_another_link()
    {
        var (owner, id) = await NewAsync();
        var guest = await app.PersonAsync("Noor", "Haddad");
        await InviteAsync(owner, id, guest.Email, Roles.Reader);
        var first = Link((await app.MailsAsync(guest.Email)).Single());
        using (app.Clock.Ahead(TimeSpan.FromDays(14.1)))
        {
            var expired = await guest.Visitor.GetPageAsync(first);
            expired.Text.ShouldContain("a expiré");
            expired.Has("main form[method=post]").ShouldBeFalse();
            (await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id))).Text.ShouldContain("Expirée");

            var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
            var renew = page.Find("button[formaction$='/renvoi']");
            var sent = await owner.Visitor.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)renew.Closest("form")!, renew);
            sent.Text.ShouldContain("Invitation renvoyée");
            var again = await owner.Visitor.SubmitAsync(sent, (AngleSharp.Html.Dom.IHtmlFormElement)sent.Find("button[formaction$='/renvoi']").Closest("form")!, sent.Find("button[formaction$='/renvoi']"));
            again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            again.Text.ShouldContain("vient d’être envoyée");

            var mails = await app.MailsAsync(guest.Email);
            mails.Count.ShouldBe(2);
            var second = mails.Select(Link).Single(l => l != first);
            (await guest.Visitor.GetPageAsync(first)).Status.ShouldBe(HttpStatusCode.NotFound);
            var accept = await guest.Visitor.GetPageAsync(second);
            (await guest.Visitor.SubmitAsync(accept)).Text.ShouldContain("Vous participez maintenant");
        }
    }

    [Fact]
    public async Task A_withdrawn_invitation_leads_nowhere_and_its_address_is_forgotten()
    {
        var (owner, id) = await NewAsync();
        var address = Address();
        var page = await InviteAsync(owner, id, address, Roles.Reader);
        var link = Link((await app.MailsAsync(address)).Single());
        var withdraw = page.Find("button[formaction$='/retrait']");
        (await owner.Visitor.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)withdraw.Closest("form")!, withdraw)).Text.ShouldContain("Invitation retirée");
        (await AddressesAsync(id)).ShouldBe(0);
        (await app.NewVisitor().GetPageAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
        // Invited anew, it is another link.
        await InviteAsync(owner, id, address, Roles.Reader);
        (await app.MailsAsync(address)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_link_without_its_key_shows_nothing()
    {
        var (owner, id) = await NewAsync();
        var guest = await app.PersonAsync("Noor", "Haddad");
        await InviteAsync(owner, id, guest.Email, Roles.Reader);
        var link = Link((await app.MailsAsync(guest.Email)).Single());
        var path = link.Split('?')[0];
        foreach (var wrong in new[] { path, $"{path}?cle=", $"{path}?cle=abc", link[..^1], link.Replace(id.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal) })
        {
            var page = await guest.Visitor.GetPageAsync(wrong);
            page.Status.ShouldBe(HttpStatusCode.NotFound, wrong);
            page.Html.ShouldNotContain("Documentaire");
        }

        var invitation = path.Split('/')[^1];
        await guest.Client.PostAsJsonAsync($"/api/projects/{id}/invitations/{invitation}/acceptance", new { key = "abc" }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown-invitation");
        using var done = await guest.Client.PostAsJsonAsync($"/api/projects/{id}/invitations/{invitation}/acceptance", new { key = link.Split("cle=")[1] });
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // ----- inviting

    [Fact]
    public async Task One_address_is_invited_once()
    {
        var (owner, id) = await NewAsync();
        var address = Address();
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        await owner.Visitor.SubmitAsync(page, page.Form(InviteForm), ("email", address));
        var twice = await owner.Visitor.SubmitAsync(page, page.Form(InviteForm), ("email", address.ToUpperInvariant()));
        twice.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        twice.Text.ShouldContain("est déjà invité");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => owner.Client.PostAsJsonAsync($"/api/projects/{id}/collaborators", new { email = Address(), role = "reader" })));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBeGreaterThan(0);
        (await app.MailsAsync(address)).Count.ShouldBe(1);
        (await AddressesAsync(id)).ShouldBe(1 + answers.Count(a => a.StatusCode == HttpStatusCode.Created));
    }

    [Fact]
    public async Task Who_is_on_the_project_is_not_invited()
    {
        var (owner, id) = await NewAsync();
        foreach (var email in new[] { owner.Email, (await JoinedAsync(id, owner, Roles.Reader)).Email })
        {
            await owner.Client.PostAsJsonAsync($"/api/projects/{id}/collaborators", new { email, role = "reader" }).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.already-collaborator");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("personne")]
    [InlineData("a@b")]
    [InlineData("Nom <a@b.fr>")]
    [InlineData("a@b.fr, c@d.fr")]
    [InlineData("a b@c.fr")]
    [InlineData("a\u0000@b.fr")]
    [InlineData("a@b.fr\nBcc: c@d.fr")]
    public async Task What_is_not_an_address_is_refused(string email)
    {
        var (owner, id) = await NewAsync();
        await owner.Client.PostAsJsonAsync($"/api/projects/{id}/collaborators", new { email, role = "reader" }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.email");
    }

    [Fact]
    public async Task A_wrong_address_stays_in_its_field()
    {
        var (owner, id) = await NewAsync();
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        var again = await owner.Visitor.SubmitAsync(page, page.Form(InviteForm), ("email", "personne"), ("role", "reader"));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Find("input[name=email]").GetAttribute("value").ShouldBe("personne");
        again.Find("input[name=role][value=reader]").HasAttribute("checked").ShouldBeTrue();
        (await AddressesAsync(id)).ShouldBe(0);
    }

    // ----- roles, leaving

    [Fact]
    public async Task The_owner_changes_a_role_and_removes_somebody()
    {
        var (owner, id) = await NewAsync();
        var person = await JoinedAsync(id, owner, Roles.Reader);
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        var changed = await owner.Visitor.SubmitAsync(page, page.Form("form[action$='/role']"), ("role", "contributor"));
        changed.Text.ShouldContain("Rôle changé");
        (await person.Client.GetJsonAsync($"/api/projects/{id}"))["role"]!.GetValue<string>().ShouldBe("contributor");
        var confirm = await owner.Visitor.GetPageAsync($"/projets/{id}/collaboration/{person.Id}/retrait");
        confirm.Text.ShouldContain("Noor Haddad n’aura plus accès");
        await owner.Visitor.SubmitAsync(confirm);
        await person.Client.SendAsync(HttpMethod.Get, $"/api/projects/{id}").ShouldRefuseAsync(HttpStatusCode.NotFound);
        (await person.Client.GetJsonAsync("/api/projects"))["total"]!.GetValue<int>().ShouldBe(0);
        await app.SettledAsync();
        app.Published.Of<CollaboratorChangedV1>().Where(m => m.ProjectId == id).Select(m => m.Role).ShouldBe(["reader", "contributor", null], ignoreOrder: true);
    }

    [Fact]
    public async Task A_collaborator_leaves()
    {
        var (owner, id) = await NewAsync();
        var person = await JoinedAsync(id, owner, Roles.Contributor);
        var page = await person.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        page.Has(InviteForm).ShouldBeFalse();
        var confirm = await person.Visitor.GetPageAsync(page.Find($"a[href$='{person.Id}/retrait']").GetAttribute("href")!);
        var left = await person.Visitor.SubmitAsync(confirm);
        left.Path.ShouldBe("/projets");
        left.Text.ShouldContain("Vous avez quitté le projet");
    }

    [Fact]
    public async Task Addresses_of_invitations_concern_the_owner_alone()
    {
        var (owner, id) = await NewAsync();
        var person = await JoinedAsync(id, owner, Roles.Contributor);
        var address = Address();
        await InviteAsync(owner, id, address, Roles.Reader);
        (await person.Visitor.GetPageAsync(ProjectLinks.Collaboration(id))).Html.ShouldNotContain(address);
        (await person.Client.GetJsonAsync($"/api/projects/{id}/collaborators"))["invitations"]!.AsArray().ShouldBeEmpty();
        (await owner.Client.GetJsonAsync($"/api/projects/{id}/collaborators"))["invitations"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_account_is_shown_without_its_name()
    {
        var (owner, id) = await NewAsync();
        var person = await JoinedAsync(id, owner, Roles.Contributor);
        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), person.Id, 5));
        // An older state that arrives late does not bring the name back.
        await app.DeliverAsync(new PersonKnownV1(app.Ids.NewId(), person.Id, 4, "Noor", "Haddad", person.Email, "fr"));
        foreach (var path in new[] { ProjectLinks.Collaboration(id), $"/projets/{id}/historique" })
        {
            var page = await owner.Visitor.GetPageAsync(path);
            page.Text.ShouldContain("Compte supprimé");
            page.Html.ShouldNotContain("Haddad");
            page.Html.ShouldNotContain(person.Email);
        }
    }

    [Fact]
    public async Task The_hostile_list_finds_nothing()
    {
        var (owner, id) = await NewAsync();
        var contributor = await JoinedAsync(id, owner, Roles.Contributor);
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        await InviteAsync(owner, id, Address(), Roles.Reader);
        var state = await app.LoadAsync(id);
        var invitation = state.State.Invitations.Keys.Single();
        var people = $"/api/projects/{id}/collaborators";
        var invite = new { email = Address(), role = "reader" };
        using var anonymous = app.CreateClient();
        (HttpMethod Method, string Path, object? Body)[] calls =
        [
            (HttpMethod.Post, people, invite),
            (HttpMethod.Put, $"{people}/{contributor.Id}", new { role = "reader" }),
            (HttpMethod.Delete, $"{people}/{owner.Id}", null),
            (HttpMethod.Delete, $"/api/projects/{id}/invitations/{invitation}", null),
            (HttpMethod.Post, $"/api/projects/{id}/invitations/{invitation}/mails", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            await anonymous.SendAsync(method, path, body, state.Version).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
            await stranger.Client.SendAsync(method, path, body, state.Version).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
            await contributor.Client.SendAsync(method, path, body, state.Version).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-invites");
        }

        await owner.Client.SendAsync(HttpMethod.Put, $"{people}/{contributor.Id}", new { role = "reader" }).ShouldRefuseAsync((HttpStatusCode)428);
        await owner.Client.SendAsync(HttpMethod.Put, $"{people}/{contributor.Id}", new { role = "reader" }, 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        await owner.Client.SendAsync(HttpMethod.Put, $"{people}/{contributor.Id}", new { role = "owner" }, state.Version).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-role");
        await owner.Client.SendAsync(HttpMethod.Post, people, invite, 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        await owner.Client.SendAsync(HttpMethod.Delete, $"{people}/{contributor.Id}", version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        await owner.Client.SendAsync(HttpMethod.Delete, $"{people}/{stranger.Id}").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown-collaborator");
        await owner.Client.SendAsync(HttpMethod.Delete, $"{people}/{owner.Id}").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.owner-stays");
        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/invitations/{Guid.NewGuid()}").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown-invitation");

        foreach (var path in new[] { ProjectLinks.Collaboration(id), $"/projets/{id}/invitations/{invitation}/retrait", $"/projets/{id}/invitations/{invitation}/renvoi", $"/projets/{id}/collaboration/{contributor.Id}/role", $"/projets/{id}/collaboration/{contributor.Id}/retrait" })
        {
            (await owner.Visitor.PostAsync(path, ("email", Address()), ("role", "reader"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }

        (await stranger.Visitor.GetPageAsync($"/projets/{id}/collaboration/{contributor.Id}/retrait")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.LoadAsync(id)).Version.ShouldBe(state.Version);
    }

    private static string Address() => $"invitee{Interlocked.Increment(ref _last)}.{Guid.NewGuid():N}@studio.example";

    private static async Task<Page> InviteAsync(TestPerson owner, Guid id, string email, string role)
    {
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id));
        var sent = await owner.Visitor.SubmitAsync(page, page.Form(InviteForm), ("email", email), ("role", role));
        sent.Status.ShouldBe(HttpStatusCode.OK, sent.Text);
        return sent;
    }

    /// <summary>The text part of an .eml file, decoded.</summary>
    private static string Text(string eml)
    {
        var boundary = eml[eml.IndexOf("text/plain", StringComparison.Ordinal)..];
        var body = boundary[(boundary.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        body = body[..body.IndexOf("\r\n--", StringComparison.Ordinal)];
        return boundary[..200].Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(body))
            : System.Text.Encoding.UTF8.GetString([.. QuotedPrintable(body)]);
    }

    private static IEnumerable<byte> QuotedPrintable(string body)
    {
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '=')
            {
                yield return (byte)body[i];
            }
            else if (body[i + 1] == '\r')
            {
                i += 2;
            }
            else
            {
                yield return Convert.ToByte(body.Substring(i + 1, 2), 16);
                i += 2;
            }
        }
    }

    private static string Link(string eml)
        => new Uri(Text(eml).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(w => w.Contains("/invitations/", StringComparison.Ordinal))).PathAndQuery;

    private Task<long> AddressesAsync(Guid project) => app.Database.ScalarAsync<long>("select count(*) from projects.invitations where project_id = $1", project);

    private async Task<TestPerson> JoinedAsync(Guid id, TestPerson owner, string role)
    {
        var person = await app.PersonAsync("Noor", "Haddad");
        await app.JoinAsync(id, owner.Id, person.Id, role);
        return person;
    }

    private async Task<(TestPerson Owner, Guid Id)> NewAsync()
    {
        var owner = await app.PersonAsync();
        return (owner, await app.ProjectAsync(owner));
    }
}
