using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A block of the budget becomes lines, by page without script.</summary>
public sealed class PasteSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private const string Block = """
        Libellé	Quantité	Unité	Prix
        TGV	2 400	passager.km	120
        Électricité	2	MWh	500

        Assurances	12 500	€	12500
        Nuits hôtel 3 étoiles Marseille	12	nuits	900
        Forfait lumière	1	forfait	800
        Papier	beaucoup	kg	20
        Peinture acrylique	45	kg	12
        """;

    [Fact]
    public async Task A_train_to_a_town_is_first_of_all_a_train()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Path(project)}/coller");
        page = await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", "Train Paris-Marseille A/R 6 pers\t9300\tpassager.km"));
        page.All("main input[type=radio]").Select(i => i.GetAttribute("value")).ShouldContain("tgv");
    }

    [Fact]
    public async Task A_pasted_block_is_read_reviewed_and_added_at_once()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Path(project));
        page.Text.ShouldContain("Coller des lignes");
        page = await owner.GetPageAsync($"{Path(project)}/coller");

        page = await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", Block));
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("7 lignes lues : 3 sûres, 2 à vérifier, 2 illisibles.");
        page.Text.ShouldContain("2 MWh = 2 000 kWh × 0,0519 kgCO₂e/kWh = 103,8 kg");
        page.Text.ShouldContain("12 500 € = 12,5 k€ × 77 kgCO₂e/k€ = 962,5 kg");
        page.Text.ShouldContain("Forfait lumière, ligne 7. « forfait » ne dit pas ce qui est compté");
        page.Text.ShouldContain("Papier, ligne 8. Quantité : écrivez un nombre");
        page.Text.ShouldContain("Les autres colonnes (prix, totaux) ne sont pas lues.");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();

        // What the factor does not tell is asked; what was chosen meanwhile stays.
        page = await owner.SubmitAsync(page, Review(page), ("facteur-6", "hotel-nuit-fr-3-etoiles"), ("facteur-9", "peinture-acrylique-kg"), ("departement-3", "Production"), ("departement-9", "Déco, construction et accessoires"), ("poste-9", "peinture"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("Peinture acrylique : Poste d’émission : choisissez une valeur de la liste.");
        ((IHtmlInputElement)page.Find("[name='facteur-6'][value='hotel-nuit-fr-3-etoiles']")).IsChecked.ShouldBeTrue();
        page.Find("[name='departement-9']").GetAttribute("value").ShouldBe("Déco, construction et accessoires");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();

        var second = page;
        page = await owner.SubmitAsync(page, Review(page), ("departement-9", "set design, construction and props"), ("poste-9", "purchased-goods"));
        page.Text.ShouldContain("5 lignes ajoutées : 1 ");
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1"]);
        using var program = app.ProgramOf(project.Owner);
        var lines = (await GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().ToArray();
        lines.Select(l => (l.GetProperty("label").GetString(), l.GetProperty("quantity").GetDecimal(), l.GetProperty("unit").GetString(), l.GetProperty("department").GetString(), l.GetProperty("post").GetString(), l.GetProperty("phase").GetString())).ShouldBe(
        [
            ("TGV", 2400, "passenger.km", "transport", "transport", "shooting"),
            ("Électricité", 2000, "kWh", "production", "electricity", "shooting"),
            ("Assurances", 12.5m, "k€", "production", "services", "pre-production"),
            ("Nuits hôtel 3 étoiles Marseille", 12, "night", "unit-logistics", "accommodation", "shooting"),
            ("Peinture acrylique", 45, "kg", "set-design", "purchased-goods", "shooting"),
        ]);
        await app.SettledAsync();
        app.Published.Of<AssessmentMeasuredV1>().Count(m => m.ProjectId == project.Id).ShouldBe(1);

        // A double click adds once.
        page = await owner.SubmitAsync(second, Review(second), ("departement-9", "set design, construction and props"), ("poste-9", "purchased-goods"));
        page.Text.ShouldContain("rien n’a été ajouté une seconde fois");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_unit_is_converted_or_the_row_is_left_to_the_person()
    {
        var project = await app.ProjectAsync();
        var page = await PasteAsync(app.As(project.Owner), project, "TGV;2;MWh\nTGV;500;km\nÉlectricité;120;\nÉlectricité;30 000;MWh\nCafé;500;g");
        page.Text.ShouldContain("« MWh » ne se convertit pas");
        page.Text.ShouldContain("« km » ne se convertit pas");
        page.Text.ShouldContain("Sans unité, rien ne dit ce que compte ce nombre.");
        page.Text.ShouldContain("Plus de 1 000 t : l’unité est-elle la bonne ?");
        page.Text.ShouldContain("500 g = 0,5 kg");
    }

    [Fact]
    public async Task Numbers_are_read_in_the_language_of_the_form()
    {
        var project = await app.ProjectAsync();
        var french = await PasteAsync(app.As(project.Owner), project, "TGV;2.400;passager.km\nTGV;1,5;passager.km");
        french.Text.ShouldContain("peut se lire de deux façons");
        french.Text.ShouldContain("1,5 passager.km");
        var english = app.As(project.Owner, "en");
        var page = await PasteAsync(english, project, "TGV;2,400;passenger.km");
        page.Text.ShouldContain("2,400 passenger.km × 0.00293");
    }

    [Fact]
    public async Task Too_much_too_little_and_nothing_chosen_are_told_and_nothing_typed_is_lost()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await PasteAsync(owner, project, "  \n ");
        page.Text.ShouldContain("collez au moins une ligne");
        page = await PasteAsync(owner, project, "Libellé;Quantité;Unité");
        page.Text.ShouldContain("il n’y a que des en-têtes");
        var many = string.Join('\n', Enumerable.Repeat("TGV;1;passager.km", 201));
        page = await PasteAsync(owner, project, many);
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("200 lignes au plus");
        page.Find("textarea").TextContent.Trim().ShouldBe(many);

        page = await PasteAsync(owner, project, "Chose inconnue xyz;1;kg\nRepas avec <script>;3;repas");
        page.Html.ShouldNotContain("<script>;");
        page = await owner.SubmitAsync(page, Review(page));
        page.Text.ShouldContain("Aucune ligne n’est retenue");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Readers_strangers_and_closed_projects_add_nothing()
    {
        var project = await app.ProjectAsync();
        (await app.As(await app.CollaboratorAsync(project, "reader")).GetPageAsync($"{Path(project)}/coller")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.As(new PersonId(app.Ids.NewId())).GetPageAsync($"{Path(project)}/coller")).Status.ShouldBe(HttpStatusCode.NotFound);
        var owner = app.As(project.Owner);
        var page = await PasteAsync(owner, project, "TGV;100;passager.km");
        using var forged = await owner.PostAsync($"{Path(project)}/coller", ("texte", "TGV;100;passager.km"));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await app.CloseAsync(project);
        (await owner.SubmitAsync(page, Review(page))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.EventsAsync(project.Id)).ShouldNotContain("lines-entered.v1");
    }

    [Fact]
    public async Task A_scenario_takes_pasted_lines_too_and_one_that_is_not_there_does_not()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var owner = app.As(project.Owner);
        var nowhere = $"/bilans/{project.Id}/{AssessmentKind.Scenario(app.Ids.NewId())}";
        (await owner.GetPageAsync($"{nowhere}/coller")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetPageAsync($"{nowhere}/feuille")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetPageAsync($"{nowhere}/modifications/1/annulation")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var program = app.ProgramOf(project.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/{AssessmentKind.Scenario(app.Ids.NewId())}/lines/bulk", $$"""{"lines":[{{Line()}}]}""");
        (await CodeAsync(added)).ShouldBe("footprint.unknown-scenario");
    }

    [Fact]
    public async Task A_program_adds_many_lines_or_none_and_may_send_them_again()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var ids = Enumerable.Range(0, 2000).Select(_ => app.Ids.NewId()).ToArray();
        var body = $$"""{"lines":[{{string.Join(',', ids.Select(id => Line(id: id)))}}]}""";
        for (var time = 0; time < 2; time++)
        {
            using var answer = await owner.SendAsync(HttpMethod.Post, Bulk(project), body);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
            var said = await JsonAsync(answer);
            (said.GetProperty("version").GetInt64(), said.GetProperty("totalKgCo2e").GetDecimal(), said.GetProperty("added").GetInt32()).ShouldBe((1, 2000 * 7.032m, time == 0 ? 2000 : 0));
            said.GetProperty("ids").EnumerateArray().Select(i => i.GetGuid()).ShouldBe(ids);
        }

        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1"]);
        using var more = await owner.SendAsync(HttpMethod.Post, Bulk(project), $$"""{"lines":[{{Line()}}]}""");
        (await CodeAsync(more)).ShouldBe("footprint.too-many-lines");
    }

    [Fact]
    public async Task Every_wrong_line_of_many_is_named_and_none_is_added()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var (taken, twice) = (app.Ids.NewId(), app.Ids.NewId());
        using var there = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(id: taken));
        using var refused = await owner.SendAsync(
            HttpMethod.Post,
            Bulk(project),
            $$"""{"lines":[{{Line(id: twice)}},{{Line(quantity: "5", id: taken)}},{{Line(unit: "km", id: twice)}},{{Line(factor: "nothing")}}]}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await JsonAsync(refused)).GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["lines[1].id", "lines[2].id", "lines[2].unit", "lines[3].factor"], ignoreOrder: true);
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1"]);

        foreach (var (body, code) in new[] { ("""{"lines":[]}""", "footprint.lines-missing"), ("""{"lines":[null]}""", null), ("{}", null), ("""{"lines":[{"factor":"tgv"}]}""", null) })
        {
            using var answer = await owner.SendAsync(HttpMethod.Post, Bulk(project), body);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
            if (code is not null)
            {
                (await CodeAsync(answer)).ShouldBe(code);
            }
        }

        using var stale = await owner.SendAsync(HttpMethod.Post, Bulk(project), $$"""{"lines":[{{Line()}}]}""", 0);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        using var forbidden = await reader.SendAsync(HttpMethod.Post, Bulk(project), $$"""{"lines":[{{Line()}}]}""");
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string Path(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static string Bulk(TestProject project) => $"/api/footprints/{project.Id}/provisional/lines/bulk";

    private static async Task<Page> PasteAsync(Visitor visitor, TestProject project, string text)
    {
        var page = await visitor.GetPageAsync($"{Path(project)}/coller");
        return await visitor.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", text));
    }

    private static IHtmlFormElement Review(Page page) => (IHtmlFormElement)page.Find("form:has([name=ids])");

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await JsonAsync(answer)).GetProperty("code").GetString();
}
