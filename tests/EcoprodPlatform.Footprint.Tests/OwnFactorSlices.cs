using System.Net;
using System.Text.Json;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.OwnFactors;
using EcoprodPlatform.Footprint.Upgrades;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web.Shell;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A project's own factor: with its source and versions, found by its lines alone, marked wherever figures are shown.</summary>
public sealed class OwnFactorSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task A_producer_adds_a_factor_finds_it_by_its_name_and_counts_with_it()
    {
        var project = await app.ProjectAsync();
        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel");
        page = await producer.GetPageAsync(page.Find("form[role=search] a[href$='/facteurs']:not([href='/facteurs'])").GetAttribute("href")!);
        page.Text.ShouldContain("Ce projet n’a pas de facteur à lui");

        // What is wrong is told, each beside its field, and nothing typed is lost.
        page = await producer.SubmitAsync(page, ("name", "Groupe HVO 60 kVA"), ("unit", "L"), ("value", "-0,4"), ("source", " "), ("geography", "Atlantide"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("un facteur négatif déduit ce qui est évité");
        page.Text.ShouldContain("Source : à renseigner.");
        page.Text.ShouldContain("« Atlantide » n’est pas dans la liste");
        page.Find("input[name=value]").GetAttribute("value").ShouldBe("-0,4");

        var added = page;
        page = await producer.SubmitAsync(added, ("value", "0,412345"), ("source", "FDES n° 12345, loueur X"), ("reference", "https://example.org/fdes"), ("geography", "France"), ("year", "2024"), ("post", "generators"));
        page.Text.ShouldContain("« Groupe HVO 60 kVA » ajouté");
        page.Find("main tbody").TextContent.ShouldContain("0,412345 kgCO₂e/L");
        (await producer.SubmitAsync(added, ("value", "0,412345"), ("source", "FDES n° 12345, loueur X"), ("geography", "France"))).All("main tbody tr").Count.ShouldBe(1, "a double click adds one");

        // Before the catalogue, and with its post.
        page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel?recherche=groupe+hvo");
        var found = page.All("main tbody tr")[0];
        found.TextContent.ShouldContain("loueur X");
        page.Text.ShouldContain("facteur du projet, source : FDES n° 12345, loueur X");
        page = await producer.GetPageAsync(found.QuerySelector("a")!.GetAttribute("href")!);
        page.Find("select[name=post] option[selected]").GetAttribute("value").ShouldBe("generators");
        page = await producer.SubmitAsync(page, page.Form("form:has([name=quantity])"), ("quantity", "1000"), ("department", "unit-logistics"), ("phase", "shooting"));
        page.Text.ShouldContain("412,35 kg"); // 1,000 L × 0.412345
        page.Text.ShouldContain("Facteur du projet, version 1, code own-");
        page.All("details.more a[href*='/facteurs/own-']").Count.ShouldBe(1);
        (await producer.GetPageAsync($"/bilans/{project.Id}/facteurs")).Find("main tbody").TextContent.ShouldContain("1 ligne");
    }

    [Fact]
    public async Task A_changed_factor_is_a_new_version_that_lines_take_when_somebody_says_so()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = $"/api/footprints/{project.Id}/factors/{code}";

        using var same = await owner.SendAsync(HttpMethod.Put, path, Body(), 1);
        (await JsonAsync(same)).GetProperty("version").GetInt32().ShouldBe(1, "nothing had changed");
        using var changed = await owner.SendAsync(HttpMethod.Put, path, Body(value: "3.5", source: "EPD 2"), 1);
        var factor = await JsonAsync(changed);
        changed.Headers.ETag!.Tag.ShouldStartWith("\"2");
        factor.GetProperty("versions").EnumerateArray().Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("value").GetDecimal(), v.GetProperty("source").GetString()))
            .ShouldBe([(2, 3.5m, "EPD 2"), (1, 2.25m, "EPD of the hotel")]);
        factor.GetProperty("lines").GetInt32().ShouldBe(2);
        (await owner.SendAsync(HttpMethod.Put, path, Body(value: "4"), 1)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await owner.SendAsync(HttpMethod.Put, path, Body(value: "4"))).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);

        // The lines keep value, version and source; an edit of one keeps them too.
        var (line, version) = (await owner.LineAsync(project, "provisional"));
        (line.GetProperty("factorValue").GetDecimal(), line.GetProperty("catalogueVersion").GetInt32(), line.GetProperty("kgCo2e").GetDecimal()).ShouldBe((2.25m, 1, 22.5m));
        using var edited = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/lines/{line.GetProperty("id").GetGuid()}", Line("12", code, "night"), version);
        (await JsonAsync(edited)).GetProperty("factorValue").GetDecimal().ShouldBe(2.25m);
        var sealedBefore = (await GetAsync(owner, $"/api/footprints/{project.Id}/final")).GetProperty("fingerprint").GetString();

        // It is offered, with what it changes, and taken.
        using var producer = app.As(project.Owner);
        (await producer.GetPageAsync($"/bilans/{project.Id}/resultats")).All($"a[href='/bilans/{project.Id}/previsionnel/catalogue']").Count.ShouldBe(1);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional/catalogue-upgrade")).GetProperty("differenceKgCo2e").GetDecimal().ShouldBe(12 * (3.5m - 2.25m));
        await producer.SubmitAsync(await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/catalogue"));
        (line, _) = await owner.LineAsync(project, "provisional");
        (line.GetProperty("factorValue").GetDecimal(), line.GetProperty("catalogueVersion").GetInt32()).ShouldBe((3.5m, 2));
        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional/catalogue-upgrade")).GetProperty("lines").GetArrayLength().ShouldBe(0);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/final")).GetProperty("fingerprint").GetString().ShouldBe(sealedBefore);

        // The variance says that it is the version of the factor.
        var parts = (await GetAsync(owner, $"/api/footprints/{project.Id}/final/variance")).GetProperty("parts");
        (parts.GetProperty("factorVersion").GetDecimal(), parts.GetProperty("choice").GetDecimal()).ShouldBe((10 * (2.25m - 3.5m), 0m));
    }

    [Fact]
    public async Task A_factor_counted_in_another_unit_since_is_held_never_converted()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner, "fr");
        var code = await AddAsync(owner, project, Body());
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night"))).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/factors/{code}", Body(unit: "meal"), 1)).EnsureSuccessStatusCode();
        var line = (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional/catalogue-upgrade")).GetProperty("lines").EnumerateArray().Single();
        line.GetProperty("heldBecause").GetString().ShouldBe("il se compte maintenant en repas");
    }

    [Fact]
    public async Task A_retired_factor_is_taken_by_no_new_line_and_kept_by_those_that_have_it()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night"))).EnsureSuccessStatusCode();

        using var producer = app.As(project.Owner, "en");
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/facteurs/{code}");
        page = await producer.GetPageAsync(page.Find("a[href$='/retrait']").GetAttribute("href")!);
        page.Text.ShouldContain("1 line uses it: nothing changes there.");
        page = await producer.SubmitAsync(page);
        page.Text.ShouldContain("Factor retired");

        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel?recherche=chalet")).All($"a[href*='factor={code}']").ShouldBeEmpty();
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.factor-not-usable");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/factors/{code}", Body(value: "4"), 1).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.own-factor-retired");
        (await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/factors/{code}", null, 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent, "twice is once");
        var (line, version) = await owner.LineAsync(project, "provisional");
        line.GetProperty("kgCo2e").GetDecimal().ShouldBe(22.5m);
        using var edited = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/lines/{line.GetProperty("id").GetGuid()}", Line("11", code, "night"), version);
        (await JsonAsync(edited)).GetProperty("kgCo2e").GetDecimal().ShouldBe(24.75m);
    }

    [Fact]
    public async Task Every_door_for_lines_knows_the_projects_own_factors_and_no_others()
    {
        var (project, other) = (await app.ProjectAsync(), await app.ProjectAsync());
        using var owner = app.ProgramOf(project.Owner, "fr");
        using var stranger = app.ProgramOf(other.Owner);
        var (mine, theirs) = (await AddAsync(owner, project, Body()), await AddAsync(stranger, other, Body()));
        var lines = $"/api/footprints/{project.Id}/provisional";

        await owner.SendAsync(HttpMethod.Post, $"{lines}/lines", Line("1", theirs, "night")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.unknown-factor");
        (await owner.SendAsync(HttpMethod.Post, $"{lines}/lines/bulk", $$"""{"lines":[{{Line("1", mine, "night")}},{{Line("1", theirs, "night")}}]}""")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await owner.SendAsync(HttpMethod.Put, lines, $$"""{"lines":[{{Line("1", theirs, "night")}}]}""", 0)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await owner.SendAsync(HttpMethod.Post, $"{lines}/lines/bulk", $$"""{"lines":[{{Line("1", mine, "night")}},{{Line()}}]}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.GetAsync(new Uri($"/api/factors/{mine}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is not of the catalogue");

        // Pasted, and in the entry sheet.
        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/coller");
        page = await producer.SubmitAsync(page, (page.Find("textarea").GetAttribute("name")!, "Chalet du col\t12\tnuits"));
        page.All($"[value='{mine}']").ShouldNotBeEmpty();
        page.All($"[value='{theirs}']").ShouldBeEmpty();
        var sheets = Workbook.ReadAll(await owner.GetByteArrayAsync($"/bilans/{project.Id}/previsionnel/feuille.xlsx"));
        sheets[1].Rows.Select(r => r[0]).ShouldContain(mine);
        sheets[1].Rows.Select(r => r[0]).ShouldNotContain(theirs);

        // A program that types ahead: its own first.
        (await GetAsync(owner, $"/api/footprints/{project.Id}/factor-search?q=chalet")).GetProperty("items")[0].GetProperty("code").GetString().ShouldBe(mine);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/factor-search?q=tgv")).GetProperty("items")[0].GetProperty("code").GetString().ShouldBe("tgv");
    }

    [Fact]
    public async Task Whoever_checks_sees_which_lines_rest_on_own_factors_and_their_source()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner, "fr");
        var code = await AddAsync(owner, project, Body(uncertainty: "20"));
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{Line("10", code, "night")}},{{Line()}}]}""", 0)).EnsureSuccessStatusCode();

        var line = (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("factor").GetString() == code);
        line.GetProperty("uncertainty").ValueKind.ShouldBe(JsonValueKind.Object);
        (line.GetProperty("fossil").GetString(), line.GetProperty("perimeter")[0].GetString()).ShouldBe(("not-said", "use"));
        using var reader = app.As(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        (await reader.GetPageAsync($"/bilans/{project.Id}/resultats")).Text.ShouldContain("1 ligne repose sur un facteur du projet. Les voir");
        (await reader.GetPageAsync($"/bilans/{project.Id}/depot-cnc")).Text.ShouldContain("aucun facteur incomplet ; 1 ligne repose sur un facteur du projet");
        var book = Workbook.ReadAll(await owner.GetByteArrayAsync($"/bilans/{project.Id}/previsionnel/bilan.xlsx"));
        book[0].Rows.Single(r => Equals(r[0], "Lignes à facteur du projet"))[1].ShouldBe(1m);
        var row = book[2].Rows.Single(r => Equals(r[0], code));
        row.ShouldContain("facteur du projet, source : EPD of the hotel");
        row.ShouldContain("Chalet du col");
    }

    /// <summary>Its version says nothing of the catalogue: it must not be taken for a factor that the catalogue has lost.</summary>
    [Fact]
    public async Task The_catalogues_effect_on_all_projects_leaves_own_factors_alone()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/factors/{code}", Body(value: "3"), 1)).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night"))).EnsureSuccessStatusCode();
        await app.Services.GetRequiredService<CatalogueEffect>().RunAsync(default);
        (await app.Database.ScalarAsync<int>($"select lines * 100 + changed * 10 + held from footprint.catalogue_effect where project_id = '{project.Id}'")).ShouldBe(100);
    }

    [Fact]
    public async Task A_scenario_keeps_the_factor()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("10", code, "night"))).EnsureSuccessStatusCode();
        using var started = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"X","base":"provisional"}""");
        var kind = (await JsonAsync(started)).GetProperty("kind").GetString()!;
        var (line, _) = await owner.LineAsync(project, kind);
        (line.GetProperty("factor").GetString(), line.GetProperty("factorValue").GetDecimal()).ShouldBe((code, 2.25m));
    }

    [Fact]
    public async Task Readers_see_strangers_get_404_and_a_closed_project_takes_none()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        using var stranger = app.ProgramOf((await app.ProjectAsync()).Owner);
        using var nobody = app.CreateClient();
        var (list, one) = ($"/api/footprints/{project.Id}/factors", $"/api/footprints/{project.Id}/factors/{code}");

        foreach (var path in new[] { list, one, $"/bilans/{project.Id}/facteurs", $"/bilans/{project.Id}/facteurs/{code}", $"/api/footprints/{project.Id}/factor-search?q=chalet" })
        {
            (await reader.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await stranger.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        await reader.SendAsync(HttpMethod.Post, list, Body()).ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        await reader.SendAsync(HttpMethod.Put, one, Body(value: "9"), 1).ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        await reader.SendAsync(HttpMethod.Delete, one, null, 1).ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        await stranger.SendAsync(HttpMethod.Post, list, "{}").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
        (await nobody.SendAsync(HttpMethod.Post, list, Body())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await owner.SendAsync(HttpMethod.Put, $"{list}/own-000000000000", Body(), 1).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-own-factor");
        (await app.As(project.Owner).PostAsync($"/bilans/{project.Id}/facteurs", ("name", "X"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "no antiforgery token");

        await app.CloseAsync(project);
        await owner.SendAsync(HttpMethod.Post, list, Body()).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        await owner.SendAsync(HttpMethod.Delete, one, null, 1).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/facteurs")).All("main form").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"name":"X","unit":"night","value":0,"source":"S","geography":"FR"}""", "footprint.own-factor-value")]
    [InlineData("""{"name":"X","unit":"night","source":"S","geography":"FR"}""", "footprint.own-factor-value")]
    [InlineData("""{"name":"X","unit":"night","value":0.1234567,"source":"S","geography":"FR"}""", "footprint.own-factor-value")]
    [InlineData("""{"name":"X","unit":"night","value":1000000001,"source":"S","geography":"FR"}""", "footprint.own-factor-value")]
    [InlineData("""{"name":"X","unit":"yr","value":1,"source":"S","geography":"FR"}""", "footprint.own-factor-unit")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"\u0000","geography":"FR"}""", "footprint.own-factor-source")]
    [InlineData("""{"name":"","unit":"night","value":1,"source":"S","geography":"FR"}""", "footprint.own-factor-name")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"S"}""", "footprint.own-factor-geography")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"S","geography":"FR","perimeter":["all"]}""", "footprint.own-factor-perimeter")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"S","geography":"FR","post":"x"}""", "footprint.own-factor-post")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"S","geography":"FR","year":24}""", "footprint.own-factor-year")]
    [InlineData("""{"name":"X","unit":"night","value":1,"source":"S","geography":"FR","uncertaintyPercent":-1}""", "footprint.own-factor-uncertainty")]
    [InlineData("""{"name":"X","unit":"night","value":"1","source":"S","geography":"FR"}""", "footprint.wrong-kind")]
    public async Task What_is_no_factor_is_refused_by_name(string body, string code)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/factors", body).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, code);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/factors")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Two_people_who_change_it_at_once_do_not_overwrite_each_other()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        var path = $"/api/footprints/{project.Id}/factors/{code}";
        var answers = await Task.WhenAll(Enumerable.Range(3, 6).Select(async i =>
        {
            using var answer = await owner.SendAsync(HttpMethod.Put, path, Body(value: $"{i}"), 1);
            return answer.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.PreconditionFailed).ShouldBe(5);
        (await GetAsync(owner, path)).GetProperty("versions").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task B03_Its_words_go_with_the_project_and_none_comes_in_afterwards()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var code = await AddAsync(owner, project, Body());
        (await app.Services.GetRequiredService<IEnumerable<IProjectBelongings>>().First(b => b.GetType().Assembly == typeof(FootprintModule).Assembly).OfAsync(project.Id, default))
            .ShouldContain(new Text("1 facteur du projet", "1 factor of the project’s own"));
        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project.Id, 3, DateTimeOffset.UnixEpoch));
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.own_factors where project_id = '{project.Id}'")).ShouldBe(0);

        // One that was on its way while the project was deleted.
        var own = app.Services.GetRequiredService<OwnFactorList>();
        var late = new StatedFactor { Name = "Chalet", Unit = "night", Value = 1, Source = "S", Geography = "FR" };
        await own.SaveAsync(app.Store.Begin(new Actor(project.Owner)), project.Id, code, 2, late, new Actor(project.Owner), default);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.own_factors where project_id = '{project.Id}'")).ShouldBe(0);
    }

    /// <summary>The units that a factor may count in are those that lines can be explained in, and all of them can be used.</summary>
    [Fact]
    public void Every_unit_and_place_makes_a_factor_that_a_line_may_have()
    {
        foreach (var unit in QuantityUnits.Countable)
        {
            var stated = new StatedFactor { Name = "X", Unit = unit, Value = 1, Source = "S", Geography = "world" };
            stated.Faults().ShouldBeEmpty();
            new OwnFactor("own-000000000000", new ProjectId(app.Ids.NewId()), [new OwnVersion(1, stated, default, default)], false, 0).Factor.IsUsable.ShouldBeTrue(unit);
        }
    }

    private static string Body(string value = "2.25", string source = "EPD of the hotel", string unit = "night", string uncertainty = "null")
        => $$"""{"name":"Chalet du col","unit":"{{unit}}","value":{{value}},"source":"{{source}}","geography":"FR","perimeter":["upstream","use"],"uncertaintyPercent":{{uncertainty}}}""";

    private static async Task<string> AddAsync(HttpClient owner, TestProject project, string body)
    {
        using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/factors", body);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var code = (await JsonAsync(added)).GetProperty("code").GetString()!;
        added.Headers.Location!.ToString().ShouldEndWith($"/factors/{code}");
        return code;
    }
}

/// <summary>The one line of an assessment.</summary>
file static class OneLine
{
    public static async Task<(JsonElement Line, long Version)> LineAsync(this HttpClient owner, TestProject project, string kind)
    {
        var line = (await GetAsync(owner, $"/api/footprints/{project.Id}/{kind}")).GetProperty("lines").EnumerateArray().Single();
        return (line, line.GetProperty("version").GetInt64());
    }
}
