using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What spares typing: a line twice, the factors used last.</summary>
public sealed class EntryShortcutSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task A_duplicated_line_is_a_new_one_that_says_the_same()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var body = Line(quantity: "12.5", factor: "hotel-nuit-fr", unit: "night", department: "unit-logistics", post: "accommodation", label: "Nuits de l’équipe").TrimEnd('}') + ",\"dataStatus\":\"estimated\"}";
        using var created = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", body);
        var line = await JsonAsync(created);
        var owner = app.As(project.Owner);

        var page = await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel/lignes/{line.GetProperty("id").GetGuid()}");
        page = await owner.GetPageAsync(page.All("a").Single(a => a.TextContent == "Dupliquer la ligne").GetAttribute("href")!);
        page.Find("[name=label]").GetAttribute("value").ShouldBe("Nuits de l’équipe");
        page.Find("[name=quantity]").GetAttribute("value").ShouldBe("12,5");
        page.All("[autofocus]").ShouldHaveSingleItem().GetAttribute("name").ShouldBeOneOf("first", "quantity");
        page = await owner.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Find("form:has([name=lineId])"), ("quantity", "20"));
        page.Text.ShouldContain("Ligne ajoutée");

        var lines = (await GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().ToArray();
        lines.Select(l => l.GetProperty("quantity").GetDecimal()).ShouldBe([12.5m, 20]);
        lines.Select(l => (l.GetProperty("label").GetString(), l.GetProperty("factor").GetString(), l.GetProperty("department").GetString(), l.GetProperty("dataStatus").GetString())).Distinct()
            .ShouldBe([("Nuits de l’équipe", "hotel-nuit-fr", "unit-logistics", "estimated")]);
        lines[1].GetProperty("id").GetGuid().ShouldNotBe(line.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task The_factors_used_last_are_offered_under_the_search_each_once()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var program = app.ProgramOf(project.Owner);
        foreach (var (factor, unit) in new[] { ("tgv", "passenger.km"), ("papier-moyen-kg", "kg") })
        {
            using var created = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(factor: factor, unit: unit));
        }

        var owner = app.As(project.Owner);
        var chips = (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel")).All("[aria-labelledby=derniers] a");
        chips.Count.ShouldBe(10);
        chips.Select(c => c.GetAttribute("href")).Distinct().Count().ShouldBe(10);
        chips[0].GetAttribute("href")!.ShouldContain("factor=papier-moyen-kg");
        chips[1].GetAttribute("href")!.ShouldContain("factor=tgv");
        (await owner.GetPageAsync(chips[1].GetAttribute("href")!)).Find("[name=factor]").GetAttribute("value").ShouldBe("tgv");

        // The other assessment of the project begins with them too; a search puts its own answers there.
        (await owner.GetPageAsync($"/bilans/{project.Id}/definitif")).All("[aria-labelledby=derniers] a").Count.ShouldBe(10);
        (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel?recherche=tgv")).All("[aria-labelledby=derniers]").ShouldBeEmpty();
    }
}
