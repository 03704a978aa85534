using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Answers to the questionnaire, by program and by page without script.</summary>
public sealed class AnswerSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task A_question_becomes_lines_with_factor_department_post_and_phase()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var answer = await AnswerAsync(owner, project, "meals", """{"state":"given","fields":{"red":10,"vegetarian":"4"}}""", "0");
        answer.GetProperty("kgCo2e").GetDecimal().ShouldBe((10 * 7.26m) + (4 * 0.51m));
        answer.GetProperty("totalKgCo2e").GetDecimal().ShouldBe(74.64m);
        answer.GetProperty("lines").GetArrayLength().ShouldBe(2);

        var sheet = await SheetAsync(owner, project);
        var red = sheet.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("factor").GetString() == "repas-viande-rouge-base-carbone");
        (red.GetProperty("department").GetString(), red.GetProperty("post").GetString(), red.GetProperty("phase").GetString(), red.GetProperty("question").GetString())
            .ShouldBe(("unit-logistics", "food", "shooting", "meals"));
        (await app.EventsAsync(project.Id)).ShouldBe(["question-answered.v1"]);
        await app.SettledAsync();
        app.Published.Of<AssessmentMeasuredV1>().Last(m => m.ProjectId == project.Id).TotalKg.ShouldBe(74.64m);
    }

    [Fact]
    public async Task Not_answered_unknown_and_none_never_mix()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var open = (await QuestionnaireAsync(owner, project)).GetProperty("open").GetInt32();
        (await QuestionAsync(owner, project, "generators")).GetProperty("answer").ValueKind.ShouldBe(JsonValueKind.Null);

        // A documentary has no generator as a rule: "I don't know" says so, and is no zero that somebody measured.
        var none = await AnswerAsync(owner, project, "generators", """{"state":"none"}""");
        (none.GetProperty("state").GetString(), none.GetProperty("kgCo2e").ValueKind, none.GetProperty("open").GetInt32()).ShouldBe(("none", JsonValueKind.Null, open - 1));

        var unknown = await AnswerAsync(owner, project, "nights", """{"state":"unknown"}""");
        unknown.GetProperty("fields").GetProperty("hotel").GetDecimal().ShouldBe(43);
        unknown.GetProperty("kgCo2e").GetDecimal().ShouldBe(43 * 8.47m);
        (await SheetAsync(owner, project)).GetProperty("lines").EnumerateArray().Single().GetProperty("question").GetString().ShouldBe("nights");

        // A zero in every field says "none".
        (await AnswerAsync(owner, project, "nights", """{"state":"given","fields":{"hotel":0}}""")).GetProperty("state").GetString().ShouldBe("none");
        (await SheetAsync(owner, project)).GetProperty("totalKgCo2e").ValueKind.ShouldBe(JsonValueKind.Null);

        using var gone = await owner.SendAsync(HttpMethod.Delete, $"{Answers(project)}/nights", null);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await QuestionnaireAsync(owner, project)).GetProperty("open").GetInt32().ShouldBe(open - 1);
    }

    [Fact]
    public async Task Estimates_follow_the_numbers_they_rest_on_and_what_was_given_stays()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await AnswerAsync(owner, project, "drinks", """{"state":"unknown"}""");
        await AnswerAsync(owner, project, "snacks", """{"state":"given","fields":{"kg":7}}""");

        await AnswerAsync(owner, project, "crew", """{"state":"given","fields":{"crew":10}}""");
        await AnswerAsync(owner, project, "days", """{"state":"given","fields":{"days":20}}""");

        var drinks = (await QuestionAsync(owner, project, "drinks")).GetProperty("answer");
        drinks.GetProperty("fields").GetProperty("bottled").GetDecimal().ShouldBe(100);
        (await QuestionAsync(owner, project, "snacks")).GetProperty("answer").GetProperty("fields").GetProperty("kg").GetDecimal().ShouldBe(7);
        (await QuestionAsync(owner, project, "snacks")).GetProperty("fields")[0].GetProperty("typical").GetDecimal().ShouldBe(10);
    }

    [Fact]
    public async Task A_section_that_does_not_apply_counts_nothing_and_comes_back_unchanged()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await AnswerAsync(owner, project, "props", """{"state":"given","fields":{"amount":2}}""");
        await AnswerAsync(owner, project, "insurance", """{"state":"given","fields":{"amount":1}}""");
        var before = await QuestionnaireAsync(owner, project);

        (await SwitchAsync(owner, project, "sets", isAside: true)).ShouldBe(HttpStatusCode.NoContent);
        (await SheetAsync(owner, project)).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(77);
        (await QuestionnaireAsync(owner, project)).GetProperty("open").GetInt32().ShouldBe(before.GetProperty("open").GetInt32());
        await app.SettledAsync();
        app.Published.Of<AssessmentMeasuredV1>().Last(m => m.ProjectId == project.Id).TotalKg.ShouldBe(77);

        (await SwitchAsync(owner, project, "sets", isAside: false)).ShouldBe(HttpStatusCode.NoContent);
        (await SheetAsync(owner, project)).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(77 + (2 * 231));
        (await QuestionAsync(owner, project, "props")).GetRawText().ShouldBe(QuestionOf(before, "props").GetRawText());

        // What others rest on cannot be set aside; an unknown section is not there.
        (await SwitchAsync(owner, project, "basis", isAside: true)).ShouldBe(HttpStatusCode.Conflict);
        (await SwitchAsync(owner, project, "circus", isAside: true)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_an_answer_is_refused_and_named()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await RefusedAsync("flights-long", """{"state":"given","fields":{"people":2}}""", "footprint.answer-incomplete", "fields.km");
        await RefusedAsync("flights-long", """{"state":"given","fields":{"people":2.5,"km":-3}}""", "footprint.answer-not-whole", "fields.people", "fields.km");
        await RefusedAsync("flights-long", """{"state":"given","fields":{"persons":2}}""", "footprint.unknown-field", "fields.persons");
        await RefusedAsync("flights-long", """{"state":"given","fields":{"people":"two","km":-1}}""", "footprint.quantity-not-a-number", "fields.people", "fields.km");
        await RefusedAsync("flights-long", """{"state":"given"}""", "footprint.answer-missing", "fields.people");
        await RefusedAsync("flights-long", """{"state":"given","fields":{"people":1,"km":500000}}""", "footprint.answer-too-large", "fields.km");
        await RefusedAsync("flights-long", """{"state":"maybe"}""", "footprint.unknown-answer-state", "state");
        await RefusedAsync("crew", """{"state":"none"}""", "footprint.answer-needed", "fields.crew");
        await RefusedAsync("flights-long", """{"state":"given","fields":{"people":2000,"km":400000}}""", "footprint.line-unlikely", "fields.people");
        (await AnswerAsync(owner, project, "flights-long", """{"state":"given","fields":{"people":2000,"km":400000},"isConfirmed":true}""")).GetProperty("kgCo2e").GetDecimal().ShouldBe(800_000_000m * 0.177894m);

        using var unknown = await owner.SendAsync(HttpMethod.Put, $"{Answers(project)}/circus", """{"state":"none"}""");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task RefusedAsync(string question, string body, string code, params string[] fields)
        {
            using var refused = await owner.SendAsync(HttpMethod.Put, $"{Answers(project)}/{question}", body);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
            var problem = await JsonAsync(refused);
            problem.GetProperty("code").GetString().ShouldBe(code);
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(fields, ignoreOrder: true);
        }
    }

    /// <summary>Left to lines that nobody entered, a question would count nothing while the questionnaire is called complete.</summary>
    [Fact]
    public async Task A_question_left_to_lines_is_open_until_there_is_one()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var before = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/questionnaire")).GetProperty("open").GetInt32();
        (await AnswerAsync(owner, project, "insurance", """{"state":"detailed"}""")).GetProperty("open").GetInt32().ShouldBe(before);
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire/office")).All($"a[href='/bilans/{project.Id}/previsionnel#ajouter']").Count.ShouldBe(1);
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("1", "rm-assurances", "k€", "production", "services"))).EnsureSuccessStatusCode();
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/questionnaire")).GetProperty("open").GetInt32().ShouldBe(before - 1);
    }

    [Fact]
    public async Task A_line_of_the_questionnaire_is_what_its_answer_says()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await AnswerAsync(owner, project, "insurance", """{"state":"given","fields":{"amount":1}}""");
        var line = (await SheetAsync(owner, project)).GetProperty("lines")[0];
        var path = $"/api/footprints/{project.Id}/provisional/lines/{line.GetProperty("id").GetGuid()}";
        (await CodeAsync(await owner.SendAsync(HttpMethod.Delete, path, null, 1))).ShouldBe("footprint.line-of-questionnaire");
        (await CodeAsync(await owner.SendAsync(HttpMethod.Put, path, Line(), 1))).ShouldBe("footprint.line-of-questionnaire");

        // A program that sends back what it read, with a line more, changes no answer.
        var all = $$"""{"lines":[{"id":"{{line.GetProperty("id").GetGuid()}}","department":"production","post":"services","phase":"pre-production","factor":"rm-assurances","quantity":1,"unit":"k€","label":null},{{Line()}}]}""";
        using var replaced = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", all, 1);
        replaced.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(replaced)).GetProperty("lines").GetArrayLength().ShouldBe(2);
        (await QuestionAsync(owner, project, "insurance")).GetProperty("answer").GetProperty("kgCo2e").GetDecimal().ShouldBe(77);
        using var other = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", all.Replace("\"quantity\":1,\"unit\":\"k€\"", "\"quantity\":3,\"unit\":\"k€\"", StringComparison.Ordinal), 2);
        (await CodeAsync(other)).ShouldBe("footprint.line-of-questionnaire");

        // Its page is that of the question.
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/previsionnel/lignes/{line.GetProperty("id").GetGuid()}")).Path.ShouldContain("/questionnaire/office");
    }

    [Fact]
    public async Task The_final_assessment_takes_the_answers_along_with_their_evidence()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await AnswerAsync(owner, project, "insurance", """{"state":"given","fields":{"amount":1}}""");
        await AnswerAsync(owner, project, "drinks", """{"state":"none"}""");
        await SwitchAsync(owner, project, "sets", isAside: true);
        using var copied = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        copied.IsSuccessStatusCode.ShouldBeTrue();

        var final = await GetAsync(owner, $"/api/footprints/{project.Id}/final/questionnaire");
        QuestionOf(final, "insurance").GetProperty("answer").GetProperty("kgCo2e").GetDecimal().ShouldBe(77);
        QuestionOf(final, "drinks").GetProperty("answer").GetProperty("state").GetString().ShouldBe("none");
        final.GetProperty("sections").EnumerateArray().Single(s => s.GetProperty("code").GetString() == "sets").GetProperty("isAside").GetBoolean().ShouldBeTrue();

        // Each its own: a line of the final one is not that of the provisional one.
        await AnswerAsync(owner, project, "insurance", """{"state":"given","fields":{"amount":2}}""");
        (await GetAsync(owner, $"/api/footprints/{project.Id}/final")).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(77);
    }

    [Fact]
    public async Task Readers_read_strangers_see_nothing_and_a_closed_project_does_not_change()
    {
        var project = await app.ProjectAsync();
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        (await QuestionnaireAsync(reader, project)).GetProperty("genre").GetString().ShouldBe("documentary");
        (await StatusAsync(reader)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(stranger)).ShouldBe(HttpStatusCode.NotFound);
        await app.CloseAsync(project);
        using var owner = app.ProgramOf(project.Owner);
        (await StatusAsync(owner)).ShouldBe(HttpStatusCode.Conflict);

        async Task<HttpStatusCode> StatusAsync(HttpClient client)
        {
            using var answer = await client.SendAsync(HttpMethod.Put, $"{Answers(project)}/drinks", """{"state":"none"}""");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_producer_answers_a_section_without_script()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel");
        page.Text.ShouldContain("Commencer le questionnaire");
        page = await owner.GetPageAsync(Section(project, "unit"));
        page.Text.ShouldContain("« Je ne sais pas » compte 36 L ; 21,6 L");

        page = await owner.SubmitAsync(page, FormOf(page), ("drinks.bottled", "1 000"), ("drinks.coffee", "2,5 L"), ("nights.etat", "unknown"), ("snacks.etat", "none"));
        page.Text.ShouldContain("3 réponses enregistrées.");
        page.Find("[name='drinks.bottled']").GetAttribute("value").ShouldBe("1\u202F000");
        page.Text.ShouldContain("= 322,32 kg");
        page.Text.ShouldContain("Estimation : 364,21 kg");
        page.Text.ShouldContain("Aucun : rien n’est compté.");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(3);

        // Sent again as it stands, nothing happens; emptied, the answer is gone.
        page = await owner.SubmitAsync(page, FormOf(page));
        page.Text.ShouldContain("Rien n’a changé");
        page = await owner.SubmitAsync(page, FormOf(page), ("drinks.bottled", ""), ("drinks.coffee", ""));
        page.Text.ShouldContain("Réponse enregistrée.");
        (await app.EventsAsync(project.Id)).ShouldBe(["question-answered.v1", "question-answered.v1", "question-answered.v1", "answer-withdrawn.v1"]);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_question_and_nothing_typed_is_lost()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Section(project, "travel"));
        page = await owner.SubmitAsync(page, FormOf(page), ("train.people", "6"), ("train.km", ""), ("scouting.km", "beaucoup"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Find("[name='scouting.km']").GetAttribute("value").ShouldBe("beaucoup");
        page = await owner.SubmitAsync(page, FormOf(page), ("scouting.km", "30"));
        page.Text.ShouldContain("Kilomètres de chacun : à renseigner aussi.");
        page.Find("[name='train.people']").GetAttribute("value").ShouldBe("6");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
        page = await owner.SubmitAsync(page, FormOf(page), ("train.km", "1 550"));
        page.Text.ShouldContain("2 réponses enregistrées.");
    }

    [Fact]
    public async Task Two_people_answer_other_questions_at_once_and_the_same_one_only_knowingly()
    {
        var project = await app.ProjectAsync();
        var (owner, other) = (app.As(project.Owner), app.As(await app.CollaboratorAsync(project, "contributor")));
        var mine = await owner.GetPageAsync(Section(project, "unit"));
        var theirs = await other.GetPageAsync(Section(project, "unit"));
        await other.SubmitAsync(theirs, FormOf(theirs), ("snacks.kg", "5"));

        // Another question of the same page: no conflict, and theirs is not undone by what was printed here.
        mine = await owner.SubmitAsync(mine, FormOf(mine), ("drinks.bottled", "10"));
        mine.Text.ShouldContain("Réponse enregistrée.");
        mine.Find("[name='snacks.kg']").GetAttribute("value").ShouldBe("5");

        theirs = await other.GetPageAsync(Section(project, "unit"));
        await owner.SubmitAsync(mine, FormOf(mine), ("snacks.kg", "6"));
        theirs = await other.SubmitAsync(theirs, FormOf(theirs), ("snacks.kg", "7"));
        theirs.Status.ShouldBe(HttpStatusCode.Conflict);
        theirs.Text.ShouldContain("Quelqu’un a répondu entre-temps : 6 kg.");
        theirs.Find("[name='snacks.kg']").GetAttribute("value").ShouldBe("7");
        theirs = await other.SubmitAsync(theirs, FormOf(theirs));
        theirs.Text.ShouldContain("Réponse enregistrée.");
        theirs.Find("[name='snacks.kg']").GetAttribute("value").ShouldBe("7");
    }

    [Fact]
    public async Task Answers_to_what_the_genre_does_not_ask_still_count_and_can_be_cleared()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        await AnswerAsync(program, project, "insurance", """{"state":"given","fields":{"amount":1}}""");
        await AnswerAsync(program, project, "generators", """{"state":"given","fields":{"litres":10}}""");
        var line = (await SheetAsync(program, project)).GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("question").GetString() == "generators").GetProperty("id").GetGuid();
        await app.DeliverAsync(app.Described(project) with { ProjectVersion = 2, EditorialGenre = "animated-short" });
        var owner = app.As(project.Owner);

        // Insurance is asked of an animation too.
        var page = await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire");
        page.Text.ShouldContain("Groupes électrogènes : 31,62 kg");
        page.All("form[action$='/retrait']").Count.ShouldBe(1);
        (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel/lignes/{line}")).Path.ShouldEndWith("/previsionnel/questionnaire");
        (await SheetAsync(program, project)).GetProperty("lines").GetArrayLength().ShouldBe(2);

        page = await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form[action$='/retrait']"));
        page.Text.ShouldContain("Réponse effacée.");
        page.Text.ShouldNotContain("Groupes électrogènes");
        (await SheetAsync(program, project)).GetProperty("lines").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Whose_electricity_is_counted_is_said_and_so_is_that_nobody_has_told()
    {
        var belgian = await app.ProjectAsync(d => d with { LeadCountry = "BE" });
        (await app.As(belgian.Owner).GetPageAsync(Section(belgian, "locations"))).Text.ShouldContain("Électricité comptée : Belgique, pays de production principal.");
        await app.Database.ExecuteAsync($"update footprint.projects set lead_country = null where project_id = '{belgian.Id}'");
        (await app.As(belgian.Owner).GetPageAsync(Section(belgian, "locations"))).Text.ShouldContain("Électricité comptée : France, faute de connaître");
    }

    [Fact]
    public async Task A_program_says_in_which_country_each_kilowatt_hour_was_used()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var answer = await AnswerAsync(owner, project, "location-electricity", """{"state":"given","fields":{"kwh":100,"kwh2":50},"places":{"country2":"PL"}}""");
        answer.GetProperty("places").GetRawText().ShouldBe("""{"country2":"PL"}""");
        (await SheetAsync(owner, project)).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("factor").GetString()).ShouldBe(["elec-fr-2024-mix-moyen", "elec-mix-pl"]);
        var asked = (await QuestionAsync(owner, project, "location-electricity")).GetProperty("fields")[1];
        (asked.GetProperty("code").GetString(), asked.GetProperty("place").GetString()).ShouldBe(("kwh2", "country2"));

        using var refused = await owner.SendAsync(HttpMethod.Put, $"{Answers(project)}/location-electricity", """{"state":"given","fields":{"kwh":100},"places":{"country":"Atlantis"}}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await JsonAsync(refused);
        (problem.GetProperty("code").GetString(), problem.GetProperty("errors").EnumerateObject().Single().Name).ShouldBe(("footprint.unknown-place", "places.country"));
        (await QuestionAsync(owner, project, "location-electricity")).GetProperty("answer").GetProperty("fields").GetProperty("kwh").GetDecimal().ShouldBe(100);
    }

    [Fact]
    public async Task A_country_is_typed_in_either_language_and_nothing_is_lost_where_it_is_unknown()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Section(project, "locations"));
        page.All("datalist").Count.ShouldBe(1);
        page = await owner.SubmitAsync(page, FormOf(page), ("location-electricity.kwh", "100"), ("location-electricity.country", "Atlantide"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("n’a pas l’électricité de « Atlantide »");
        page.Find("[name='location-electricity.country']").GetAttribute("value").ShouldBe("Atlantide");

        page = await owner.SubmitAsync(page, FormOf(page), ("location-electricity.country", "germany"));
        page.Text.ShouldContain("Réponse enregistrée.");
        page.Find("[name='location-electricity.country']").GetAttribute("value").ShouldBe("Allemagne");
        // Nothing was typed: nothing is sent again.
        page = await owner.SubmitAsync(page, FormOf(page));
        page.Text.ShouldContain("Rien n’a changé");
        // The country alone is a change too, and an answer of its own.
        page = await owner.SubmitAsync(page, FormOf(page), ("location-electricity.country", "Espagne"));
        using var program = app.ProgramOf(project.Owner);
        (await SheetAsync(program, project)).GetProperty("lines").EnumerateArray().Single().GetProperty("factor").GetString().ShouldBe("elec-mix-es");
        (await app.EventsAsync(project.Id)).ShouldBe(["question-answered.v1", "question-answered.v1"]);
    }

    [Fact]
    public async Task What_others_rest_on_offers_the_genres_number_not_ones_own_and_no_none()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var typical = (await QuestionAsync(program, project, "crew")).GetProperty("fields")[0].GetProperty("typical").GetDecimal();
        await AnswerAsync(program, project, "crew", """{"state":"given","fields":{"crew":1}}""");
        (await QuestionAsync(program, project, "crew")).GetProperty("fields")[0].GetProperty("typical").GetDecimal().ShouldBe(typical);
        typical.ShouldNotBe(1);
        var page = await app.As(project.Owner).GetPageAsync(Section(project, "basis"));
        page.Text.ShouldContain($"« Je ne sais pas » compte {typical} personnes");
        // One person of the crew travels: in the singular.
        (await app.As(project.Owner).GetPageAsync(Section(project, "travel"))).Text.ShouldContain("« Je ne sais pas » compte 1 personne ;");

        using var refused = await program.SendAsync(HttpMethod.Put, $"{Answers(project)}/crew", """{"state":"given","fields":{"crew":0}}""");
        var told = (await JsonAsync(refused)).GetProperty("errors").GetProperty("fields.crew")[0].GetString()!;
        told.ShouldContain("a number over zero");
        told.ShouldNotContain("None");
    }

    [Fact]
    public async Task English_readers_answer_in_english()
    {
        var project = await app.ProjectAsync();
        var page = await app.As(project.Owner, "en").GetPageAsync(Section(project, "unit"));
        page.Text.ShouldContain("Meals served to the crew");
        page.Text.ShouldContain("I don’t know");
        page.Text.ShouldNotContain("Aucun");
    }

    private static string Answers(TestProject project) => $"/api/footprints/{project.Id}/provisional/answers";

    private static string Section(TestProject project, string section) => $"/bilans/{project.Id}/previsionnel/questionnaire/{section}";

    private static IHtmlFormElement FormOf(Page page) => (IHtmlFormElement)page.Find("[data-questionnaire] form");

    private static async Task<JsonElement> AnswerAsync(HttpClient client, TestProject project, string question, string body, string? seen = null)
    {
        using var answer = await client.SendAsync(HttpMethod.Put, $"{Answers(project)}/{question}", body, seen is null ? null : long.Parse(seen, System.Globalization.CultureInfo.InvariantCulture));
        var json = await JsonAsync(answer);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, json.GetRawText());
        return json;
    }

    private static async Task<HttpStatusCode> SwitchAsync(HttpClient client, TestProject project, string section, bool isAside)
    {
        using var answer = await client.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/sections/{section}", $$"""{"isAside":{{(isAside ? "true" : "false")}}}""");
        return answer.StatusCode;
    }

    private static Task<JsonElement> SheetAsync(HttpClient client, TestProject project) => GetAsync(client, $"/api/footprints/{project.Id}/provisional");

    private static Task<JsonElement> QuestionnaireAsync(HttpClient client, TestProject project) => GetAsync(client, $"/api/footprints/{project.Id}/provisional/questionnaire");

    private static async Task<JsonElement> QuestionAsync(HttpClient client, TestProject project, string question) => QuestionOf(await QuestionnaireAsync(client, project), question);

    private static JsonElement QuestionOf(JsonElement questionnaire, string question)
        => questionnaire.GetProperty("sections").EnumerateArray().SelectMany(s => s.GetProperty("questions").EnumerateArray()).Single(q => q.GetProperty("code").GetString() == question);

    private static async Task<string?> CodeAsync(HttpResponseMessage refused)
    {
        using (refused)
        {
            return (await JsonAsync(refused)).GetProperty("code").GetString();
        }
    }
}
