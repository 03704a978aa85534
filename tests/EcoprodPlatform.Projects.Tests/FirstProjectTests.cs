using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>PR-21: the project of the member guide's screenshot, through both doors.</summary>
[Collection(ProjectsHost.Name)]
public sealed class FirstProjectTests(ProjectsApp app)
{
    [Fact]
    public async Task It_is_entered_in_the_form_and_read_back_by_a_program()
    {
        var producer = await app.PersonAsync();
        var page = await producer.Visitor.GetPageAsync("/projets/nouveau");
        var created = await producer.Visitor.SubmitAsync(
            page,
            ("title", "Documentaire"),
            ("editorialGenre", "documentary"),
            ("shootingTypologies", "other"),
            ("mainDistribution", "other"),
            ("currency", "€"),
            ("budget", "300 000"),
            ("episodes", "1"),
            ("durationSeconds.h", "0"),
            ("durationSeconds.min", "52"),
            ("durationSeconds.s", "00"),
            ("shootingFormat", "hd"),
            ("startDate", "05/12/2022"),
            ("deliveryDate", "02/10/2023"),
            ("productionDays", "100"),
            ("leadCountry", "France"),
            ("coproductionAdd", "Belgique, Botswana"),
            ("productionCompanies", ""));
        created.Status.ShouldBe(HttpStatusCode.OK, created.Text);
        created.Path.ShouldEndWith("/configuration");
        created.Text.ShouldContain("Projet créé");
        created.Text.ShouldContain("Propriétaire : Camille Renaud");

        var project = await producer.Client.GetJsonAsync($"/api/projects/{created.Path.Split('/')[2]}");
        foreach (var (name, value) in Codes())
        {
            JsonNode.DeepEquals(project[name], value).ShouldBeTrue($"{name}: {project[name]} is not {value}");
        }

        created.Find("input[name=budget]").GetAttribute("value").ShouldBe("300\u202F000");
        created.Find("input[name='durationSeconds.min']").GetAttribute("value").ShouldBe("52");
        created.Texts("nav.tabs a").ShouldBe(["Configurateur", "Collaboration0", "Données prévisionnelles", "Données définitives", "Résultats", "Scénarios"]);
    }

    [Fact]
    public async Task It_is_sent_as_the_shared_file_holds_it_with_the_names_of_the_lists()
    {
        var producer = await app.PersonAsync();
        using var answer = await producer.Client.PostAsJsonAsync("/api/projects", Samples.FirstProject());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var project = await answer.JsonAsync();
        answer.Headers.Location!.ToString().ShouldBe($"/api/projects/{project["id"]}");
        foreach (var (name, value) in Codes())
        {
            JsonNode.DeepEquals(project[name], value).ShouldBeTrue($"{name}: {project[name]} is not {value}");
        }

        project["role"]!.GetValue<string>().ShouldBe("owner");
        project["owner"]!["name"]!.GetValue<string>().ShouldBe("Camille Renaud");
        project["total"].ShouldBeNull();
        var page = await producer.Visitor.GetPageAsync(ProjectLinks.Configuration(project["id"]!.GetValue<Guid>()));
        page.Find("input[name=leadCountry]").GetAttribute("value").ShouldBe("France");
        page.Texts("label:has([name=coproductionCountries]:checked)").ShouldBe(["Belgique", "Botswana"]);
    }

    /// <summary>The file with names replaced by codes.</summary>
    private static JsonObject Codes()
    {
        var body = Samples.FirstProject();
        body["editorialGenre"] = "documentary";
        body["shootingTypologies"] = new JsonArray("other");
        body["mainDistribution"] = "other";
        body["shootingFormat"] = "hd";
        body.Remove("source");
        return body;
    }
}
