using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The space as its administrators use it, and as everybody else does not.</summary>
public sealed class SpaceTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private static readonly string[] Menu = ["Tableau de bord", "Projets", "Mode d’emploi"];

    [Fact]
    public async Task Nobody_but_its_administrators_enters_by_any_route()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5m);
        var neighbour = await app.SpaceAsync();
        string[] pages = [$"/espaces/{space.Id}", $"/espaces/{space.Id}/projets", $"/espaces/{space.Id}/mode-d-emploi", $"/espaces/{space.Id}/projets/{project}", $"/espaces/{space.Id}/projets/{project}/tags", $"/espaces/{space.Id}/projets.xlsx", $"/espaces/{space.Id}/projets.csv", $"/espaces/{space.Id}/projets/{project}/lignes", $"/espaces/{space.Id}/projets/{project}/lignes.xlsx", $"/espaces/{space.Id}/lignes.csv", $"/espaces/{space.Id}/filtres"];
        string[] apis = [$"/api/member-spaces/{space.Id}/dashboard", $"/api/member-spaces/{space.Id}/projects", $"/api/member-spaces/{space.Id}/projects/{project}", $"/api/member-spaces/{space.Id}/projects/{project}/lines", $"/api/member-spaces/{space.Id}/views"];
        foreach (var path in pages.Concat(apis))
        {
            foreach (var stranger in new[] { await app.PersonAsync(), neighbour.Administrator, MemberSpaceApp.Staff })
            {
                (await app.As(stranger).Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }

            ((int)(await app.NewVisitor().Client.GetAsync(path)).StatusCode).ShouldBeOneOf(302, 401);
            (await app.As(space.Administrator).Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        var tag = $"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}";
        (await app.As(neighbour.Administrator).Client.DeleteAsync(tag)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(MemberSpaceApp.Staff).Client.DeleteAsync(tag)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_structures_project_or_tag_is_not_found_through_ones_own_space()
    {
        var (mine, theirs) = (await app.SpaceAsync(), await app.SpaceAsync());
        var project = await app.ProjectAsync(theirs, finalKg: 5m);
        var me = app.As(mine.Administrator);
        (await me.Client.GetAsync($"/espaces/{mine.Id}/projets/{project}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.Client.GetAsync($"/espaces/{mine.Id}/projets/{project}/tags")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.Client.GetAsync($"/api/member-spaces/{mine.Id}/projects/{project}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.Client.DeleteAsync($"/api/member-spaces/{mine.Id}/projects/{project}/tags/{theirs.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.Client.DeleteAsync($"/api/member-spaces/{mine.Id}/projects/{app.Ids.NewId()}/tags/{mine.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await me.Client.GetAsync($"/api/member-spaces/{mine.Id}/dashboard?tag={theirs.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Removed_administrators_are_out_at_once()
    {
        var space = await app.SpaceAsync();
        var person = app.As(space.Administrator);
        (await person.GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        await app.SendAsync(new RemoveAdministrator(space.Id, space.Administrator, space.Name, null, new Actor(MemberSpaceApp.Staff, true)));
        (await person.GetPageAsync($"/espaces/{space.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_menu_has_exactly_its_three_entries_in_order_on_every_page()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5m);
        var person = app.As(space.Administrator);
        foreach (var path in new[] { $"/espaces/{space.Id}", $"/espaces/{space.Id}/projets", $"/espaces/{space.Id}/mode-d-emploi", $"/espaces/{space.Id}/projets/{project}", $"/espaces/{space.Id}/projets/{project}/lignes", $"/espaces/{space.Id}/projets/{project}/tags" })
        {
            var page = await person.GetPageAsync(path);
            page.Texts("nav.tabs a").ShouldBe(Menu, path);
            page.All("nav.tabs a[aria-current=page]").Count.ShouldBe(1);
            page.Texts("nav.switch a[aria-current=true]").ShouldBe(["Espace entreprise"]);
        }
    }

    [Fact]
    public async Task The_switch_is_there_for_administrators_only_and_chooses_between_several()
    {
        var (one, other) = (await app.SpaceAsync(), await app.SpaceAsync());
        var plain = await app.As(await app.PersonAsync()).GetPageAsync("/espaces");
        plain.Texts("nav.switch a").ShouldNotContain("Espace entreprise");
        plain.Text.ShouldContain("Créer son espace membre");
        plain.Text.ShouldContain("Contactez-nous");
        plain.Has("main a[href='/espaces/creer']").ShouldBeTrue();
        plain.Has("main a[href='mailto:carbonclap@ecoprod.com']").ShouldBeTrue();

        var single = await app.As(one.Administrator).GetPageAsync("/espaces");
        single.Path.ShouldBe($"/espaces/{one.Id}");

        await app.SendAsync(new AddAdministrator(other.Id, await app.EmailOfAsync(one.Administrator), null, new Actor(MemberSpaceApp.Staff, true)));
        var chooser = await app.As(one.Administrator).GetPageAsync("/espaces");
        chooser.Path.ShouldBe("/espaces");
        chooser.Texts("main tbody th").ShouldBe([one.Name, other.Name], ignoreOrder: true);
        chooser.All("nav.switch details a").Count.ShouldBe(2);
        var mine = await app.As(one.Administrator).Client.GetFromJsonAsync<JsonElement>("/api/member-spaces");
        mine.EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe([one.Name, other.Name], ignoreOrder: true);
    }

    [Fact]
    public async Task The_sample_rows_of_the_user_guide_are_reproduced()
    {
        var space = await app.SpaceAsync();
        var owner = await app.PersonAsync("Prénom", "Nom");
        var utc = (int month, int day) => new DateTimeOffset(2023, month, day, 12, 0, 0, TimeSpan.Zero);
        await app.ProjectAsync(space, p => p with { Title = "PROJET 1", EditorialGenre = "commercial", OwnerId = owner, CreatedAt = utc(12, 13), ChangedAt = utc(12, 18) }, finalKg: 24_000m);
        await app.ProjectAsync(space, p => p with { Title = "PROJET 2", EditorialGenre = "commercial", OwnerId = owner, CreatedAt = utc(12, 13), ChangedAt = utc(12, 18), FinalisedOn = new DateOnly(2023, 12, 18) }, finalKg: 24_000m);
        await app.ProjectAsync(space, p => p with { Title = "PROJET 3", OwnerId = owner, CreatedAt = utc(12, 11), ChangedAt = utc(12, 18) }, provisionalKg: 1_000m);

        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets?tri=projet");

        page.Texts("thead th").Select(t => t.TrimEnd(' ', '↑', '↓')).ShouldBe(
            ["Vos projets", "Propriétaire du projet", "Créé le", "Mis à jour le", "Type d’évaluation", "Statut", "Bilan total", "Actions"]);
        page.All("tbody tr").Select(r => string.Join(" | ", r.Children.Take(7).Select(c => Page.Fold(c.TextContent)))).ShouldBe(
        [
            "PROJET 1Spot publicité | Prénom Nom | 13/12/2023 | 18/12/2023 | Bilan définitif | Non clôturé | 24 tCO₂e",
            "PROJET 2Spot publicité | Prénom Nom | 13/12/2023 | 18/12/2023 | Bilan définitif | Clôturé | 24 tCO₂e",
            "PROJET 3Documentaire unitaire | Prénom Nom | 11/12/2023 | 18/12/2023 | Bilan prévisionnel | Non clôturé | 1 tCO₂e",
        ]);
    }

    [Fact]
    public async Task Both_assessments_are_shown_and_the_final_one_counts_unless_the_other_is_asked_for()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, finalKg: 10_000m, provisionalKg: 30_000m);
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/projets");
        page.Find("tbody tr").TextContent.ShouldContain("Bilans prévisionnel et définitif");
        Page.Fold(page.Find("tbody td[data-label='Bilan total']").TextContent).ShouldBe("10 tCO₂e définitif");
        page = await person.GetPageAsync($"/espaces/{space.Id}/projets?bilan=provisional");
        Page.Fold(page.Find("tbody td[data-label='Bilan total']").TextContent).ShouldBe("30 tCO₂e prévisionnel");
    }

    [Fact]
    public async Task The_detail_shows_departments_by_posts_and_phases_and_offers_nothing_to_edit()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 2, ("unit-logistics", "food", 2_000m), ("unit-logistics", "transport", 1_000m), ("transport", "transport", 4_000m)));
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}");
        page.Texts("main .list thead th").ShouldBe(["Poste", "Total", "Déplacements et transports", "Régie"]);
        page.All("main .list tbody tr").Select(r => string.Join(" ", r.Children.Select(c => Page.Fold(c.TextContent)))).ShouldBe(["Transport 5 4 1", "Alimentation 2 - 2"]);
        Page.Fold(page.Find("main .list tfoot").TextContent).ShouldBe("Total743");
        page.Text.ShouldContain("Tournage");
        page.All("main form").ShouldBeEmpty();
        page.All("main input").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_is_sorted_searched_and_paged()
    {
        var space = await app.SpaceAsync();
        var owner = await app.PersonAsync("Zoé", "Étienne");
        for (var i = 1; i <= 23; i++)
        {
            var n = i;
            await app.ProjectAsync(space, p => p with { Title = $"Été {n:00}", OwnerId = n == 7 ? owner : p.OwnerId }, finalKg: n % 5 == 0 ? null : n * 1000m);
        }

        var person = app.As(space.Administrator);
        var first = await person.GetPageAsync($"/espaces/{space.Id}/projets?tri=projet");
        first.All("tbody tr").Count.ShouldBe(20);
        first.Text.ShouldContain("1 à 20 sur 23");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?tri=projet&page=2")).Texts("tbody th a").ShouldBe(["Été 21", "Été 22", "Été 23"]);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?tri=-total")).Texts("tbody th a")[0].ShouldBe("Été 23");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?q=ete+07")).Texts("tbody th a").ShouldBe(["Été 07"]);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?q=etienne")).Texts("tbody th a").ShouldBe(["Été 07"]);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?q=%25")).Text.ShouldContain("Aucun projet ne correspond");
        foreach (var sort in new[] { "projet", "-proprietaire", "cree", "-maj", "bilan", "-statut", "total", "n-importe-quoi" })
        {
            (await person.GetPageAsync($"/espaces/{space.Id}/projets?tri={sort}")).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Text_of_others_is_shown_as_text()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = "<script>alert(1)</script>" }, finalKg: 5m);
        var person = app.As(space.Administrator);
        foreach (var path in new[] { $"/espaces/{space.Id}", $"/espaces/{space.Id}/projets", $"/espaces/{space.Id}/projets/{project}", $"/espaces/{space.Id}/projets/{project}/tags" })
        {
            var page = await person.GetPageAsync(path);
            page.Html.ShouldNotContain("<script>alert");
            page.Text.ShouldContain("<script>alert(1)</script>");
        }
    }

    [Fact]
    public async Task An_empty_space_says_what_to_do_first()
    {
        var space = await app.SpaceAsync();
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}");
        page.Text.ShouldContain("Aucun projet ne vous a encore tagué");
        page.Texts(".chip").ShouldContain(space.Name);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets")).Text.ShouldContain("Aucun projet ne vous a encore tagué");
    }

    [Fact]
    public async Task A_space_stays_readable_when_the_fee_lapses_and_says_so()
    {
        var space = await app.SpaceAsync();
        await app.SendAsync(new ChangeMembership(space.Id, new Membership(true, new DateOnly(2024, 12, 31)), null, new Actor(MemberSpaceApp.Staff, true)));
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("n’est plus à jour depuis le 31/12/2024");
    }

    [Fact]
    public async Task It_speaks_english()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_500m);
        var person = app.As(space.Administrator, "en");
        (await person.GetPageAsync($"/espaces/{space.Id}")).Text.ShouldContain("Carbon impact of projects");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets")).Text.ShouldContain("5.50 tCO₂e");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{project}")).Text.ShouldContain("Departments and posts");
        (await person.GetPageAsync($"/espaces/{space.Id}/mode-d-emploi")).Text.ShouldContain("User guide");
    }

    [Fact]
    public async Task A_program_asks_for_what_has_changed_since_and_a_project_tagged_today_is_new_however_old_its_data()
    {
        var space = await app.SpaceAsync();
        using var person = app.As(space.Administrator);
        var api = $"/api/member-spaces/{space.Id}/projects";
        await app.ProjectAsync(space, p => p with { Title = "Ancien", ChangedAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var before = (await person.Client.GetJsonAsync(api))["items"]!.AsArray().Single()!;
        before["updatedAt"]!.GetValue<DateTimeOffset>().Year.ShouldBe(2020);
        var seen = before["changedAt"]!.GetValue<DateTimeOffset>();

        await app.ProjectAsync(space, p => p with { Title = "Tagué aujourd’hui", ChangedAt = new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var news = await person.Client.GetJsonAsync($"{api}?changedSince={Uri.EscapeDataString(seen.AddMicroseconds(1).ToString("O"))}");
        news["items"]!.AsArray().Single()!["title"]!.GetValue<string>().ShouldBe("Tagué aujourd’hui");
        news["total"]!.GetValue<int>().ShouldBe(1);
        await person.Client.SendAsync(HttpMethod.Get, $"{api}?changedSince=2026-11-01").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "filter.changed-since");
    }

    [Fact]
    public async Task A_program_is_told_what_is_wrong_with_an_address_and_finds_a_page_beyond_the_last_one_empty()
    {
        var space = await app.SpaceAsync();
        using var person = app.As(space.Administrator);
        await app.ProjectAsync(space);
        var api = $"/api/member-spaces/{space.Id}";

        var bad = await person.Client.SendAsync(HttpMethod.Get, $"{api}/projects?page=abc").ShouldRefuseAsync(HttpStatusCode.BadRequest, "web.bad-request");
        bad["detail"]!.GetValue<string>().ShouldBe("La valeur de « page » dans l’adresse n’est pas de la forme attendue.");
        (await person.Client.GetJsonAsync($"{api}/projects?page=999999"))["items"]!.AsArray().ShouldBeEmpty();
        var date = await person.Client.SendAsync(HttpMethod.Get, $"{api}/dashboard?finalisedFrom=01/02/2025").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "filter.date");
        date["detail"]!.GetValue<string>().ShouldBe("« 01/02/2025 » n’est pas une date qui existe, écrite année-mois-jour (2026-02-28).");
        (await person.GetPageAsync($"/espaces/{space.Id}?du=31/02/2025")).Text.ShouldContain("« 31/02/2025 » n’est pas une date qui existe : ce filtre n’est pas pris en compte.");
    }
}
