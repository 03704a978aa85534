using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>What stands behind the figures of a space, line by line: page, API and files, in whatever order it was told.</summary>
public sealed class LinesTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private long _place = 10_000;

    [Fact]
    public async Task MS_42_Every_line_opens_its_formula_as_its_team_sees_it()
    {
        var (space, project) = await SharedAsync(Line("Taxis", "transport", "transport", 120m, 2.5m), Line(null, "unit-logistics", "food", 8m, 10m));
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}/lignes");

        page.Texts("tbody th").ShouldBe(["Taxis", "Repas avec viande"]);
        page.Texts("tbody details summary").ShouldBe(["300 kg", "80 kg"]);
        var formula = page.Texts("tbody details p")[0];
        formula.ShouldContain("120 repas × 2,5 kgCO₂e/repas = 300 kgCO₂e");
        formula.ShouldContain("Repas avec viande · ADEME, Base Carbone (élément 20672) · France · 2022 · compte : cycle de vie · code meal-meat, version 3");
        formula.ShouldContain("Donnée : mesurée");
        page.Text.ShouldContain("2 lignes, 0,38 tCO₂e");
        (await app.As(space.Administrator, "en").GetPageAsync($"/espaces/{space.Id}/projets/{project}/lignes")).Text.ShouldContain("120 meals × 2.5 kgCO₂e/meal");
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}/lignes?departement=unit-logistics")).Texts("tbody th").ShouldBe(["Repas avec viande"]);
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}/lignes?poste=nonsense")).Text.ShouldContain("Aucune ligne ne correspond");
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}")).All($"a[href='/espaces/{space.Id}/projets/{project}/lignes?bilan=final']").Count.ShouldBe(1);
    }

    [Fact]
    public async Task MS_42_The_API_gives_the_same_exactly_in_pages()
    {
        var (space, project) = await SharedAsync(Line("A", "transport", "transport", 3m, 0.1m), Line("B", "transport", "food", 1m, 7m), Line("C", "unit-logistics", "food", 1m, 5m));
        var client = app.As(space.Administrator).Client;
        var path = $"/api/member-spaces/{space.Id}/projects/{project}/lines";
        var all = await client.GetFromJsonAsync<JsonElement>(path);
        all.GetProperty("total").GetInt64().ShouldBe(3);
        all.GetProperty("totalKg").GetDecimal().ShouldBe(12.3m);
        all.GetProperty("isCatchingUp").GetBoolean().ShouldBeFalse();
        Labels(all).ShouldBe(["B", "C", "A"]);
        var first = all.GetProperty("items")[2];
        (first.GetProperty("quantity").GetDecimal() * first.GetProperty("factor").GetProperty("value").GetDecimal()).ShouldBe(first.GetProperty("kg").GetDecimal());
        Labels(await client.GetFromJsonAsync<JsonElement>($"{path}?sort=label&size=2&page=2")).ShouldBe(["C"]);
        Labels(await client.GetFromJsonAsync<JsonElement>($"{path}?post=food&department=transport")).ShouldBe(["B"]);
        (await client.GetAsync($"{path}?sort=nonsense")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetAsync($"{path}?assessment=provisional")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task MS_17_Nobody_else_reads_lines_and_a_detached_project_has_none()
    {
        var (space, project) = await SharedAsync(Line("Secret", "transport", "transport", 1m, 1m));
        var neighbour = await app.SpaceAsync();
        string[] paths = [$"/espaces/{space.Id}/projets/{project}/lignes", $"/espaces/{space.Id}/projets/{project}/lignes.csv", $"/api/member-spaces/{space.Id}/projects/{project}/lines", $"/espaces/{space.Id}/lignes.csv"];
        foreach (var path in paths)
        {
            foreach (var stranger in new[] { await app.PersonAsync(), neighbour.Administrator, MemberSpaceApp.Staff })
            {
                (await app.As(stranger).Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
                (await app.As(stranger).Client.GetAsync(path.Replace(space.Id.ToString(), neighbour.Id.ToString(), StringComparison.Ordinal))).StatusCode
                    .ShouldBe(stranger == neighbour.Administrator && path == paths[3] ? HttpStatusCode.OK : HttpStatusCode.NotFound, path);
            }
        }

        var person = app.As(space.Administrator);
        (await person.Client.DeleteAsync($"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var path in paths[..3])
        {
            (await person.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await person.Client.GetStringAsync(paths[3])).ShouldNotContain("Secret");
    }

    [Fact]
    public async Task Whatever_order_they_are_told_in_the_newest_of_each_line_counts()
    {
        var space = await app.SpaceAsync();
        var kept = Line("Kept", "transport", "transport", 1m, 1m);
        var gone = Line("Gone", "transport", "transport", 1m, 2m);
        foreach (var order in new[] { new[] { 0, 1, 2 }, [2, 1, 0], [1, 2, 0], [2, 0, 1] })
        {
            var project = await app.ProjectAsync(space, finalKg: 10m);
            object[] told =
            [
                Told.Lines(app.Ids, project, 1, [kept, gone]),
                Told.Lines(app.Ids, project, 2, [kept with { Quantity = 10m, Kg = 10m }]),
                Told.Lines(app.Ids, project, 3, [], gone.Id),
            ];
            await app.DeliverAsync([.. order.Select(i => told[i]), told[0]]);
            await new ProjectionRebuild(app.Log.Log, TimeProvider.System).RunAsync("shared-lines", null, CancellationToken.None);
            var list = await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects/{project}/lines");
            Labels(list).ShouldBe(["Kept"]);
            list.GetProperty("totalKg").GetDecimal().ShouldBe(10m);
            list.GetProperty("isCatchingUp").GetBoolean().ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Lines_that_do_not_add_up_yet_are_said_to_be_on_their_way()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 10m);
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{project}/lignes")).Text.ShouldContain("les lignes arrivent");
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/projets/{await app.ProjectAsync(space)}/lignes")).Path.ShouldNotEndWith("lignes");
    }

    [Fact]
    public async Task MS_4_A_workbook_of_the_projects_holds_their_lines_and_what_it_was_made_with()
    {
        var (space, project) = await SharedAsync(Line("=Taxis", "transport", "transport", 120m, 2.5m), Line(null, "unit-logistics", "food", 8m, 10m));
        await app.ProjectAsync(space, p => p with { Title = "Autre", EditorialGenre = "commercial" }, finalKg: 7m);
        var person = app.As(space.Administrator);

        var sheets = Workbook.ReadAll(await person.Client.GetByteArrayAsync($"/espaces/{space.Id}/projets.xlsx?genre=documentary&q=lign"));

        sheets.Select(s => s.Sheet).ShouldBe(["Projets", "Lignes", "Filtres"]);
        sheets[0].Rows.Count.ShouldBe(3);
        sheets[1].Rows[0].Take(5).ShouldBe(["Projet", "Bilan", "Ligne", "Département", "Poste"]);
        var kg = Array.IndexOf(sheets[1].Rows[0], "Résultat (kgCO2e)");
        sheets[1].Rows.Skip(1).Select(r => (r[2], r[kg])).ShouldBe([("=Taxis", 300m), ("Repas avec viande", 80m)]);
        sheets[1].Rows.Skip(1).Sum(r => (decimal)r[kg]!).ShouldBe((decimal)sheets[0].Rows[^1][9]!);
        var about = sheets[2].Rows.ToDictionary(r => (string)r[0]!, r => r[1]);
        about["Structure"].ShouldBe(space.Name);
        about["Filtres"].ShouldBe("Documentaire unitaire");
        about["Recherche"].ShouldBe("lign");
        (about["Projets"], about["Lignes"], about["Total des projets (kgCO2e)"], about["Total des lignes (kgCO2e)"]).ShouldBe((1m, 2m, 380m, 380m));
        about.ShouldNotContainKey("À savoir");
        var screen = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard?genre=documentary");
        screen.GetProperty("totalKg").GetDecimal().ShouldBe(380m);
        (await person.Client.GetStringAsync($"/espaces/{space.Id}/lignes.csv?genre=documentary")).Split('\n').Length.ShouldBe(4);
        CsvTable.Read(await person.Client.GetByteArrayAsync($"/espaces/{space.Id}/projets/{project}/lignes.csv"), ';').Skip(1).Select(r => r[0]).ShouldBe(["'=Taxis", "Repas avec viande"]);
    }

    /// <summary>Found by <see cref="AnySequenceTests"/>: the file listed them, and its total of lines was not that of its projects.</summary>
    [Fact]
    public async Task MS_4_Lines_of_a_project_without_an_assessment_are_in_no_file()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        await app.DeliverAsync(Told.Lines(app.Ids, project, 1, [Line("Early", "transport", "transport", 1m, 1m)]) with { Kind = AssessmentMeasuredV1.Provisional });
        var person = app.As(space.Administrator);

        (await person.Client.GetStringAsync($"/espaces/{space.Id}/lignes.csv")).ShouldNotContain("Early");
        Workbook.ReadAll(await person.Client.GetByteArrayAsync($"/espaces/{space.Id}/projets.xlsx"))[2].Rows.Single(r => (string?)r[0] == "Lignes")[1].ShouldBe(0m);

        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Provisional, 1, ("transport", "transport", 1m)));
        (await person.Client.GetStringAsync($"/espaces/{space.Id}/lignes.csv")).ShouldContain("Early");
    }

    [Fact]
    public async Task B03_The_lines_of_a_deleted_project_leave_the_rows_and_the_log_whatever_arrives_late()
    {
        var (space, project) = await SharedAsync(Line("Zorglub", "transport", "transport", 1m, 1m));
        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project, 6, new DateTimeOffset(2023, 12, 20, 10, 0, 0, TimeSpan.Zero)));
        await app.DeliverAsync(Told.Lines(app.Ids, project, 9, [Line("Zorglub again", "transport", "transport", 1m, 1m)]));
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.lines where project_id = '{project}'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>("select count(*) from member_space.mt_events where data::text ilike '%zorglub%'")).ShouldBe(0);
        (await app.As(space.Administrator).Client.GetAsync($"/espaces/{space.Id}/projets/{project}/lignes")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static IEnumerable<string?> Labels(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("label").GetString());

    private AssessmentLine Line(string? label, string department, string post, decimal quantity, decimal factor) => new(
        app.Ids.NewId(), ++_place, department, post, "shooting", label, quantity, quantity * factor, "measured", null,
        new AssessmentFactor(
            "meal-meat", 3, factor, "meal", 2022, new("Repas avec viande", "Meal with meat"), new("repas", "meal"),
            new("ADEME, Base Carbone (élément 20672)", "ADEME, Base Carbone (element 20672)"), new("France", "France"), new("cycle de vie", "life cycle")) { UnitNames = new("repas", "meals") });

    private async Task<(TestSpace Space, ProjectId Project)> SharedAsync(params AssessmentLine[] lines)
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = "Avec des lignes" });
        await app.DeliverAsync(
            Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 1, [.. lines.Select(l => (l.Department, l.Post, l.Kg))]),
            Told.Lines(app.Ids, project, 1, lines));
        return (space, project);
    }
}
