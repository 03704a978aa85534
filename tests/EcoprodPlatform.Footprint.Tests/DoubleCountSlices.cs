using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What the questionnaire counts already is told of a line that comes in beside it, whichever way; the person decides.</summary>
public sealed class DoubleCountSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private const string Train = "Le questionnaire compte déjà 9 300 passager.km : « Trains à grande distance », Déplacements et transports.";

    [Fact]
    public async Task A_pasted_row_is_told_and_stays_out_until_somebody_chooses_it()
    {
        var project = await AnsweredAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Path(project)}/coller");
        // The same factor, another train, a hotel of another class; nothing of the kind.
        page = await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", "TGV;9300;passager.km\nTER;100;passager.km\nNuits hôtel 4 étoiles;12;nuits\nAssurances;12500;€"));
        page.Text.ShouldContain("1 sûre, 3 à vérifier");
        Plain(page.Text).ShouldContain(Train);
        Plain(page.Text).ShouldContain("Le questionnaire compte déjà 60 nuits : « Nuits loin de chez soi », Régie.");
        page.All($"a[href='{Path(project)}/questionnaire/travel#q-train']").Count.ShouldBe(2);
        page = await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has([name=ids])"), ("facteur-2", "ter"));
        page.Text.ShouldContain("2 lignes ajoutées");
        (await LabelsAsync(project)).ShouldBe(["Assurances", "TER"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_line_is_told_of_while_it_is_typed()
    {
        var project = await AnsweredAsync();
        var page = await app.As(project.Owner).GetPageAsync($"{Path(project)}?factor=tgv");
        Plain(page.Text).ShouldContain(Train);
        page.Text.ShouldContain("Ajoutez cette ligne seulement si elle n’est pas déjà dans la réponse.");
        page = await app.As(project.Owner, "en").GetPageAsync($"{Path(project)}?factor=tgv");
        Plain(page.Text).ShouldContain("The questionnaire counts 9,300 passenger.km already: “Long-distance trains”");
        page = await app.As(project.Owner).GetPageAsync($"{Path(project)}?factor=rm-assurances");
        page.Text.ShouldNotContain("Le questionnaire compte déjà");
    }

    [Theory]
    [InlineData("ajouter", "2 lignes enregistrées", 2)]
    [InlineData("laisser", "1 ligne enregistrée", 1)]
    public async Task An_imported_line_is_told_and_its_fate_is_asked(string choice, string told, int lines)
    {
        var project = await AnsweredAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Path(project)}/feuille");
        var file = SampleWorkbook.Of([SampleWorkbook.Heads, SampleWorkbook.Row(100m, label: "Repérages"), SampleWorkbook.Row(5m, unit: "k€", factor: "rm-assurances", label: "Assurances")]);
        page = await owner.SubmitFilesAsync(page, (IHtmlFormElement)page.Find("form:has([type=file])"), "files", ("feuille.xlsx", file));
        Plain(page.Text).ShouldContain(Train);
        page = await owner.SubmitAsync(page, Confirm(page));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Dites ce que deviennent les lignes");
        (await LabelsAsync(project)).ShouldBeEmpty();
        page = await owner.SubmitAsync(page, Confirm(page), ("deja", choice));
        page.Text.ShouldContain(told);
        (await LabelsAsync(project)).Length.ShouldBe(lines);
    }

    private async Task<TestProject> AnsweredAsync()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        foreach (var (question, fields) in new[] { ("train", """{"people":6,"km":1550}"""), ("nights", """{"hotel":60}""") })
        {
            using var answer = await program.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/{question}", $$"""{"state":"given","fields":{{fields}}}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        return project;
    }

    private async Task<string?[]> LabelsAsync(TestProject project)
    {
        using var program = app.ProgramOf(project.Owner);
        return [.. (await GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("question").ValueKind == JsonValueKind.Null).Select(l => l.GetProperty("label").GetString())];
    }

    private static string Path(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Confirm(Page page) => (IHtmlFormElement)page.Find("form:has([name=lignes])");

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
