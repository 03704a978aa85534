using System.Net;
using System.Text.Json.Nodes;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

[Collection(ProjectsHost.Name)]
public sealed class MyProjectsSlices(ProjectsApp app)
{
    [Fact]
    public async Task Who_has_no_project_is_told_what_to_do_first()
    {
        var page = await (await app.PersonAsync()).Visitor.GetPageAsync("/projets");
        page.Text.ShouldContain("Aucun projet pour l’instant");
        page.Find("main a.btn").GetAttribute("href").ShouldBe("/projets/nouveau");
        page.Find("nav.switch a[aria-current]").TextContent.ShouldBe("Mes projets");
    }

    [Fact]
    public async Task A_program_asks_for_what_has_changed_since()
    {
        var me = await app.PersonAsync();
        var first = await app.ProjectAsync(me, "Premier");
        await app.ProjectAsync(me, "Second");
        var start = (await ListAsync("?sort=changed")).Select(p => p!["changedAt"]!.GetValue<DateTimeOffset>()).ToList();
        start.ShouldBeInOrder();
        (await TitlesAsync(start[1].AddMicroseconds(1))).ShouldBeEmpty();
        (await TitlesAsync(start[1])).ShouldBe(["Second"]);
        (await TitlesAsync(start[0])).ShouldBe(["Premier", "Second"], ignoreOrder: true);

        // A tag is no change of the data, and a change for whoever keeps a copy of the list.
        var tag = await app.TagAsync("ECOLOPROD Depuis");
        using var tagged = await me.Client.SendAsync(HttpMethod.Post, $"/api/projects/{first}/tags", new { tagId = tag.TagId });
        (await TitlesAsync(start[1].AddMicroseconds(1))).ShouldBe(["Premier"]);
        var row = (await ListAsync("?sort=-changed"))[0]!;
        row["title"]!.GetValue<string>().ShouldBe("Premier");
        var changed = row["changedAt"]!.GetValue<DateTimeOffset>();
        changed.ShouldBeGreaterThan(row["updatedAt"]!.GetValue<DateTimeOffset>());

        // A result counts from when it came in, not from when it was measured.
        await app.MeasuredAsync(first, "final", 1, 12m, 1, at: start[0]);
        (await TitlesAsync(changed.AddMicroseconds(1))).ShouldBe(["Premier"]);

        foreach (var unclear in (string[])["2026-11-01T00:00:00", "2026-11-01", "hier", "2026-11-01T00:00:00 CET", "2026-13-01T00:00:00Z"])
        {
            await me.Client.SendAsync(HttpMethod.Get, $"/api/projects?changedSince={Uri.EscapeDataString(unclear)}").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "filter.changed-since");
        }

        (await ListAsync("?changedSince=2020-11-01T00:00:00+01:00")).Count.ShouldBe(2, "a plus sign that nobody escaped");

        async Task<JsonArray> ListAsync(string query) => (await me.Client.GetJsonAsync($"/api/projects{query}"))["items"]!.AsArray();

