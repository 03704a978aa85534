using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>From "Créer son espace membre" to the open space, and what is asked for later.</summary>
public sealed class RequestTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");

    /// <summary>A PDF with what an electronic signature adds: bytes that are not text, and one byte range that covers them.</summary>
    private static readonly byte[] Signed = [.. Pdf, .. "2 0 obj\n<< /Type /Sig /ByteRange [0 120 980 40] /Contents <"u8, .. Enumerable.Range(0, 700_000).Select(i => (byte)(i * 31)), .. "> >>\nendobj\n%%EOF\n"u8];

    [Fact]
    public async Task From_the_public_page_to_the_open_space_as_three_people()
    {
        var name = $"Studio {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var requester = await app.PersonAsync("Inès", "Morel");
        var known = await app.PersonAsync("Noé", "Lambert");
        var newcomer = $"sacha-{app.Ids.NewId():N}@example.org";
        var (person, staff) = (app.As(requester), app.As(MemberSpaceApp.Staff));

        var about = await app.NewVisitor().GetPageAsync("/espaces/creer");
        about.Status.ShouldBe(HttpStatusCode.OK);
        about.All("a[href*='/compte/inscription?retour=%2Fespaces%2Fdemande']").Count.ShouldBe(1);
        var choice = await person.GetPageAsync($"/espaces/demande?q={Uri.EscapeDataString(name[..12].ToUpperInvariant())}");
        var link = choice.All("main .card ul a").Single(a => a.TextContent == name).GetAttribute("href")!;
        var page = await person.GetPageAsync(link);
        ((IHtmlTextAreaElement)page.Find("textarea[name=tags]")).Value.Trim().ShouldBe(name, "its own name is the first tag proposed");
        page = await person.SubmitAsync(page, page.Form(), page.All("button[name=more]").Single());
        Fill(page, ("tags", $"{name}\n{name} Films"), ("first0", "Noé"), ("last0", "Lambert"), ("email0", (await app.EmailOfAsync(known)).ToUpperInvariant()), ("authorised0", "true"), ("first1", "Sacha"));
        page = await person.SubmitFilesAsync(page, page.Form(), "file0", ("autorisation.pdf", Signed));
        page.Text.ShouldContain("Autorisation reçue : autorisation.pdf");
        page = await person.GetPageAsync(link);
        page = await SendAsync(person, page, name, (await app.EmailOfAsync(known), Signed), (newcomer, Pdf));
        page.Text.ShouldContain("Demande envoyée.");
        var mine = page.Path;
        (await SubjectsAsync(await app.EmailOfAsync(requester))).ShouldBe([$"Votre demande pour {name} est arrivée"]);

        var queue = await staff.GetPageAsync("/equipe/demandes");
        var atStaff = queue.All("main tbody th a").Single(a => a.TextContent == name).GetAttribute("href")!;
        (await SubjectsAsync("carbonclap@ecoprod.com")).ShouldContain($"Nouvelle demande : {name}");
        var read = await staff.GetPageAsync(atStaff);
        read.Text.ShouldContain("a un compte");
        read.Text.ShouldContain("sans compte : recevra une invitation");
        read.Text.ShouldContain("Personne pour l’instant.");
        var file = await staff.Client.GetAsync(read.All("a[download]")[0].GetAttribute("href"));
        SHA256.HashData(await file.Content.ReadAsByteArrayAsync()).ShouldBe(SHA256.HashData(Signed), "byte for byte, or the signature is void");
        (await staff.GetPageAsync(atStaff)).Text.ShouldContain("autorisation.pdf");
        (await person.Client.GetAsync(read.All("a[download]")[0].GetAttribute("href"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        page = await staff.SubmitAsync(await staff.GetPageAsync($"{atStaff}/precisions"), ("question", " "));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page = await staff.SubmitAsync(await staff.GetPageAsync($"{atStaff}/precisions"), ("question", "Le second tag est-il une filiale ?"));
        page.Text.ShouldContain("Question envoyée.");
        (await person.GetPageAsync(mine)).Text.ShouldContain("Le second tag est-il une filiale ?");
        page = await person.SubmitAsync(await person.GetPageAsync($"{mine}/reponse"), ("answer", "Oui, depuis 2024."), ("tags", $"{name}\n{name} Cinéma"));
        page.Text.ShouldContain("Réponse envoyée.");
        (await staff.GetPageAsync(atStaff)).Text.ShouldContain("Oui, depuis 2024.");

        page = await staff.SubmitAsync(await staff.GetPageAsync($"{atStaff}/accord"));
        page.Text.ShouldContain("Demande acceptée");
        (await app.As(known).GetPageAsync($"/espaces/{organisation}")).Status.ShouldBe(HttpStatusCode.OK);
        page = await app.As(known).GetPageAsync($"/espaces/{organisation}/gestion");
        page.Text.ShouldContain($"{name} Cinéma");
        page.Text.ShouldContain("invitation envoyée");
        (await app.As(requester).GetPageAsync($"/espaces/{organisation}")).Status.ShouldBe(HttpStatusCode.NotFound, "who asks administers only if named");
        (await staff.GetPageAsync($"/equipe/structures/{organisation}")).Text.ShouldContain(newcomer);
        (await SubjectsAsync(newcomer)).ShouldBe([$"Créez votre compte pour administrer l’espace {name}"]);
        (await SubjectsAsync(await app.EmailOfAsync(known))).ShouldBe([$"Vous administrez l’espace {name}"]);
        (await SubjectsAsync(await app.EmailOfAsync(requester))).ShouldContain($"Votre demande pour {name} est acceptée");

        var sacha = await app.PersonAsync("Sacha", "Petit", email: newcomer.ToUpperInvariant());
        (await app.As(sacha).GetPageAsync($"/espaces/{organisation}")).Status.ShouldBe(HttpStatusCode.OK);
        (await staff.GetPageAsync($"/equipe/structures/{organisation}")).Text.ShouldContain("Accès donné à Sacha Petit");
        (await CountAsync($"administrator_invitations where organisation_id = '{organisation}'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("vide.pdf", "est vide", "empty")]
    [InlineData("lourd.pdf", "10 Mo au plus", "large")]
    [InlineData("programme.exe", "n’est pas admis", "exe")]
    [InlineData("photo.png", "n’est pas ce que dit son nom", "pdf")]
    public async Task A_bad_file_is_told_in_words_and_all_else_stays(string file, string told, string content)
    {
        var name = $"Fichier {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var person = app.As(await app.PersonAsync());
        var page = await person.GetPageAsync($"/espaces/demande/{organisation}");
        page = await person.SubmitAsync(page, page.Form(), page.All("button[name=more]").Single(), ("tags", $"{name}\nAutre {name}"));
        Fill(page, ("first0", "Léa"), ("last0", "Roy"), ("email0", "lea@example.org"), ("authorised0", "true"), ("first1", "Max"), ("last1", "Roux"), ("email1", "max@example.org"), ("authorised1", "true"));
        page = await person.SubmitFilesAsync(page, page.Form(), "file0", ("bonne.pdf", Pdf));
        page.Text.ShouldContain("Autorisation reçue : bonne.pdf");
        byte[] bytes = content switch { "empty" => [], "large" => [.. Pdf, .. new byte[11 * 1024 * 1024]], "exe" => [0x4d, 0x5a, .. new byte[100]], _ => Pdf };
        page = await person.SubmitFilesAsync(page, page.Form(), "file1", (file, bytes));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain(told);
        page.Text.ShouldContain("Autorisation reçue : bonne.pdf");
        ((IHtmlTextAreaElement)page.Find("textarea[name=tags]")).Value.ShouldContain($"Autre {name}");
        ((IHtmlInputElement)page.Find("input[name=email1]")).Value.ShouldBe("max@example.org");
        ((IHtmlInputElement)page.Find("input[name=authorised1]")).IsChecked.ShouldBeTrue();
        (await CountAsync($"space_requests where organisation_id = '{organisation}'")).ShouldBe(0);

        page = await person.SubmitFilesAsync(page, page.Form(), "file1", ("autre.pdf", Pdf));
        page.Text.ShouldContain("Demande envoyée.");
        page.Text.ShouldContain("bonne.pdf");
    }

    [Fact]
    public async Task What_is_no_member_or_no_longer_paid_or_unknown_is_told_with_the_way_to_join()
    {
        var person = app.As(await app.PersonAsync());
        var (outside, lapsed) = (new OrganisationId(app.Ids.NewId()), new OrganisationId(app.Ids.NewId()));
        await app.SendAsync(new RegisterOrganisation(outside, $"Dehors {outside}", Membership.None, Staff));
        await app.SendAsync(new RegisterOrganisation(lapsed, $"Échue {lapsed}", new Membership(true, new DateOnly(2024, 6, 30)), Staff));
        var page = await person.GetPageAsync($"/espaces/demande/{outside}");
        page.Text.ShouldContain("n’est pas adhérente");
        page.Text.ShouldContain("Pour adhérer, écrivez à carbonclap@ecoprod.com");
        page = await person.GetPageAsync($"/espaces/demande/{lapsed}");
        page.Text.ShouldContain("réglée jusqu’au 30/06/2024");
        page.Text.ShouldContain("Pour la renouveler");
        (await person.GetPageAsync("/espaces/demande?q=personne-ne-sappelle-ainsi")).Text.ShouldContain("Pour adhérer, écrivez à carbonclap@ecoprod.com");
        (await person.GetPageAsync($"/espaces/demande/{app.Ids.NewId()}")).Status.ShouldBe(HttpStatusCode.NotFound);

        // The fee ran out while the form was filled in: refused, and nothing typed is lost.
        var organisation = await MemberAsync($"Bientôt {app.Ids.NewId():N}");
        page = await person.GetPageAsync($"/espaces/demande/{organisation}");
        await app.SendAsync(new ChangeMembership(organisation, new Membership(true, new DateOnly(2024, 6, 30)), null, Staff));
        page = await SendAsync(person, page, $"Un nom {organisation}", ("lea@example.org", Pdf));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("n’est pas à jour de sa cotisation");
        page.Text.ShouldContain("Autorisation reçue");
        ((IHtmlInputElement)page.Find("input[name=email0]")).Value.ShouldBe("lea@example.org");
    }

    [Fact]
    public async Task Of_two_requests_for_one_structure_at_the_same_time_one_is_told_of_the_other()
    {
        var name = $"Duo {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var (one, other) = (app.As(await app.PersonAsync()), app.As(await app.PersonAsync()));
        var (first, second) = (await one.GetPageAsync($"/espaces/demande/{organisation}"), await other.GetPageAsync($"/espaces/demande/{organisation}"));
        var answers = await Task.WhenAll(SendAsync(one, first, name, ("a@example.org", Pdf)), SendAsync(other, second, $"{name} bis", ("b@example.org", Pdf)));
        answers.Count(a => a.Text.Contains("Demande envoyée.", StringComparison.Ordinal)).ShouldBe(1);
        answers.Count(a => a.Text.Contains("est déjà en cours", StringComparison.Ordinal)).ShouldBe(1);
        (await CountAsync($"space_requests where organisation_id = '{organisation}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Sent_twice_it_is_one_request_and_nobody_elses()
    {
        var name = $"Deux fois {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var person = app.As(await app.PersonAsync());
        var page = await person.GetPageAsync($"/espaces/demande/{organisation}");
        var id = ((IHtmlInputElement)page.Find("input[name=request]")).Value;
        var sent = await SendAsync(person, page, name, ("a@example.org", Pdf));
        (await SendAsync(person, page, name, ("a@example.org", Pdf))).Path.ShouldBe(sent.Path);
        (await CountAsync($"space_requests where organisation_id = '{organisation}'")).ShouldBe(1);
        var stranger = app.As(await app.PersonAsync());
        foreach (var path in new[] { sent.Path, $"{sent.Path}/reponse", $"{sent.Path}/abandon" })
        {
            (await stranger.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
            (await app.As(MemberSpaceApp.Staff).GetPageAsync($"/equipe/demandes/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        }

        foreach (var path in new[] { "/equipe/demandes", $"/equipe/demandes/{id}", $"/equipe/demandes/{id}/accord", $"/equipe/demandes/{id}/refus", $"/equipe/demandes/{id}/precisions" })
        {
            (await person.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        page = await person.SubmitAsync(await person.GetPageAsync($"{sent.Path}/abandon"));
        page.Text.ShouldContain("Demande retirée.");
        page.Text.ShouldContain("Retirée");
        var staff = app.As(MemberSpaceApp.Staff);
        (await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{id}/accord"))).Text.ShouldContain("n’attend plus rien");
    }

    [Fact]
    public async Task Tags_that_are_taken_are_named_when_asked_for_and_again_when_approved_and_nothing_is_half_done()
    {
        var other = await app.SpaceAsync($"Prise {app.Ids.NewId():N}");
        var name = $"Libre {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var person = app.As(await app.PersonAsync());
        var page = await SendAsync(person, await person.GetPageAsync($"/espaces/demande/{organisation}"), $"{name}\n{other.Name.ToUpperInvariant()}", ("a@example.org", Pdf));
        page.Text.ShouldContain($"Le tag « {other.Name} » existe déjà, dans la structure {other.Name}");
        page = await SendAsync(person, page, $"{name}\n{name.ToUpperInvariant()}", ("a@example.org", Pdf));
        page.Text.ShouldContain("Le même tag est écrit plusieurs fois");
        page = await SendAsync(person, page, $"{name}\n{name} Films", ("a@example.org", Pdf));
        var id = page.Path.Split('/')[^1];
        await app.SendAsync(new OpenTag(other.Id, new TagId(app.Ids.NewId()), $"{name} films", null, Staff));

        var staff = app.As(MemberSpaceApp.Staff);
        (await staff.GetPageAsync($"/equipe/demandes/{id}")).Text.ShouldContain($"Le tag « {name} films » existe déjà");
        page = await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{id}/accord"));
        page.Text.ShouldContain($"Le tag « {name} films » existe déjà");
        (await CountAsync($"organisations where organisation_id = '{organisation}' and space_opened_at is null")).ShouldBe(1);
        (await CountAsync($"tags where organisation_id = '{organisation}'")).ShouldBe(0);

        page = await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{id}/refus"), ("reason", "Le nom est pris."));
        page.Text.ShouldContain("Demande refusée.");
        (await person.GetPageAsync($"/espaces/demandes/{id}")).Text.ShouldContain("Le nom est pris.");
    }

    [Fact]
    public async Task An_administrator_removed_with_a_form_open_gets_404_and_nothing_is_recorded()
    {
        var space = await app.SpaceAsync();
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/gestion/tags");
        await app.SendAsync(new RemoveAdministrator(space.Id, space.Administrator, space.Name, null, Staff));
        page = await person.SubmitAsync(page, ("tags", "Un de plus"));
        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Text.ShouldContain("vous ne l’administrez pas");
        (await CountAsync($"space_requests where organisation_id = '{space.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Inside_the_space_tags_and_people_are_asked_for_and_staff_do_it_with_the_reason()
    {
        var space = await app.SpaceAsync();
        var colleague = await app.PersonAsync("Lou", "Garnier");
        var (person, staff) = (app.As(space.Administrator), app.As(MemberSpaceApp.Staff));
        var page = await person.SubmitAsync(await person.GetPageAsync($"/espaces/{space.Id}/gestion/tags"), ("tags", $"{space.Name} Docs"));
        await ApproveAsync(staff, page);
        (await person.GetPageAsync($"/espaces/{space.Id}/gestion")).Text.ShouldContain($"{space.Name} Docs");

        page = await person.GetPageAsync($"/espaces/{space.Id}/gestion/administrateurs");
        page = await SendAsync(person, page, null, (await app.EmailOfAsync(colleague), Pdf));
        await ApproveAsync(staff, page);
        (await app.As(colleague).GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.As(colleague).GetPageAsync(page.Path)).Status.ShouldBe(HttpStatusCode.OK, "the structure's administrators see what was asked for it");

        page = await person.SubmitAsync(await person.GetPageAsync($"/espaces/{space.Id}/gestion/administrateurs/{colleague}"));
        await ApproveAsync(staff, page);
        (await app.As(colleague).GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var history = await staff.GetPageAsync($"/equipe/structures/{space.Id}");
        history.Text.ShouldContain("Accès retiré à Lou Garnier (Demande du ");
    }

    [Fact]
    public async Task A_deleted_space_is_gone_at_once_its_tags_leave_the_projects_and_the_structure_may_ask_anew()
    {
        var space = await app.SpaceAsync(tags: 2);
        var (one, two) = (await app.ProjectAsync(space, finalKg: 5m), await app.ProjectAsync(space, finalKg: 7m, tag: 1));
        var (person, staff) = (app.As(space.Administrator), app.As(MemberSpaceApp.Staff));
        var page = await person.SubmitAsync(await person.GetPageAsync($"/espaces/{space.Id}/gestion/suppression"), ("confirmation", "oui"));
        page.Text.ShouldContain("écrivez le nom de la structure");
        page = await person.SubmitAsync(page, ("confirmation", space.Name));
        var id = page.Path.Split('/')[^1];
        (await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{id}/accord"), ("confirmation", "oui"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page = await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{id}/accord"), ("confirmation", space.Name));
        page.Text.ShouldContain("Demande acceptée");

        (await person.GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await CountAsync($"space_projects where organisation_id = '{space.Id}'")).ShouldBe(0);
        (await CountAsync($"taggings where organisation_id = '{space.Id}' and is_on")).ShouldBe(0);
        (await CountAsync($"projects where project_id in ('{one}', '{two}')")).ShouldBe(2, "the projects themselves stay");
        (await CountAsync($"mt_events where type = 'structure-detached.v1' and stream_id in ('{one}', '{two}')")).ShouldBe(2, "Projects is told of each");
        await app.SettledAsync();
        (await staff.GetPageAsync($"/equipe/structures/{space.Id}")).Text.ShouldContain("Espace membre supprimé (Demande du ");

        // A tagging that was on its way.
        var late = new ProjectId(app.Ids.NewId());
        await app.DeliverAsync(Told.Described(app.Ids, late), Told.Tagged(app.Ids, late, 2, space.Tags[0], space.Id));
        await app.Services.GetRequiredService<WithdrawnTags>().RunAsync(default);
        (await CountAsync($"taggings where organisation_id = '{space.Id}' and is_on")).ShouldBe(0);

        page = await SendAsync(person, await person.GetPageAsync($"/espaces/demande/{space.Id}"), space.Name, (await app.EmailOfAsync(space.Administrator), Pdf));
        await ApproveAsync(staff, page);
        (await person.GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets")).Text.ShouldNotContain("Les Marées hautes");
    }

    [Fact]
    public async Task Staff_delete_a_space_with_its_name_and_a_reason()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var page = await staff.GetPageAsync($"/equipe/structures/{space.Id}/suppression");
        (await staff.SubmitAsync(page, ("confirmation", space.Name), ("reason", ""))).Text.ShouldContain("Donnez la raison");
        page = await staff.SubmitAsync(page, ("confirmation", space.Name), ("reason", "Dissoute"));
        page.Text.ShouldContain("Espace supprimé");
        page.Text.ShouldContain("Espace membre supprimé (Dissoute)");
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_the_lapse_the_space_takes_changes_until_the_day_of_grace_and_is_then_read_only_and_says_so()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, finalKg: 5m);
        var (person, staff) = (app.As(space.Administrator), app.As(MemberSpaceApp.Staff));
        var today = app.Services.GetRequiredService<OrganisationDesk>().Today;
        await app.SendAsync(new ChangeMembership(space.Id, new Membership(true, today.AddDays(-1)), null, Staff));
        var page = await person.GetPageAsync($"/espaces/{space.Id}");
        page.Text.ShouldContain($"Après le {today.AddDays(-1).AddMonths(3):dd'/'MM'/'yyyy}, votre espace sera en lecture seule");
        (await person.GetPageAsync($"/espaces/{space.Id}/gestion/administrateurs")).Has("main form[method=post]").ShouldBeTrue();
        (await person.GetPageAsync($"/espaces/{space.Id}/gestion/tags")).Text.ShouldContain("n’est pas à jour de sa cotisation");

        page = await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/structures/{space.Id}/delai"), ("until", $"{today.AddDays(-1):yyyy-MM-dd}"), ("reason", "Relances sans réponse"));
        page.Text.ShouldContain("Relances sans réponse");
        foreach (var path in new[] { "", "/projets", "/mode-d-emploi", "/gestion" })
        {
            (await person.GetPageAsync($"/espaces/{space.Id}{path}")).Text.ShouldContain("Votre espace est en lecture seule", Case.Sensitive, path);
        }

        (await person.GetPageAsync($"/espaces/{space.Id}/projets")).Text.ShouldContain("Les Marées hautes");
        (await person.Client.GetAsync($"/espaces/{space.Id}/projets.xlsx")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await person.GetPageAsync($"/espaces/{space.Id}/gestion/administrateurs")).Text.ShouldContain("est en lecture seule");
        (await person.GetPageAsync($"/espaces/{space.Id}/gestion/suppression")).Has("main form[method=post]").ShouldBeTrue("leaving is a right");

        await app.SendAsync(new ChangeMembership(space.Id, new Membership(true, today), null, Staff));
        (await person.GetPageAsync($"/espaces/{space.Id}")).Text.ShouldNotContain("lecture seule");
    }

    [Fact]
    public async Task An_erased_person_leaves_requests_and_so_do_the_authorisations_that_name_them()
    {
        var name = $"Effacée {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var named = await app.PersonAsync("Élie", "Marchand");
        var person = app.As(await app.PersonAsync());
        var page = await SendAsync(person, await person.GetPageAsync($"/espaces/demande/{organisation}"), name, (await app.EmailOfAsync(named), Pdf));
        var id = page.Path.Split('/')[^1];
        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), named, 2));
        (await CountAsync($"document where owner = 'request:{id}'")).ShouldBe(0);
        page = await app.As(MemberSpaceApp.Staff).GetPageAsync($"/equipe/demandes/{id}");
        page.Text.ShouldContain("autorisation effacée");
        page.Text.ShouldNotContain("Test");
        (await CountAsync($"request_people where request_id = '{id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Authorisations_of_a_refused_request_are_erased_after_three_months()
    {
        var name = $"Refusée {app.Ids.NewId():N}";
        var organisation = await MemberAsync(name);
        var person = app.As(await app.PersonAsync());
        var page = await SendAsync(person, await person.GetPageAsync($"/espaces/demande/{organisation}"), name, ("a@example.org", Pdf));
        var id = page.Path.Split('/')[^1];
        await app.SendAsync(new RefuseRequest(new RequestId(Guid.Parse(id)), "Non", null, Staff));
        var clock = new MovableClock();
        var desk = () => ActivatorUtilities.CreateInstance<RequestRetention>(app.Services, ActivatorUtilities.CreateInstance<OrganisationDesk>(app.Services, clock));
        clock.Advance(TimeSpan.FromDays(80));
        await desk().RunAsync(default);
        (await CountAsync($"document where owner = 'request:{id}'")).ShouldBe(1);
        clock.Advance(TimeSpan.FromDays(14));
        await desk().RunAsync(default);
        (await CountAsync($"document where owner = 'request:{id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_queue_filters_by_state_and_says_when_the_address_means_nothing()
    {
        var staff = app.As(MemberSpaceApp.Staff);
        (await staff.GetPageAsync("/equipe/demandes?etat=nimporte")).Text.ShouldContain("ne veut rien dire");
        (await staff.GetPageAsync("/equipe/demandes?etat=refused")).Status.ShouldBe(HttpStatusCode.OK);
        (await staff.Client.GetAsync("/api/member-spaces/requests?state=nimporte")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await staff.Client.GetAsync("/api/member-spaces/requests")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.As(await app.PersonAsync()).Client.GetAsync("/api/member-spaces/requests")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Actor Staff => new(MemberSpaceApp.Staff, true);

    private async Task<OrganisationId> MemberAsync(string name)
    {
        var id = new OrganisationId(app.Ids.NewId());
        await app.SendAsync(new RegisterOrganisation(id, name, new Membership(true, new DateOnly(2199, 1, 1)), Staff));
        return id;
    }

    /// <summary>Fills the form in and sends it with a file for each person, one file a sending, as the fields allow.</summary>
    private static async Task<Page> SendAsync(Visitor visitor, Page page, string? tags, params (string Email, byte[] File)[] people)
    {
        for (var i = 1; i < people.Length; i++)
        {
            page = await visitor.SubmitAsync(page, page.Form(), page.All("button[name=more]").Single());
        }

        for (var at = 0; at < people.Length; at++)
        {
            if (tags is not null)
            {
                Fill(page, ("tags", tags));
            }

            for (var i = 0; i < people.Length; i++)
            {
                Fill(page, ($"first{i}", "Test"), ($"last{i}", $"Personne {i}"), ($"email{i}", people[i].Email), ($"authorised{i}", "true"));
            }

            page = await visitor.SubmitFilesAsync(page, page.Form(), $"file{at}", ("autorisation.pdf", people[at].File));
        }

        return page;
    }

    private static void Fill(Page page, params (string Name, string Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            switch (page.Find($"main form[method=post] [name={name}]"))
            {
                case IHtmlInputElement { Type: "checkbox" } box:
                    box.IsChecked = true;
                    break;
                case IHtmlInputElement input:
                    input.Value = value;
                    break;
                case IHtmlTextAreaElement area:
                    area.Value = value;
                    break;
            }
        }
    }

    private static async Task ApproveAsync(Visitor staff, Page sent)
    {
        sent.Text.ShouldContain("Demande envoyée.");
        var page = await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/demandes/{sent.Path.Split('/')[^1]}/accord"));
        page.Text.ShouldContain("Demande acceptée");
    }

    private async Task<long> CountAsync(string what) => await app.Database.ScalarAsync<long>($"select count(*) from member_space.{what}");

    private Task<IReadOnlyList<string>> SubjectsAsync(string recipient)
        => app.Log.ListAsync("select subject from mail_queue where recipient = $1 order by queued_at, id", r => Page.Fold(r.GetString(0)), default, recipient);
}
