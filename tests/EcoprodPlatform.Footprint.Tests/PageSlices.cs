using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The pages as somebody without JavaScript uses them.</summary>
public sealed class PageSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task A_producer_enters_a_line_step_by_step_without_script()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Data(project));
        page.Text.ShouldContain("Aucune ligne pour l’instant");
        page.Text.ShouldContain("La fabrication des copies et la diffusion ne sont pas comptées");

        page = await owner.SubmitAsync(page, Search(page), ("recherche", "tgv"));
        page.Text.ShouldContain("passager.km");
        page = await owner.GetPageAsync(((IHtmlAnchorElement)page.All("main table a").First(a => a.GetAttribute("href")!.Contains("factor=tgv", StringComparison.Ordinal))).GetAttribute("href")!);
        page.Find(".unit").TextContent.ShouldBe("passager.km");

        page = await owner.SubmitAsync(page, Line(page), ("quantity", "2 400"), ("phase", "pre-production"), ("label", "Repérages Paris-Marseille, 2 personnes"));
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Ligne ajoutée : Repérages Paris-Marseille, 2 personnes, 7,03 kg.");
        var flash = page.Find("[role=status][autofocus]");
        flash.QuerySelector("form button")!.TextContent.ShouldBe("Annuler");

        page.Text.ShouldContain("Repérages Paris-Marseille, 2 personnes");
        page.Path.ShouldContain("phase=pre-production");
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1"]);
    }

    [Fact]
    public async Task B02_Results_say_that_figures_are_being_repaired_while_what_was_told_of_the_project_lies_in_failure()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        var owner = app.As(project.Owner);
        var replay = await app.BuryAsync("footprint", app.Described(project) with { ProjectVersion = 2, Title = "Autre titre" });
        using var program = app.ProgramOf(project.Owner);

        (await owner.GetPageAsync($"/bilans/{project.Id}/resultats")).Text.ShouldContain("Chiffres en cours de réparation");
        (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/final")).GetProperty("isBeingRepaired").GetBoolean().ShouldBeTrue();

        await replay();

        var page = await owner.GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldNotContain("en cours de réparation");
        page.Text.ShouldContain("Autre titre");
        (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/final")).GetProperty("isBeingRepaired").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task B02_An_unlikely_line_is_asked_about_and_the_form_carries_the_answer()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page.All("[name=confirmed]").ShouldBeEmpty();
        page.Find("[data-line-form]").GetAttribute("data-greatest-result").ShouldBe("1000000000");

        page = await owner.SubmitAsync(page, Line(page), ("quantity", "948 000 000"), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("2 778 t : l’unité est-elle la bonne ?");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();

        page = await owner.SubmitAsync(page, Line(page), ("confirmed", "true"), ("phase", ""));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((IHtmlInputElement)page.Find("[name=confirmed]")).IsChecked.ShouldBeTrue("another error does not lose the answer");

        page = await owner.SubmitAsync(page, Line(page), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.OK);
        (await QuantityAsync(project)).ShouldBe(948_000_000);

        page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page.Find("[data-line-form]").GetAttribute("data-greatest-result").ShouldBe("1000000000", "what the others leave of the whole is more");
    }

    [Theory]
    [InlineData("en", "29,000", "fr", 29_000)]
    [InlineData("fr", "1,234", "en", 1.234)]
    public async Task B01_A_quantity_is_read_in_the_language_it_was_printed_in(string printed, string typed, string now, double expected)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, printed);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");

        await owner.GetPageAsync($"/langue/{now}");
        var answer = await owner.SubmitAsync(page, Line(page), ("quantity", typed), ("phase", "shooting"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        (await QuantityAsync(project)).ShouldBe((decimal)expected);
    }

    [Fact]
    public async Task B01_What_was_typed_survives_the_search_for_a_factor_and_a_change_of_language()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        var searching = await owner.SubmitAsync(page, Line(page), page.Find("[name=changeFactor]"), ("quantity", "1,234"), ("phase", "shooting"));
        var found = await owner.SubmitAsync(searching, Search(searching), ("recherche", "tgv"));
        var chosen = found.All("main table a").First(a => a.GetAttribute("href")!.Contains("factor=tgv", StringComparison.Ordinal)).GetAttribute("href")!;

        await owner.GetPageAsync("/langue/fr");
        var french = await owner.GetPageAsync(chosen);

        ((IHtmlInputElement)french.Find("[name=quantity]")).Value.ShouldBe("1\u202F234");
        await owner.SubmitAsync(french, Line(french));
        (await QuantityAsync(project)).ShouldBe(1234);
    }

    [Fact]
    public async Task The_19_lines_are_shown_as_15_66_tonnes_with_every_formula()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var page = await app.As(project.Owner).GetPageAsync(Data(project));
        page.Text.ShouldContain("15,66 tCO₂e");
        page.Text.ShouldNotContain("15 663,9918");
        page.All("tbody").Count.ShouldBe(7, "one group per department");
        page.All("details.more").Count.ShouldBe(19);
        page.Text.ShouldContain("36 000 passager.km × 0,177894 kgCO₂e/passager.km = 6 404,18 kgCO₂e");
        page.Text.ShouldContain("incertitude non publiée");
        (await app.As(project.Owner, "en").GetPageAsync(Data(project))).Text.ShouldContain("36,000 passenger.km × 0.177894");
    }

    [Fact]
    public async Task A_filter_shows_one_department_and_each_bar_of_the_results_opens_its_lines()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var page = await app.As(project.Owner).GetPageAsync($"{Data(project)}?departement=transport");
        page.All("details.more").Count.ShouldBe(5);
        page.Text.ShouldContain("15,66 tCO₂e", customMessage: "the total stays the total");
        page.Texts("tfoot tr > *").Take(2).ShouldBe(["Total de ces 5 lignes sur 19", "7 778,96 kg"]);
        var results = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        foreach (var link in results.All("table.bars a").Select(a => a.GetAttribute("href")!))
        {
            (await app.As(project.Owner).GetPageAsync(link)).All("details.more").Count.ShouldBeInRange(1, 13, "each bar opens its lines");
        }
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("quantity", "douze"), ("label", "Repérages"), ("phase", ""));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Find("#f-quantity-error").TextContent.ShouldContain("écrivez un nombre");
        page.Has("#f-phase-error").ShouldBeTrue();
        ((IHtmlInputElement)page.Find("[name=quantity]")).Value.ShouldBe("douze");
        ((IHtmlInputElement)page.Find("[name=label]")).Value.ShouldBe("Repérages");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0", "Une ligne à zéro n’est pas une ligne")]
    [InlineData("-5", "ne peut pas être négative")]
    [InlineData("NaN", "écrivez un nombre")]
    [InlineData("∞", "écrivez un nombre")]
    [InlineData("", "à renseigner")]
    [InlineData("1000000000001", "trop grande")]
    [InlineData("0,1234567", "6 chiffres après la virgule")]
    [InlineData("12 km", "sans unité")]
    public async Task Quantities_that_cannot_be_are_refused_in_words(string quantity, string words)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("quantity", quantity), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain(words);
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changing_the_factor_keeps_what_was_typed()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), page.Find("[name=changeFactor]"), ("quantity", "2400"), ("phase", "shooting"), ("label", "Équipe & matériel"));
        page.Path.ShouldNotContain("RequestVerificationToken");
        page = await owner.SubmitAsync(page, Search(page), ("recherche", "ter"));
        page = await owner.GetPageAsync(page.All("main table a")[0].GetAttribute("href")!);
        ((IHtmlInputElement)page.Find("[name=quantity]")).Value.ShouldBe("2400");
        ((IHtmlInputElement)page.Find("[name=label]")).Value.ShouldBe("Équipe & matériel");
    }

    [Fact]
    public async Task A_form_sent_twice_adds_one_line()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        foreach (var _ in new[] { 1, 2 })
        {
            (await owner.SubmitAsync(page, Line(page), ("quantity", "5"), ("phase", "shooting"))).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1"]);
    }

    [Fact]
    public async Task A_line_is_edited_and_a_stale_edit_is_told_with_what_is_saved_now()
    {
        var (project, line) = await OneLineAsync();
        var (one, two) = (app.As(project.Owner), app.As(await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor)));
        var path = $"{Data(project)}/lignes/{line}";
        var (first, second) = (await one.GetPageAsync(path), await two.GetPageAsync(path));
        (await one.SubmitAsync(first, Line(first), ("quantity", "10"))).Text.ShouldContain("Ligne enregistrée.");

        var stale = await two.SubmitAsync(second, Line(second), ("quantity", "20"));
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Text.ShouldContain("Quelqu’un a modifié cette page");
        stale.Text.ShouldContain("Ce qui est enregistré maintenant");
        ((IHtmlInputElement)stale.Find("[name=quantity]")).Value.ShouldBe("20");
        (await two.SubmitAsync(stale, Line(stale))).Text.ShouldContain("Ligne enregistrée.");
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "line-changed.v1", "line-changed.v1"]);
    }

    [Fact]
    public async Task A_line_is_removed_after_a_confirmation()
    {
        var (project, line) = await OneLineAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}/lignes/{line}/suppression");
        page = await owner.SubmitAsync(page);
        page.Text.ShouldContain("Ligne supprimée.");
        page.Text.ShouldContain("Aucune ligne pour l’instant");
        ((int)(await owner.GetPageAsync($"{Data(project)}/lignes/{line}")).Status).ShouldBe(404);
    }

    [Fact]
    public async Task The_final_assessment_starts_from_the_provisional_one()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"/bilans/{project.Id}/definitif");
        page = await owner.SubmitAsync(page, page.Form($"form[action$=copie]"));
        page.Text.ShouldContain("part des 19 lignes du prévisionnel");
        page.Text.ShouldContain("15,66 tCO₂e");
    }

    [Fact]
    public async Task Text_of_users_is_text()
    {
        var project = await app.ProjectAsync(d => d with { Title = "<b>Titre</b> 🎬" });
        using var program = app.ProgramOf(project.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(label: "<script>alert(1)</script> תסריט 🎬"));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var page = await app.As(project.Owner).GetPageAsync(Data(project));
        page.Text.ShouldContain("<script>alert(1)</script> תסריט 🎬");
        page.All("main script:not([src])").ShouldBeEmpty();
        page.Text.ShouldContain("<b>Titre</b> 🎬");
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused_with_the_limit()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("quantity", "5"), ("phase", "shooting"), ("label", new string('x', 10_000)));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Find("#f-label-error").TextContent.ShouldContain("200 caractères au plus");
    }

    [Fact]
    public async Task A_form_with_another_unit_is_refused()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("quantity", "5"), ("phase", "shooting"), ("unit", "km"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("La quantité est en « km »");
    }

    [Theory]
    [InlineData("?factor=rien", "n’existe pas dans le catalogue")]
    [InlineData("?factor=genre-documentaire", "ne peut pas servir de facteur")]
    [InlineData("?recherche=zzzz", "Aucun facteur pour « zzzz »")]
    public async Task A_factor_that_cannot_be_chosen_is_told(string query, string words)
    {
        var project = await app.ProjectAsync();
        (await app.As(project.Owner).GetPageAsync(Data(project) + query)).Text.ShouldContain(words);
    }

    [Fact]
    public async Task Anonymous_visitors_are_sent_to_sign_in()
    {
        var project = await app.ProjectAsync();
        using var nobody = app.CreateClient();
        foreach (var path in new[] { Data(project), $"/bilans/{project.Id}/resultats", $"{Data(project)}/lignes/{Guid.Empty}" })
        {
            using var response = await nobody.GetAsync(new Uri(path, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.Found);
            response.Headers.Location!.ToString().ShouldContain("/compte/connexion");
        }
    }

    [Fact]
    public async Task Strangers_find_nothing_and_readers_find_nothing_to_change()
    {
        var (project, line) = await OneLineAsync();
        var stranger = app.As(new PersonId(app.Ids.NewId()));
        foreach (var path in new[] { Data(project), $"/bilans/{project.Id}/resultats", $"{Data(project)}/lignes/{line}", $"{Data(project)}/lignes/{line}/suppression" })
        {
            ((int)(await stranger.GetPageAsync(path)).Status).ShouldBe(404);
        }

        var reader = app.As(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        var page = await reader.GetPageAsync(Data(project));
        page.Text.ShouldContain("accès en lecture");
        page.Has("main form").ShouldBeFalse();
        page.All("main a").ShouldNotContain(a => a.TextContent == "Modifier");
        ((int)(await reader.GetPageAsync($"{Data(project)}/lignes/{line}")).Status).ShouldBe(403);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var owner = app.As(project.Owner);
        var line = (await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default)).State.Lines[0].Id;
        foreach (var path in new[] { Data(project), $"{Data(project)}/lignes/{line}", $"{Data(project)}/lignes/{line}/suppression", $"/bilans/{project.Id}/definitif/copie" })
        {
            using var response = await owner.PostAsync(path, ("quantity", "5"), ("version", "1"));
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1"]);
    }

    [Fact]
    public async Task A_closed_project_shows_its_data_read_only_and_refuses_a_form_left_open()
    {
        var (project, _) = await OneLineAsync();
        var owner = app.As(project.Owner);
        var open = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        await app.CloseAsync(project);
        var page = await owner.SubmitAsync(open, Line(open), ("quantity", "5"), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Le projet est clôturé");
        (await owner.GetPageAsync(Data(project))).Has("main form").ShouldBeFalse();
    }

    [Fact]
    public async Task Results_show_both_assessments_beside_each_other_with_the_same_totals()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional, AssessmentKind.Final);
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/lines", FootprintApp.Line("1000", "jet-prive-petit-heure", "h"));
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("Bilan prévisionnel 15,66 tCO₂e");
        page.Text.ShouldContain("Écart du définitif au prévisionnel");
        page.Text.ShouldContain("La fabrication des copies et la diffusion ne sont pas comptées");
        page.All("table.bars").Count.ShouldBe(4);
        page.Texts("table.bars caption").ShouldAllBe(c => c.Contains("prévisionnel 15,66 tCO₂e", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Results_of_the_first_project_say_how_minutes_and_euros_are_counted()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("301 kgCO₂e/min");
        page.Text.ShouldContain("durée de l’œuvre : 52 min, un épisode");
        page.Text.ShouldContain("52,2 gCO₂e/€");
        page.Text.ShouldContain("Intervalle à 95 % du total : 11 à 21 tCO₂e, incertitude moyenne");
        page.Texts("table.bars caption").ShouldAllBe(c => c.Contains("Total 15,66 tCO₂e", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Results_that_cannot_be_computed_say_so()
    {
        var project = await app.MeasuredProjectAsync(d => d with { Currency = "CHF", DurationSeconds = null }, AssessmentKind.Final);
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("le budget est en CHF");
        page.Text.ShouldContain("la durée de l’œuvre n’est pas renseignée");
    }

    [Fact]
    public async Task Without_a_line_the_results_page_says_what_to_do()
        => (await app.As((await app.ProjectAsync()) is var p ? p.Owner : default).GetPageAsync($"/bilans/{p.Id}/resultats")).Text.ShouldContain("Pas encore de résultat");

    [Fact]
    public async Task Every_page_has_the_projects_menu_with_the_number_of_collaborators()
    {
        var project = await app.ProjectAsync();
        await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader);
        await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor);
        await app.CollaboratorAsync(project, null);
        var page = await app.As(project.Owner).GetPageAsync(Data(project));
        page.Texts("nav.tabs a").ShouldBe(["Configurateur", "Collaboration2", "Données prévisionnelles", "Données définitives", "Résultats", "Scénarios"]);
        page.Find("nav.tabs [aria-current=page]").TextContent.ShouldBe("Données prévisionnelles");
    }

    /// <summary>The quantity of the only line.</summary>
    private async Task<decimal> QuantityAsync(TestProject project)
        => (await FootprintApp.GetAsync(app.ProgramOf(project.Owner), $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().Single().GetProperty("quantity").GetDecimal();

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Search(Page page) => page.Form("main form[data-factor-search]");

    private static IHtmlFormElement Line(Page page) => page.Form("[data-line-form] form");

    private async Task<(TestProject Project, Guid Line)> OneLineAsync()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var id = app.Ids.NewId();
        using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: id));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (project, id);
    }
}