        async Task<IEnumerable<string>> TitlesAsync(DateTimeOffset since)
        {
            var list = await me.Client.GetJsonAsync($"/api/projects?changedSince={Uri.EscapeDataString(since.ToString("O"))}");
            var titles = list["items"]!.AsArray().Select(p => p!["title"]!.GetValue<string>()).ToList();
            list["total"]!.GetValue<int>().ShouldBe(titles.Count);
            return titles;
        }
    }

    [Fact]
    public async Task Own_and_shared_projects_are_listed_and_nobody_elses()
    {
        var me = await app.PersonAsync();
        var colleague = await app.PersonAsync("Noor", "Haddad");
        await app.ProjectAsync(me, "Le mien");
        var shared = await app.ProjectAsync(colleague, "Le partagé");
        await app.ProjectAsync(colleague, "Le secret");
        await app.JoinAsync(shared, colleague.Id, me.Id, Roles.Reader);
        var page = await me.Visitor.GetPageAsync("/projets");
        page.Texts("tbody th a").ShouldBe(["Le mien", "Le partagé"], ignoreOrder: true);
        page.Text.ShouldContain("Propriétaire : Noor Haddad, vous : lecture");
        page.Text.ShouldContain("2 projets");
    }

    [Fact]
    public async Task The_total_is_the_final_assessments_if_there_is_one()
    {
        var me = await app.PersonAsync();
        var empty = await app.ProjectAsync(me, "A vide");
        var provisional = await app.ProjectAsync(me, "B prévisionnel");
        var both = await app.ProjectAsync(me, "C les deux");
        await app.MeasuredAsync(provisional, "provisional", 1, 15_660m, 19);
        await app.MeasuredAsync(both, "provisional", 4, 15_660m, 19);
        await app.MeasuredAsync(both, "final", 2, 24_000m, 3);
        // An assessment without a line is not a measured zero; an older message changes nothing.
        await app.MeasuredAsync(provisional, "final", 1, 0m, 0);
        await app.MeasuredAsync(both, "final", 1, 1m, 1);

        var page = await me.Visitor.GetPageAsync("/projets?tri=titre");
        page.Texts("tbody td[data-label='Type d’évaluation']").ShouldBe(["Aucun bilan", "Bilan prévisionnel", "Bilans prévisionnel et définitif"]);
        var totals = page.Texts("tbody td[data-label='Bilan total']");
        totals[0].ShouldBe("Aucune donnée");
        totals[1].ShouldStartWith("15,66 tCO₂e");
        totals[2].ShouldContain("24,00 tCO₂e");
        totals[2].ShouldContain("définitif");
        (await me.Client.GetJsonAsync($"/api/projects/{both}"))["total"]!["totalKg"]!.GetValue<decimal>().ShouldBe(24_000m);
        (await me.Client.GetJsonAsync($"/api/projects/{provisional}"))["total"]!["kind"]!.GetValue<string>().ShouldBe("provisional");
        (await me.Client.GetJsonAsync($"/api/projects/{empty}"))["assessments"]!.AsArray().ShouldBeEmpty();

        (await me.Visitor.GetPageAsync("/projets?tri=-total")).Texts("tbody th a").ShouldBe(["C les deux", "B prévisionnel", "A vide"]);
        (await me.Visitor.GetPageAsync("/projets?tri=total")).Texts("tbody th a").ShouldBe(["B prévisionnel", "C les deux", "A vide"]);
    }

    [Fact]
    public async Task B02_A_project_with_a_message_in_failure_says_that_its_figures_are_being_repaired_until_it_is_replayed()
    {
        var me = await app.PersonAsync();
        var stale = await app.ProjectAsync(me, "En retard");
        await app.ProjectAsync(me, "À jour");
        var replay = await app.BuryAsync("projects", new AssessmentMeasuredV1(app.Ids.NewId(), stale, "final", 1, 24_000m, 3, [], app.Clock.GetUtcNow(), false));
        async Task<bool[]> RepairedAsync() => [.. (await me.Client.GetJsonAsync("/api/projects?sort=-title"))["items"]!.AsArray().Select(i => i!["isBeingRepaired"]!.GetValue<bool>())];

        var rows = (await me.Visitor.GetPageAsync("/projets?tri=-titre")).Texts("tbody th");
        rows[0].ShouldContain("Chiffres en cours de réparation");
        rows[1].ShouldNotContain("réparation");
        (await RepairedAsync()).ShouldBe([true, false]);

        await replay();

        var page = await me.Visitor.GetPageAsync("/projets");
        page.Text.ShouldNotContain("réparation");
        page.Text.ShouldContain("24,00 tCO₂e");
        (await RepairedAsync()).ShouldBe([false, false]);
    }

    [Fact]
    public async Task Updated_is_the_newest_change_of_data_in_either_module()
    {
        var me = await app.PersonAsync();
        var id = await app.ProjectAsync(me);
        async Task<DateTimeOffset> UpdatedAsync() => (await me.Client.GetJsonAsync($"/api/projects/{id}"))["updatedAt"]!.GetValue<DateTimeOffset>();
        var created = await UpdatedAsync();

        // Reading and tagging change no data.
        await me.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        var tag = await app.TagAsync("Sans effet sur la date");
        (await me.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/tags", new { tagId = tag.TagId })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await UpdatedAsync()).ShouldBe(created);

        var measured = DateTimeOffset.FromUnixTimeSeconds(app.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds());
        await app.MeasuredAsync(id, "provisional", 1, 10m, 1, measured);
        (await UpdatedAsync()).ShouldBe(measured);
        using (app.Clock.Ahead(TimeSpan.FromHours(2)))
        {
            var body = Samples.FirstProject();
            body["title"] = "Plus tard";
            (await me.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, version: 2)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await UpdatedAsync()).ShouldBeGreaterThan(measured);
        (await me.Client.GetJsonAsync("/api/projects"))["items"]![0]!["updatedAt"]!.GetValue<DateTimeOffset>().ShouldBe(await UpdatedAsync());
    }

    [Fact]
    public async Task Titles_are_searched_by_part_without_accents_and_statuses_filtered()
    {
        var me = await app.PersonAsync();
        await app.ProjectAsync(me, "Les Marées hautes");
        var closed = await app.ProjectAsync(me, "Marée basse");
        await app.ProjectAsync(me, "100 % nature");
        await me.Client.SendAsync(HttpMethod.Post, $"/api/projects/{closed}/closure");

        var found = await me.Visitor.GetPageAsync("/projets?q=MAREE");
        found.Texts("tbody th a").ShouldBe(["Marée basse", "Les Marées hautes"], ignoreOrder: true);
        found.Texts(".chips .chip").Take(3).ShouldBe(["Tous (2)", "Non clôturés (1)", "Clôturés (1)"]);
        (await me.Visitor.GetPageAsync("/projets?q=maree&statut=cloture")).Texts("tbody th a").ShouldBe(["Marée basse"]);
        (await me.Visitor.GetPageAsync("/projets?q=100+%25")).Texts("tbody th a").ShouldBe(["100 % nature"]);
        var none = await me.Visitor.GetPageAsync("/projets?q=<b>rien</b>");
        none.Text.ShouldContain("Aucun projet ne correspond");
        none.Has("main b").ShouldBeFalse();
        (await me.Visitor.GetPageAsync("/projets?q=%EF%BF%BE%00rien")).Status.ShouldBe(HttpStatusCode.OK);
        (await me.Visitor.GetPageAsync("/projets?statut=nimporte&tri=pirate&page=abc")).Texts("tbody th a").Count.ShouldBe(3);
    }

    [Fact]
    public async Task Twenty_a_page_and_a_page_that_is_gone_is_the_last_one()
    {
        var me = await app.PersonAsync();
        var store = app.Services.GetRequiredService<EventStore<ProjectsModule>>();
        foreach (var n in Enumerable.Range(1, 45))
        {
            var stream = await store.LoadAsync<Project>(app.Ids.NewId(), CancellationToken.None);
            await store.Begin(new Actor(new PersonId(me.Id))).Append(stream, stream.State.Open(new PersonId(me.Id), Samples.Documentary with { Title = $"Projet {n:00}" }, app.Clock.GetUtcNow())).SaveAsync(CancellationToken.None);
        }

        (await me.Visitor.GetPageAsync("/projets?tri=titre")).Texts("tbody th a").ShouldBe(Enumerable.Range(1, 20).Select(n => $"Projet {n:00}"));
        (await me.Visitor.GetPageAsync("/projets?tri=titre&page=3")).Texts("tbody th a").ShouldBe(Enumerable.Range(41, 5).Select(n => $"Projet {n:00}"));
        (await me.Visitor.GetPageAsync("/projets?tri=-titre&page=99999")).Texts("tbody th a").ShouldBe(Enumerable.Range(1, 5).Reverse().Select(n => $"Projet {n:00}"));
        var page = await me.Client.GetJsonAsync("/api/projects?sort=title&page=2&size=30");
        (page["total"]!.GetValue<int>(), page["items"]!.AsArray().Count, page["page"]!.GetValue<int>()).ShouldBe((45, 15, 2));
    }

    [Fact]
    public async Task A_program_asks_for_what_the_page_shows()
    {
        var me = await app.PersonAsync();
        await app.ProjectAsync(me, "Ouvert");
        var closed = await app.ProjectAsync(me, "Fini");
        await me.Client.SendAsync(HttpMethod.Post, $"/api/projects/{closed}/closure");
        (await me.Client.GetJsonAsync("/api/projects?status=closed"))["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>()).ShouldBe(["Fini"]);
        (await me.Client.GetJsonAsync("/api/projects?sort=-title"))["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>()).ShouldBe(["Ouvert", "Fini"]);
        await me.Client.SendAsync(HttpMethod.Get, "/api/projects?status=pirate").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-value");
        await me.Client.SendAsync(HttpMethod.Get, "/api/projects?sort=drop").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-value");
        using var anonymous = app.CreateClient();
        await anonymous.SendAsync(HttpMethod.Get, "/api/projects").ShouldRefuseAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Genres_are_sorted_as_they_are_read()
    {
        var me = await app.PersonAsync(language: "en");
        foreach (var genre in new[] { "sport", "documentary", "commercial", "feature-film" })
        {
            var body = Samples.FirstProject();
            body["editorialGenre"] = genre;
            (await me.Client.SendAsync(HttpMethod.Post, "/api/projects", body)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        (await me.Visitor.GetPageAsync("/projets?tri=genre")).Texts("td[data-label=Genre]").ShouldBe(["Commercial", "Feature film", "Single documentary", "Sport"]);
    }
}
