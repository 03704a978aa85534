using System.Net;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Lines by program: the main job, and everything that is refused.</summary>
public sealed class LinesApiSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task The_19_lines_give_the_expected_result_and_nothing_is_rounded()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/final", $$"""{"lines":{{FirstProject.LinesJson}}}""", 0);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ETag!.Tag.ShouldBe("\"1\"");

        var result = await GetAsync(owner, $"/api/footprints/{project.Id}/final");
        result.GetProperty("totalKgCo2e").GetRawText().ShouldBe("15663.991800");
        result.GetProperty("kgPerMinute").GetDecimal().ShouldBe(FirstProject.KgPerMinute);
        result.GetProperty("kgPerEuro").GetDecimal().ShouldBe(FirstProject.KgPerEuro);
        foreach (var margin in new[] { "byDepartment", "byPost", "byPhase" })
        {
            result.GetProperty(margin).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDecimal()).ShouldBe(FirstProject.Margin(margin), ignoreOrder: true);
        }

        result.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("kgCo2e").GetDecimal()).ShouldBe(FirstProject.Lines.Select(l => l.Kg));
        (await app.EventsAsync(project.Id, AssessmentKind.Final)).ShouldBe(["lines-replaced.v1"]);
    }

    [Fact]
    public async Task Nineteen_single_lines_give_the_same_result()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        foreach (var (line, (_, kg)) in JsonDocument.Parse(FirstProject.LinesJson).RootElement.EnumerateArray().Zip(FirstProject.Lines))
        {
            using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", line.GetRawText());
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            (await GetAsync(owner, response.Headers.Location!.ToString())).GetProperty("kgCo2e").GetDecimal().ShouldBe(kg);
        }

        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
    }

    [Fact]
    public async Task An_assessment_nobody_has_touched_is_empty_at_version_0_and_has_no_total()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var empty = await GetAsync(owner, $"/api/footprints/{project.Id}/final");
        empty.GetProperty("version").GetInt64().ShouldBe(0);
        empty.GetProperty("totalKgCo2e").ValueKind.ShouldBe(JsonValueKind.Null);
        empty.GetProperty("kgPerMinuteMissing").GetString().ShouldBe("no-lines");
    }

    [Theory]
    [InlineData("2400", HttpStatusCode.Created, null)]
    [InlineData("\"2400.5\"", HttpStatusCode.Created, null)]
    [InlineData("1e3", HttpStatusCode.Created, null)]
    [InlineData("0", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-positive")]
    [InlineData("-3", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-positive")]
    [InlineData("1e13", HttpStatusCode.UnprocessableEntity, "footprint.quantity-too-large")]
    [InlineData("1e99", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("0.0000001", HttpStatusCode.UnprocessableEntity, "footprint.quantity-too-precise")]
    [InlineData("1000000000000.00000000000000000000001", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("\"NaN\"", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("\"Infinity\"", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("\"12 km\"", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("\"1,5\"", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("true", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("[1]", HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number")]
    [InlineData("null", HttpStatusCode.UnprocessableEntity, "footprint.quantity-missing")]
    [InlineData("\"\"", HttpStatusCode.UnprocessableEntity, "footprint.quantity-missing")]
    [InlineData("NaN", HttpStatusCode.BadRequest, "web.bad-request")]
    public async Task A_quantity_is_a_number_over_zero_or_refused(string quantity, HttpStatusCode status, string? code)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(quantity));
        response.StatusCode.ShouldBe(status);
        if (code is not null)
        {
            (await JsonAsync(response)).GetProperty("code").GetString().ShouldBe(code);
            (await app.EventsAsync(project.Id)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task B02_An_unlikely_line_is_asked_about_and_saved_once_it_is_confirmed()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var lines = $"/api/footprints/{project.Id}/provisional/lines";
        var unlikely = Line("948000000");
        var confirmed = unlikely[..^1] + ",\"isConfirmed\":true}";

        await owner.SendAsync(HttpMethod.Post, lines, unlikely).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.line-unlikely");
        using (var all = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{confirmed}},{{unlikely}}]}""", 0))
        {
            all.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var problem = await JsonAsync(all);
            problem.GetProperty("code").GetString().ShouldBe("footprint.line-unlikely");
            problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("lines[1].quantity");
        }

        using (var added = await owner.SendAsync(HttpMethod.Post, lines, confirmed))
        {
            added.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        using var replaced = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{confirmed}}]}""", 1);
        replaced.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task B02_A_total_that_cannot_be_true_is_refused_with_its_field()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var most = Line("341296928327")[..^1] + ",\"isConfirmed\":true}";
        using var response = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{most}},{{most}},{{most}}]}""", 0);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await JsonAsync(response);
        problem.GetProperty("code").GetString().ShouldBe("footprint.total-too-large");
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("quantity");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    /// <summary>A unit with a space behind it is that unit.</summary>
    [Fact]
    public async Task A_space_behind_the_unit_is_none()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(unit: " passenger.km "), null);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("no-such", "passenger.km", "footprint.unknown-factor")]
    [InlineData("tgv", "km", "footprint.unit-mismatch")]
    [InlineData("tgv", "", "footprint.unit-missing")]
    [InlineData("genre-documentaire", "unit", "footprint.factor-not-usable")]
    public async Task A_line_without_a_usable_factor_or_with_another_unit_is_an_error_never_a_zero(string factor, string unit, string code)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(factor: factor, unit: unit));
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await JsonAsync(response);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_body_that_is_no_line_is_refused(string json)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", json);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_line_is_told_at_once()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var lines = $"/api/footprints/{project.Id}/provisional/lines";

        var shape = await owner.SendAsync(HttpMethod.Post, lines, """{"departement":"transport","post":5,"quantity":-3,"label":"\ud83c","id":"7"}""")
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "web.unknown-property");
        shape["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["departement", "post", "label", "id", "department", "phase", "factor", "quantity"], ignoreOrder: true);
        shape["errors"]!["departement"]![0]!.GetValue<string>().ShouldBe("“departement” does not exist: did you mean “department”?");

        var rules = await owner.SendAsync(HttpMethod.Post, lines, """{"department":"kitchen","post":"transport","phase":"shooting","factor":"nope","quantity":true,"unit":"km"}""")
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.quantity-not-a-number");
        rules["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["department", "factor", "quantity"], ignoreOrder: true);

        var nested = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{Line()}},{"factr":"tgv"},null],"line":[]}""", 0)
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "web.unknown-property");
        nested["errors"]!.AsObject().Select(e => e.Key).ShouldBe(
            ["lines[1].factr", "lines[2]", "line", "lines[1].department", "lines[1].post", "lines[1].phase", "lines[1].factor", "lines[1].quantity"], ignoreOrder: true);
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_wrong_line_refuses_them_all_and_every_wrong_line_is_named()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var lines = $"[{Line()},{Line(unit: "km", quantity: "\"x\"")},{Line(factor: "nope", department: "kitchen")}]";
        using var response = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":{{lines}}}""", 0);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await JsonAsync(response);
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name)
            .ShouldBe(["lines[1].quantity", "lines[1].unit", "lines[2].department", "lines[2].factor"], ignoreOrder: true);
        problem.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("code").GetString()).ShouldContain("footprint.unit-mismatch");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replacing_needs_the_version_and_refuses_a_stale_one()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var body = $$"""{"lines":[{{Line()}}]}""";
        using var without = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", body, null);
        ((int)without.StatusCode).ShouldBe(428);
        (await without.Content.ReadAsStringAsync()).ShouldContain("\"web.version-required\"");
        using var stale = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", body, 0);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await JsonAsync(stale)).GetProperty("code").GetString().ShouldBe("web.stale");
        using var good = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", body, 1);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.EventsAsync(project.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_list_removes_every_line_and_a_missing_one_is_told()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        using var missing = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", "{}", 1);
        (await JsonAsync(missing)).GetProperty("code").GetString().ShouldBe("footprint.lines-missing");
        using var emptied = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", """{"lines":[]}""", 1);
        (await JsonAsync(emptied)).GetProperty("totalKgCo2e").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_same_line_sent_twice_is_added_once()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var json = Line(id: app.Ids.NewId());
        using var first = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", json);
        using var second = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", json);
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1"]);
    }

    /// <summary>18 of 60 were refused: each has an id of its own, so nobody had seen anything that the other one changed.</summary>
    [Fact]
    public async Task Lines_that_two_writers_add_at_once_are_all_taken()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        async Task<HttpStatusCode[]> AddThirtyAsync()
        {
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 30; i++)
            {
                using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());
                answers.Add(added.StatusCode);
            }

            return [.. answers];
        }

        var both = await Task.WhenAll(AddThirtyAsync(), AddThirtyAsync());
        both.SelectMany(a => a).ShouldAllBe(s => s == HttpStatusCode.Created);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").GetArrayLength().ShouldBe(60);

        // Who insists on a version is refused as before.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines") { Content = new StringContent(Line(), System.Text.Encoding.UTF8, "application/json"), Headers = { { "If-Match", "\"59\"" } } };
        using var stale = await owner.SendAsync(request);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_line_with_an_id_that_is_known_with_another_content_is_a_conflict()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var id = app.Ids.NewId();
        using var first = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line(id: id));
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line("7", id: id)).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.line-id-taken");
    }

    [Fact]
    public async Task A_line_is_changed_and_removed_by_its_own_version()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var created = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());
        var path = created.Headers.Location!.ToString();
        using var other = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());

        using var unversioned = await owner.SendAsync(HttpMethod.Put, path, Line("5"), null);
        ((int)unversioned.StatusCode).ShouldBe(428);
        (await unversioned.Content.ReadAsStringAsync()).ShouldContain("\"web.version-required\"");
        using var changed = await owner.SendAsync(HttpMethod.Put, path, Line("5"), 1);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        changed.Headers.ETag!.Tag.ShouldBe("\"3\"");
        using var stale = await owner.SendAsync(HttpMethod.Put, path, Line("6"), 1);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var staleDelete = await owner.SendAsync(HttpMethod.Delete, path, version: 1);
        staleDelete.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var unversionedDelete = await owner.SendAsync(HttpMethod.Delete, path);
        ((int)unversionedDelete.StatusCode).ShouldBe(428);
        (await unversionedDelete.Content.ReadAsStringAsync()).ShouldContain("\"web.version-required\"");
        using var removed = await owner.SendAsync(HttpMethod.Delete, path, version: 3);
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await owner.SendAsync(HttpMethod.Delete, path, version: 3);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_final_assessment_starts_as_a_copy_once()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        using var copied = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        copied.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await JsonAsync(copied)).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
        using var again = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Anonymous_callers_are_told_to_sign_in()
    {
        var project = await app.ProjectAsync();
        using var nobody = app.CreateClient();
        foreach (var attempt in Attempts(nobody, project.Id, Guid.Empty))
        {
            using var response = await attempt;
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Somebody_elses_project_does_not_exist()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        foreach (var attempt in Attempts(stranger, project.Id, await AnyLineAsync(project)))
        {
            using var response = await attempt;
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Who_left_the_project_no_longer_sees_it()
    {
        var project = await app.ProjectAsync();
        var person = await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor);
        using var client = app.ProgramOf(person);
        (await GetAsync(client, $"/api/footprints/{project.Id}/final")).GetProperty("version").GetInt64().ShouldBe(0);
        await app.DeliverAsync(new CollaboratorChangedV1(app.Ids.NewId(), project.Id, 5, person, null));
        await app.DeliverAsync(new CollaboratorChangedV1(app.Ids.NewId(), project.Id, 4, person, CollaboratorChangedV1.Contributor));
        using var response = await client.GetAsync(new Uri($"/api/footprints/{project.Id}/final", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Readers_read_and_contributors_write()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        (await GetAsync(reader, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").GetArrayLength().ShouldBe(19);
        foreach (var attempt in Attempts(reader, project.Id, await AnyLineAsync(project)))
        {
            using var response = await attempt;
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var contributor = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Contributor));
        using var added = await contributor.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_closed_project_refuses_every_change_in_words_and_keeps_its_result()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var line = await AnyLineAsync(project);
        await app.CloseAsync(project);
        using var owner = app.ProgramOf(project.Owner);
        foreach (var attempt in Attempts(owner, project.Id, line))
        {
            using var response = await attempt;
            response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await JsonAsync(response)).GetProperty("code").GetString().ShouldBe("footprint.closed");
        }

        var result = await GetAsync(owner, $"/api/footprints/{project.Id}/provisional");
        result.GetProperty("isFrozen").GetBoolean().ShouldBeTrue();
        result.GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
    }

    [Fact]
    public async Task A_line_of_another_project_is_unknown_here()
    {
        var mine = await app.ProjectAsync();
        var other = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(mine.Owner);
        using var response = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{mine.Id}/provisional/lines/{await AnyLineAsync(other)}", Line(), 1);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/footprints/{0}/draft")]
    [InlineData("/api/footprints/{0}/previsionnel")]
    public async Task There_are_two_kinds_of_assessment(string path)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.GetAsync(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, project.Id), UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("no-duration", "kgPerMinuteMissing")]
    [InlineData("no-budget", "kgPerEuroMissing")]
    [InlineData("zero-budget", "kgPerEuroMissing")]
    [InlineData("other-currency", "kgPerEuroMissing")]
    public async Task What_cannot_be_computed_says_why_and_is_never_zero(string why, string property)
    {
        var project = await app.MeasuredProjectAsync(
            d => why switch
            {
                "no-duration" => d with { DurationSeconds = null },
                "no-budget" => d with { Budget = null },
                "zero-budget" => d with { Budget = 0 },
                _ => d with { Currency = "CHF" },
            },
            AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var result = await GetAsync(owner, $"/api/footprints/{project.Id}/provisional");
        result.GetProperty(property).GetString().ShouldBe(why);
        result.GetProperty(property[..^"Missing".Length]).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Minutes_are_the_duration_of_one_episode_times_the_episodes()
    {
        var project = await app.MeasuredProjectAsync(d => d with { Episodes = 4 }, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        (await GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("kgPerMinute").GetDecimal()
            .ShouldBe(decimal.Round(FirstProject.TotalKg / 208m, 6));
    }

    private static IEnumerable<Task<HttpResponseMessage>> Attempts(HttpClient client, Guid project, Guid line)
    {
        yield return client.SendAsync(HttpMethod.Post, $"/api/footprints/{project}/provisional/lines", Line());
        yield return client.SendAsync(HttpMethod.Put, $"/api/footprints/{project}/provisional", $$"""{"lines":[{{Line()}}]}""", 1);
        yield return client.SendAsync(HttpMethod.Put, $"/api/footprints/{project}/provisional/lines/{line}", Line("7"), 1);
        yield return client.SendAsync(HttpMethod.Delete, $"/api/footprints/{project}/provisional/lines/{line}", version: 1);
        yield return client.SendAsync(HttpMethod.Post, $"/api/footprints/{project}/final/copy", "{}");
    }

    private async Task<Guid> AnyLineAsync(TestProject project)
        => (await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default)).State.Lines[0].Id;
}
