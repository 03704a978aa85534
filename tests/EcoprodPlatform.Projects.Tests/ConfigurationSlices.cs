using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

[Collection(ProjectsHost.Name)]
public sealed class ConfigurationSlices(ProjectsApp app)
{
    private const string ConfigurationForm = "form[method=post][action$='/configuration']";

    // ----- creating

    [Fact]
    public async Task A_double_click_creates_one_project()
    {
        var producer = await app.PersonAsync();
        var page = await producer.Visitor.GetPageAsync("/projets/nouveau");
        (string, string)[] fields = [("title", "Double clic"), ("editorialGenre", "sport"), ("leadCountry", "France")];
        var both = await Task.WhenAll(producer.Visitor.SubmitAsync(page, fields), producer.Visitor.SubmitAsync(page, fields));
        both.ShouldAllBe(p => p.Status == HttpStatusCode.OK && p.Path.EndsWith("/configuration"));
        var again = await producer.Visitor.SubmitAsync(page, fields);
        again.Path.ShouldBe(both[0].Path);
        var id = Guid.Parse(again.Path.Split('/')[2]);
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1"]);
        (await producer.Client.GetJsonAsync("/api/projects"))["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_program_may_repeat_a_creation_with_its_own_id()
    {
        var producer = await app.PersonAsync();
        var body = Samples.FirstProject();
        body["id"] = app.Ids.NewId().ToString();
        using var first = await producer.Client.PostAsJsonAsync("/api/projects", body);
        using var second = await producer.Client.PostAsJsonAsync("/api/projects", body);
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await second.JsonAsync())["id"]!.GetValue<string>().ShouldBe(body["id"]!.GetValue<string>());

        // Another project under the same id is not the same project, not even once the first one has become it.
        var other = body.DeepClone().AsObject();
        other["title"] = "Autre";
        await producer.Client.PostAsJsonAsync("/api/projects", other).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.id-taken");
        var change = other.DeepClone().AsObject();
        change.Remove("id");
        using var changed = await producer.Client.SendAsync(HttpMethod.Put, first.Headers.Location!.ToString(), change, 1);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await producer.Client.PostAsJsonAsync("/api/projects", other).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.id-taken");
        using var third = await producer.Client.PostAsJsonAsync("/api/projects", body);
        third.StatusCode.ShouldBe(HttpStatusCode.Created);
        third.Headers.ETag!.Tag.ShouldBe("\"2\"");

        // Somebody else's id is of no use.
        var stranger = await app.PersonAsync("Sacha", "Morel");
        await stranger.Client.PostAsJsonAsync("/api/projects", body).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.already-opened");
    }

    /// <summary>A budget of 1,500 and 1,000 episodes, printed in English, are not 1.5 and 1 because the session speaks French by now.</summary>
    [Fact]
    public async Task B01_A_form_is_read_and_answered_in_the_language_it_was_printed_in()
    {
        var producer = await app.PersonAsync(language: "en");
        var id = await app.ProjectAsync(producer);
        var address = $"/projets/{id}/configuration";
        var english = await producer.Visitor.GetPageAsync(address);
        await producer.Visitor.SubmitAsync(english, english.Form(ConfigurationForm), ("budget", "1,500"), ("episodes", "1,000"));
        english = await producer.Visitor.GetPageAsync(address);
        ((IHtmlInputElement)english.Find("[name=budget]")).Value.ShouldBe("1,500");

        var french = await producer.Visitor.GetPageAsync($"/langue/fr?retour={address}");
        french.Text.ShouldContain("Enregistrer");
        var refused = await producer.Visitor.SubmitAsync(english, english.Form(ConfigurationForm), ("title", ""));
        refused.Text.ShouldContain("Title: please fill in.", customMessage: "the words beside the numbers are those they were typed under");
        ((IHtmlInputElement)refused.Find("[name=budget]")).Value.ShouldBe("1,500");
        var saved = await producer.Visitor.SubmitAsync(refused, refused.Form(ConfigurationForm), ("title", "Retitled"));

        saved.Status.ShouldBe(HttpStatusCode.OK);
        var project = await producer.Client.GetJsonAsync($"/api/projects/{id}");
        project["title"]!.GetValue<string>().ShouldBe("Retitled");
        project["budget"]!.GetValue<decimal>().ShouldBe(1500);
        project["episodes"]!.GetValue<int>().ShouldBe(1000);
        ((IHtmlInputElement)(await producer.Visitor.GetPageAsync(address)).Find("[name=budget]")).Value.ShouldBe("1\u202F500");
    }

    [Fact]
    public async Task The_form_says_everything_there_is_to_correct_and_loses_nothing()
    {
        var producer = await app.PersonAsync();
        var page = await producer.Visitor.GetPageAsync("/projets/nouveau");
        var again = await producer.Visitor.SubmitAsync(
            page,
            ("title", new string('x', 10_000)),
            ("budget", "-5"),
            ("startDate", "2023-10-03"),
            ("deliveryDate", "2023-10-02"),
            ("currency", "zorkmid"),
            ("leadCountry", "Belgik"),
            ("productionCompanies", "<b>ECOLOPROD</b>\nLes Films d’à côté"));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Texts("#errors li").Count.ShouldBe(6);
        again.Text.ShouldContain("200 caractères au plus");
        again.Text.ShouldContain("la livraison ne peut pas précéder le début du projet (03/10/2023)");
        again.Text.ShouldContain("Belgique");
        again.Find("input[name=budget]").GetAttribute("value").ShouldBe("-5");
        again.Find("textarea[name=productionCompanies]").TextContent.ShouldContain("<b>ECOLOPROD</b>");
        again.Html.ShouldNotContain("<b>ECOLOPROD</b>");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1e9")]
    [InlineData("300.000")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("300 000 $")]
    public async Task A_budget_that_is_not_a_number_is_refused(string budget)
    {
        var producer = await app.PersonAsync();
        var page = await producer.Visitor.GetPageAsync("/projets/nouveau");
        var again = await producer.Visitor.SubmitAsync(page, ("title", "A"), ("editorialGenre", "sport"), ("budget", budget));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Texts("#errors li").ShouldHaveSingleItem().ShouldStartWith("Budget :");
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("🎬 مشروع «וثائقي»")]
    public async Task Any_title_is_shown_as_text(string title)
    {
        var producer = await app.PersonAsync();
        var id = await app.ProjectAsync(producer, title);
        foreach (var path in new[] { ProjectLinks.Configuration(id), ProjectLinks.Collaboration(id), ProjectLinks.Closure(id), "/projets", $"/projets/{id}/historique" })
        {
            var page = await producer.Visitor.GetPageAsync(path);
            page.Status.ShouldBe(HttpStatusCode.OK, path);
            page.Html.ShouldContain(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(title)[..4]);
            page.Has("main img").ShouldBeFalse(path);
            page.Document.Body!.TextContent.ShouldContain(title);
        }
    }

    [Fact]
    public async Task The_English_pages_are_complete()
    {
        var producer = await app.PersonAsync(language: "en");
        var page = await producer.Visitor.GetPageAsync("/projets/nouveau");
        page.Text.ShouldContain("Editorial genre");
        page.Find("input[name=leadCountry]").GetAttribute("value").ShouldBe("France");
        var created = await producer.Visitor.SubmitAsync(page, ("title", "Documentary"), ("editorialGenre", "documentary"), ("budget", "300,000.50"), ("coproductionAdd", "Belgium"));
        created.Text.ShouldContain("Project created");
        (await app.LoadAsync(Guid.Parse(created.Path.Split('/')[2]))).State.Configuration.Budget.ShouldBe(300_000.50m);
    }

    // ----- changing

    [Fact]
    public async Task Owner_and_contributor_change_the_configuration_and_a_reader_reads_it()
    {
        var (owner, id) = await NewAsync();
        var contributor = await app.PersonAsync("Noor", "Haddad");
        var reader = await app.PersonAsync("Jo", "Petit");
        await app.JoinAsync(id, owner.Id, contributor.Id, Roles.Contributor);
        await app.JoinAsync(id, owner.Id, reader.Id, Roles.Reader);

        var page = await contributor.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        page.Text.ShouldContain("Seule la personne propriétaire du projet peut taguer");
        var saved = await contributor.Visitor.SubmitAsync(page, page.Form(ConfigurationForm), ("title", "Les Marées hautes"), ("isExercise", "true"));
        saved.Text.ShouldContain("Informations enregistrées");
        var state = (await app.LoadAsync(id)).State;
        state.Configuration.Title.ShouldBe("Les Marées hautes");
        state.Configuration.IsExercise.ShouldBeTrue();

        var reading = await reader.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        reading.Text.ShouldContain("accès en lecture");
        reading.Text.ShouldContain("52 min");
        reading.Has(ConfigurationForm).ShouldBeFalse();
        var forced = await Forced(reader, page, ("title", "Piraté"));
        forced.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_country_is_removed_by_unticking_it_and_added_by_writing_it()
    {
        var (owner, id) = await NewAsync();
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        await owner.Visitor.SubmitAsync(page, page.Form(ConfigurationForm), ("coproductionCountries", "BW"), ("coproductionAdd", "Suisse"));
        (await app.LoadAsync(id)).State.Configuration.CoproductionCountries.ShouldBe(["BW", "CH"]);
    }

    [Fact]
    public async Task Saving_without_a_change_records_nothing()
    {
        var (owner, id) = await NewAsync();
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        var same = await owner.Visitor.SubmitAsync(page, page.Form(ConfigurationForm));
        same.Text.ShouldContain("Rien n’avait changé");
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1"]);
    }

    [Fact]
    public async Task Two_browsers_do_not_overwrite_each_other()
    {
        var (owner, id) = await NewAsync();
        var one = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        var two = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        await owner.Visitor.SubmitAsync(one, one.Form(ConfigurationForm), ("title", "Premier"));
        var stale = await owner.Visitor.SubmitAsync(two, two.Form(ConfigurationForm), ("title", "Second"));
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Text.ShouldContain("Quelqu’un a modifié");
        stale.Find("input[name=title]").GetAttribute("value").ShouldBe("Second");
        (await app.LoadAsync(id)).State.Configuration.Title.ShouldBe("Premier");

        var knowing = await owner.Visitor.SubmitAsync(stale, stale.Form(ConfigurationForm));
        knowing.Status.ShouldBe(HttpStatusCode.OK);
        (await app.LoadAsync(id)).State.Configuration.Title.ShouldBe("Second");
    }

    [Fact]
    public async Task The_pages_meet_the_hostile_list()
    {
        var (owner, id) = await NewAsync();
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        using var anonymous = app.CreateClient();

        foreach (var path in new[] { "/projets", "/projets/nouveau", ProjectLinks.Configuration(id), ProjectLinks.Collaboration(id), ProjectLinks.Closure(id), $"/projets/{id}/historique", $"/projets/{id}" })
        {
            using var answer = await anonymous.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().ShouldContain("/compte/connexion", Case.Sensitive, path);
        }

        foreach (var path in new[] { ProjectLinks.Configuration(id), ProjectLinks.Collaboration(id), ProjectLinks.Closure(id), $"/projets/{id}/historique", ProjectLinks.Configuration(Guid.NewGuid()), "/projets/pas-un-id/configuration" })
        {
            (await stranger.Visitor.GetPageAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await Forced(stranger, page, ("title", "Piraté"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.Visitor.PostAsync(ProjectLinks.Configuration(id), ("title", "Sans jeton"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.Visitor.PostAsync("/projets/nouveau", ("title", "Sans jeton"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1"]);
    }

    // ----- API

    [Fact]
    public async Task A_program_replaces_the_configuration_with_the_version_it_read()
    {
        var (owner, id) = await NewAsync();
        var body = Samples.FirstProject();
        body["title"] = "Remplacé";
        await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body).ShouldRefuseAsync((HttpStatusCode)428, "web.version-required");
        using var done = await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, version: 1);
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        done.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await done.JsonAsync())["title"]!.GetValue<string>().ShouldBe("Remplacé");
        body["title"] = "Trop tard";
        await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task The_API_meets_the_hostile_list()
    {
        var (owner, id) = await NewAsync();
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        var reader = await app.PersonAsync("Jo", "Petit");
        await app.JoinAsync(id, owner.Id, reader.Id, Roles.Reader);
        using var anonymous = app.CreateClient();
        var body = Samples.FirstProject();

        await anonymous.SendAsync(HttpMethod.Post, "/api/projects", body).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await anonymous.SendAsync(HttpMethod.Get, $"/api/projects/{id}").ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await anonymous.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, 1).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await stranger.Client.SendAsync(HttpMethod.Get, $"/api/projects/{id}").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await stranger.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, 1).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await stranger.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", new JsonObject(), 1).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await stranger.Client.SendAsync(HttpMethod.Get, $"/api/projects/{Guid.NewGuid()}").ShouldRefuseAsync(HttpStatusCode.NotFound);
        await reader.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, 3).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.reader-reads");
    }

    [Fact]
    public async Task Every_wrong_property_is_named()
    {
        var producer = await app.PersonAsync();
        var problem = await Refused(producer, """
            {"title": 7, "editorialGenre": "Documentair unitaire", "budget": "300000", "episodes": 1.5, "startDate": "2023-02-30",
             "leadCountry": "Belgik", "coproductionCountries": "BE", "isExercise": "oui", "productionCompanies": ["\ud800"]}
            """, HttpStatusCode.UnprocessableEntity);
        var errors = problem["errors"]!.AsObject();
        errors.Select(e => e.Key).ShouldBe(
            ["title", "editorialGenre", "budget", "episodes", "startDate", "leadCountry", "coproductionCountries", "isExercise", "productionCompanies"], ignoreOrder: true);
        errors["editorialGenre"]![0]!.GetValue<string>().ShouldContain("Documentaire unitaire");
    }

    [Fact]
    public async Task A_misspelt_property_is_told_with_the_one_that_was_meant_and_with_all_else()
    {
        var problem = await Refused(await app.PersonAsync(), """{"Title": "A", "editorialGenre": "sport", "leadCountry": "FR", "budgett": 3, "xyz": {}, "episodes": "2"}""", HttpStatusCode.UnprocessableEntity);
        var errors = problem["errors"]!.AsObject();
        errors.Select(e => e.Key).ShouldBe(["Title", "budgett", "xyz", "title", "episodes"], ignoreOrder: true);
        errors["budgett"]![0]!.GetValue<string>().ShouldBe("« budgett » n’existe pas : vouliez-vous dire « budget » ?");
        errors["Title"]![0]!.GetValue<string>().ShouldContain("« title »");
        errors["xyz"]![0]!.GetValue<string>().ShouldContain("les noms connus sont");
    }

    [Theory]
    [InlineData("""{"title": "A", "editorialGenre": "sport", "leadCountry": "FR", "budget": -1}""", "budget")]
    [InlineData("""{"title": "A", "editorialGenre": "sport", "leadCountry": "FR", "budget": 1e400}""", "budget")]
    [InlineData("""{"title": "A", "editorialGenre": "sport", "leadCountry": "FR", "currency": "XYZ"}""", "currency")]
    [InlineData("""{"title": "A\u0000", "editorialGenre": "sport", "leadCountry": "FR"}""", "title")]
    [InlineData("""{"title": "A", "editorialGenre": "sport", "leadCountry": "FR", "startDate": "2023-10-03", "deliveryDate": "2023-10-02"}""", "deliveryDate")]
    [InlineData("""{"title": "A", "editorialGenre": "sport", "leadCountry": "FR", "id": "42"}""", "id")]
    public async Task A_rule_that_is_broken_names_its_property(string json, string property)
    {
        var problem = await Refused(await app.PersonAsync(), json, HttpStatusCode.UnprocessableEntity);
        problem["errors"]!.AsObject().Select(e => e.Key).ShouldBe([property]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("NaN")]
    public async Task What_is_not_a_JSON_object_is_a_bad_request(string json) => await Refused(await app.PersonAsync(), json, HttpStatusCode.BadRequest);

    private static async Task<JsonObject> Refused(TestPerson person, string json, HttpStatusCode status)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await person.Client.PostAsync(new Uri("/api/projects", UriKind.Relative), content).ShouldRefuseAsync(status);
    }

    /// <summary>Posts a page's form with somebody else's cookies and token: what a hostile client would do.</summary>
    private static async Task<HttpResponseMessage> Forced(TestPerson person, Page page, params (string Name, string Value)[] values)
    {
        var own = await person.Visitor.GetPageAsync("/projets/nouveau");
        var token = own.Find("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var fields = Visitor.FieldsOf(page.Form(ConfigurationForm))
            .Where(f => f.Key != "__RequestVerificationToken" && values.All(v => v.Name != f.Key))
            .Select(f => (f.Key, f.Value)).Concat(values).Append(("__RequestVerificationToken", token));
        return await person.Visitor.PostAsync(page.Path, [.. fields]);
    }

    private async Task<(TestPerson Owner, Guid Id)> NewAsync()
    {
        var owner = await app.PersonAsync();
        return (owner, await app.ProjectAsync(owner));
    }
}
