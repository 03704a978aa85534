using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The dashboard adds up, ranks what can be ranked, and says what it leaves out.</summary>
public sealed class DashboardTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task It_ranks_ten_most_or_least_and_switches_units()
    {
        var space = await app.SpaceAsync();
        for (var i = 1; i <= 12; i++)
        {
            var n = i;
            await app.ProjectAsync(space, p => p with { Title = $"P{n:00}", Budget = 1_000_000m / n, DurationSeconds = 600 * n }, finalKg: n * 1000m);
        }

        var person = app.As(space.Administrator);
        var most = await person.GetPageAsync($"/espaces/{space.Id}");
        most.Texts("#projets tbody th a").ShouldBe(["P12", "P11", "P10", "P09", "P08", "P07", "P06", "P05", "P04", "P03"]);
        most.Text.ShouldContain("10 projets les plus impactants sur 12, en tonnes de CO₂e");
        most.Texts(".figures dd")[1].ShouldStartWith("78 tCO₂e");
        (await person.GetPageAsync($"/espaces/{space.Id}?ordre=moins")).Texts("#projets tbody th a").Take(2).ShouldBe(["P01", "P02"]);
        var perEuro = await person.GetPageAsync($"/espaces/{space.Id}?unite=euro");
        perEuro.Texts("#projets tbody th a")[0].ShouldBe("P12");
        perEuro.Texts("#projets tbody td.num")[0].ShouldBe("144 g/€");
        // The same kilograms for every ten minutes: all equal, so in the stable order of titles.
        var perMinute = await person.GetPageAsync($"/espaces/{space.Id}?unite=minute");
        perMinute.Texts("#projets tbody th a").Take(3).ShouldBe(["P01", "P02", "P03"]);
        perMinute.Texts("#projets tbody td.num")[0].ShouldBe("100 kg/min");
        (await person.GetPageAsync($"/espaces/{space.Id}?unite=minute&ordre=moins")).Texts("#projets tbody th a").Take(3).ShouldBe(["P01", "P02", "P03"]);
    }

    [Fact]
    public async Task What_cannot_be_computed_is_listed_apart_with_its_reason()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "Calculable" }, finalKg: 6_000m);
        await app.ProjectAsync(space, p => p with { Title = "Sans bilan" });
        await app.ProjectAsync(space, p => p with { Title = "Sans budget", Budget = null }, finalKg: 1_000m);
        await app.ProjectAsync(space, p => p with { Title = "Budget nul", Budget = 0 }, finalKg: 1_000m);
        await app.ProjectAsync(space, p => p with { Title = "En francs suisses", Currency = "CHF" }, finalKg: 1_000m);
        await app.ProjectAsync(space, p => p with { Title = "Sans durée", DurationSeconds = null }, finalKg: 1_000m);
        var person = app.As(space.Administrator);

        var page = await person.GetPageAsync($"/espaces/{space.Id}?unite=euro");
        page.Texts("#projets .missing th").ShouldBe(["Hors classement", "1 sans bilan", "1 budget dans une autre devise", "2 sans budget"]);
        page.Texts("#projets .missing td").ShouldBe(["Sans bilan", "En francs suisses", "Budget nul Sans budget"]);
        page.Texts(".figures dd")[3].ShouldContain("sur 2 projets");

        var json = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard?unit=minute");
        json.GetProperty("notComputable").EnumerateArray().Select(n => (n.GetProperty("reason").GetString(), n.GetProperty("projects").GetInt64()))
            .ShouldBe([("no-assessment", 1L), ("no-duration", 1L)]);
        json.GetProperty("perMinute").GetProperty("projects").GetInt64().ShouldBe(4);
        json.GetProperty("perMinute").GetProperty("kg").GetDecimal().ShouldBe(9_000m / (4 * 52m), 0.000001m);
        json.GetProperty("perEuro").GetProperty("kg").GetDecimal().ShouldBe(7_000m / 600_000m, 0.000001m);
    }

    [Fact]
    public async Task One_absurd_project_does_not_take_the_dashboard_down()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "Minuscule", Budget = 0.0000000000000000000000000001m, DurationSeconds = 1, Episodes = 1 }, finalKg: 9_000_000_000m);
        await app.ProjectAsync(space, p => p with { Title = "Immense", Budget = decimal.MaxValue, DurationSeconds = int.MaxValue, Episodes = int.MaxValue }, finalKg: 0.000000000000000001m);
        await app.ProjectAsync(space, p => p with { Title = "Tiers", Budget = 1_000_000m / 3, DurationSeconds = 7, Episodes = 3 }, finalKg: 1_000_000m / 7);
        var person = app.As(space.Administrator);
        foreach (var unit in new[] { "", "euro", "minute" })
        {
            (await person.GetPageAsync($"/espaces/{space.Id}?unite={unit}")).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Minutes_are_duration_times_episodes()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Episodes = 10, DurationSeconds = 3000 }, finalKg: 5_000m);
        var json = await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        json.GetProperty("perMinute").GetProperty("kg").GetDecimal().ShouldBe(10m);
    }

    [Fact]
    public async Task An_empty_assessment_is_none_and_not_a_zero()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 1));
        var json = await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        json.GetProperty("measured").GetInt64().ShouldBe(0);
        json.GetProperty("ranking").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_date_filter_leaves_open_projects_out_and_says_how_many()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "Dedans", FinalisedOn = new DateOnly(2025, 6, 30) }, finalKg: 1_000m);
        await app.ProjectAsync(space, p => p with { Title = "Trop tard", FinalisedOn = new DateOnly(2026, 1, 1) }, finalKg: 2_000m);
        await app.ProjectAsync(space, p => p with { Title = "Ouvert 1" }, finalKg: 4_000m);
        await app.ProjectAsync(space, p => p with { Title = "Ouvert 2" }, finalKg: 8_000m);
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}?du=2025-01-01&au=31/12/2025");
        page.Texts("#projets tbody th a").ShouldBe(["Dedans"]);
        page.Text.ShouldContain("2 projets sans date de finalisation ne sont pas comptés");
        page.Text.ShouldContain("4 projets vous ont tagué. Vous en regardez 1 : finalisés depuis le 01/01/2025, finalisés jusqu’au 31/12/2025.");
        page.Find("main > .notice a").GetAttribute("href").ShouldBe($"/espaces/{space.Id}?statut=open");
    }

    [Fact]
    public async Task Filters_combine_and_each_can_be_taken_away()
    {
        var space = await app.SpaceAsync(tags: 2);
        await app.ProjectAsync(space, p => p with { Title = "A" }, finalKg: 1m, tag: 0);
        await app.ProjectAsync(space, p => p with { Title = "B", EditorialGenre = "sport" }, finalKg: 2m, tag: 1);
        await app.ProjectAsync(space, p => p with { Title = "C", EditorialGenre = "game-show", FinalisedOn = new DateOnly(2025, 1, 1) }, finalKg: 4m, tag: 1);
        var person = app.As(space.Administrator);
        async Task<string> ShownAsync(string query) => string.Concat((await person.GetPageAsync($"/espaces/{space.Id}?{query}")).Texts("#projets tbody th a").Order());

        (await ShownAsync($"tag={space.Tags[1]}")).ShouldBe("BC");
        (await ShownAsync($"tag={space.Tags[0]}&tag={space.Tags[1]}")).ShouldBe("ABC");
        (await ShownAsync("genre=sport&genre=documentary")).ShouldBe("AB");
        (await ShownAsync($"genre=sport&genre=documentary&tag={space.Tags[1]}")).ShouldBe("B");
        (await ShownAsync("statut=closed")).ShouldBe("C");
        (await ShownAsync("statut=closed&statut=open")).ShouldBe("ABC");
        (await ShownAsync($"genre=sport&statut=closed")).ShouldBe("");

        var page = await person.GetPageAsync($"/espaces/{space.Id}?genre=sport&genre=documentary&unite=euro");
        page.Texts("main > div.chips a.on").ShouldBe(["Sport", "Documentaire unitaire"]);
        page.All("main > div.chips a.on")[0].GetAttribute("href").ShouldBe($"/espaces/{space.Id}?genre=documentary&unite=euro");
        page.All("main > div.chips a:not(.chip, .btn)")[0].GetAttribute("href").ShouldBe($"/espaces/{space.Id}?unite=euro");
    }

    /// <summary>What a bar says and the list it leads to are one figure.</summary>
    [Fact]
    public async Task A_bar_leads_to_the_projects_it_is_made_of_the_heaviest_first()
    {
        var space = await app.SpaceAsync();
        await Task.WhenAll(
            MeasuredAsync(space, "Peu", ("transport", "transport", 2_000m), ("unit-logistics", "food", 9_000m)),
            MeasuredAsync(space, "Beaucoup", ("transport", "transport", 5_000m)),
            MeasuredAsync(space, "Ailleurs", ("unit-logistics", "food", 1_000m)),
            MeasuredAsync(space, "Inconnu", ("holography", "teleportation", 1_000m)),
            app.ProjectAsync(space, p => p with { Title = "Sans bilan" }));
        var person = app.As(space.Administrator);
        var board = await person.GetPageAsync($"/espaces/{space.Id}?genre=documentary&unite=euro&ordre=moins");
        var bar = board.All("table.bars a[href*='poste=transport']").Single();
        bar.TextContent.ShouldBe("Transport");
        bar.GetAttribute("href").ShouldBe($"/espaces/{space.Id}/projets?genre=documentary&poste=transport&tri=-part");
        board.All("table.bars a[href*='departement=unit-logistics']").Single().TextContent.ShouldBe("Régie");
        board.All("table.bars a[href*='poste=other']").Single().TextContent.ShouldBe("Autre");

        var list = await person.GetPageAsync(bar.GetAttribute("href")!);
        list.Texts("tbody th a").ShouldBe(["Beaucoup", "Peu"]);
        list.Texts("tbody tr td.num.two").ShouldBe(["5 tCO₂e dont 5 t", "11 tCO₂e dont 2 t"]);
        list.Texts("main > div.chips a.on").ShouldBe(["Documentaire unitaire", "Poste : Transport"]);
        list.All("main > div.chips a.on")[1].GetAttribute("href").ShouldBe($"/espaces/{space.Id}/projets?genre=documentary&tri=-part");
        // What filters, searches, exports and goes to the dashboard means the same projects.
        list.All("main form input[type=hidden][name=poste][value=transport]").Count.ShouldBe(1);
        list.Has($"a[href='/espaces/{space.Id}/filtres?genre=documentary&poste=transport&tri=-part&vers=projets']").ShouldBeTrue();
        list.Has($"a[href='/espaces/{space.Id}?genre=documentary&poste=transport']").ShouldBeTrue();
        var file = list.Find("a[href*='projets.csv']").GetAttribute("href")!;
        (await person.Client.GetStringAsync(file)).Trim().Split('\n').Skip(1).Select(l => l.Split(';')[0]).ShouldBe(["Beaucoup", "Peu"]);
        (await person.GetPageAsync($"/espaces/{space.Id}?poste=transport")).Texts(".figures dd")[1].ShouldStartWith("16 tCO₂e");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?departement=unit-logistics&tri=-part")).Texts("tbody th a").ShouldBe(["Peu", "Ailleurs"]);

        var json = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects?post=transport&sort=-part");
        json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("partKg").GetDecimal()).ShouldBe([5_000m, 2_000m]);
        json = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects?post=transport&department=unit-logistics");
        json.GetProperty("items").EnumerateArray().Single().GetProperty("partKg").ValueKind.ShouldBe(JsonValueKind.Null, "sums by post and by department do not tell what both have in common");
        json = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard?post=transport&post=other&finalisedFrom=2025-01-01");
        json.GetProperty("withoutFinalisation").GetInt64().ShouldBe(3);
    }

    [Theory]
    [InlineData("poste=nimporte")]
    [InlineData("budget=from-1")]
    [InlineData("duree=long")]
    [InlineData("typologie=nimporte")]
    [InlineData("departement=other'")]
    [InlineData("genre=nimporte")]
    [InlineData("statut=ouvert")]
    [InlineData("du=31/02/2025")]
    [InlineData("du=2025-06-01&au=2025-01-01")]
    [InlineData("tag=%00")]
    [InlineData("bilan='; drop table events; --")]
    public async Task A_filter_that_means_nothing_is_said_and_not_applied(string query)
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "A" }, finalKg: 1m);
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}?{query}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.All("main .notice.warn").Count.ShouldBe(1);
        page.Texts("#projets tbody th a").ShouldBe(["A"]);
    }

    [Theory]
    [InlineData("genre=nimporte", "filter.unknown-value")]
    [InlineData("post=nimporte", "filter.unknown-value")]
    [InlineData("department=nimporte", "filter.unknown-value")]
    [InlineData("finalisedFrom=hier", "filter.date")]
    [InlineData("finalisedFrom=2025-06-01&finalisedTo=2025-01-01", "filter.dates")]
    [InlineData("unit=litre", "filter.unknown-value")]
    [InlineData("order=up", "filter.unknown-value")]
    public async Task The_api_refuses_what_it_does_not_understand(string query, string code)
    {
        var space = await app.SpaceAsync();
        var answer = await app.As(space.Administrator).Client.GetAsync($"/api/member-spaces/{space.Id}/dashboard?{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_sums_stay_those_of_the_projects_however_many_change_at_once(int seed)
    {
        var space = await app.SpaceAsync(tags: 3);
        var other = await app.SpaceAsync();
        var bystander = await app.ProjectAsync(space, finalKg: 7m);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + n);
            var project = app.Ids.NewId();
            using var reader = app.As(space.Administrator);
            for (var version = 1; version <= 12; version++)
            {
                (await reader.Client.GetAsync($"/api/member-spaces/{space.Id}/dashboard")).StatusCode.ShouldBe(HttpStatusCode.OK);
                await (random.Next(4) switch
                {
                    0 => app.DeliverAsync(Told.Described(app.Ids, project, version) with
                    {
                        EditorialGenre = random.Next(2) == 0 ? "sport" : "documentary",
                        IsExercise = random.Next(6) == 0,
                        Currency = random.Next(3) == 0 ? "USD" : "EUR",
                        Budget = random.Next(3) == 0 ? null : random.Next(0, 1_000_000) / 100m,
                        DurationSeconds = random.Next(3) == 0 ? null : random.Next(0, 10_000),
                        FinalisedOn = random.Next(2) == 0 ? null : new DateOnly(2025, 1, 1),
                    }),
                    1 => app.DeliverAsync(Told.Measured(app.Ids, project, random.Next(2) == 0 ? "final" : "provisional", version, [.. Enumerable.Range(0, random.Next(3)).Select(_ => ("transport", "transport", random.Next(100_000) / 7m))])),
                    2 => app.DeliverAsync(Told.Untagged(app.Ids, project, version, space.Tags[random.Next(3)], space.Id)),
                    _ => app.DeliverAsync(random.Next(4) == 0 ? Told.Tagged(app.Ids, project, version, other.Tags[0], other.Id) : Told.Tagged(app.Ids, project, version, space.Tags[random.Next(3)], space.Id)),
                });
            }
        })));

        foreach (var (id, administrator) in new[] { (space.Id, space.Administrator), (other.Id, other.Administrator) })
        {
            // What memory holds after all these changes is what the rows say, however they came in between.
            var board = await app.As(administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{id}/dashboard");
            (await app.Database.ScalarAsync<string>($"""
                select concat_ws(' ', count(*), count(total_ug), trim_scale(coalesce(sum(total_ug), 0) / 1000000000), count(ug_per_euro), count(ug_per_minute), count(*) filter (where is_closed))
                from member_space.space_projects where organisation_id = '{id}' and basis = 'effective'
                """)).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{board.GetProperty("projects")} {board.GetProperty("measured")} {board.GetProperty("totalKg")} {board.GetProperty("perEuro").GetProperty("projects")} {board.GetProperty("perMinute").GetProperty("projects")} {board.GetProperty("inSpace").GetProperty("closed")}"));
        }

        bystander.ShouldNotBe(default);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task For_any_data_and_any_filter_all_sums_are_the_same(int seed)
    {
        var random = new Random(seed);
        var space = await app.SpaceAsync(tags: 3);
        var other = await app.SpaceAsync();
        string[] genres = ["documentary", "sport", "feature-film", "commercial"];
        string[] typologies = ["studio", "live", "abroad"];
        string[] departments = [.. Departments.All.Select(d => d.Code), "holography"];
        string[] posts = [.. EmissionPosts.All.Select(p => p.Code), "teleportation"];
        (string, string, decimal)[] Cells() => [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ =>
            (departments[random.Next(departments.Length)], posts[random.Next(posts.Length)], Math.Round((decimal)random.NextDouble() * 100_000m, random.Next(0, 12))))];
        for (var i = 0; i < 45; i++)
        {
            var project = app.Ids.NewId();
            await app.DeliverAsync(Told.Described(app.Ids, project) with
            {
                Title = $"T{random.Next(20)}",
                EditorialGenre = genres[random.Next(genres.Length)],
                IsExercise = random.Next(10) == 0,
                Currency = random.Next(5) == 0 ? "USD" : "EUR",
                Budget = random.Next(5) == 0 ? null : random.Next(0, 1_000_000),
                DurationSeconds = random.Next(5) == 0 ? null : random.Next(0, 10_000),
                Episodes = random.Next(1, 9),
                ShootingTypologies = random.Next(4) == 0 ? [] : [typologies[random.Next(3)], typologies[random.Next(3)]],
                FinalisedOn = random.Next(2) == 0 ? null : new DateOnly(2024, 1, 1).AddDays(random.Next(700)),
            });
            for (var t = 0; t < 3; t++)
            {
                if (random.Next(3) > 0)
                {
                    await app.DeliverAsync(Told.Tagged(app.Ids, project, t + 2, space.Tags[t], space.Id));
                }
            }

            if (random.Next(3) == 0)
            {
                await app.DeliverAsync(Told.Tagged(app.Ids, project, 9, other.Tags[0], other.Id));
            }

            await app.DeliverAsync(Told.Measured(app.Ids, project, "final", 1, Cells()), Told.Measured(app.Ids, project, "provisional", 1, Cells()));
        }

        var client = app.As(space.Administrator).Client;
        for (var round = 0; round < 12; round++)
        {
            List<string> query = [];
            void Maybe(string part)
            {
                if (random.Next(3) == 0)
                {
                    query.Add(part);
                }
            }

            Maybe($"tag={space.Tags[random.Next(3)]}");
            Maybe($"genre={genres[random.Next(4)]}");
            Maybe($"genre={genres[random.Next(4)]}");
            Maybe("status=closed");
            Maybe("assessment=provisional");
            Maybe("assessment=final");
            Maybe("finalisedFrom=2024-06-01");
            Maybe("finalisedTo=2025-06-01");
            Maybe($"post={EmissionPosts.All[random.Next(4)].Code}");
            Maybe("post=other");
            Maybe($"budget={Brackets.Budgets.Codes[random.Next(Brackets.Budgets.Codes.Count)]}");
            Maybe($"budget={Brackets.Budgets.Codes[random.Next(3)]}");
            Maybe($"duration={Brackets.Durations.Codes[random.Next(Brackets.Durations.Codes.Count)]}");
            Maybe($"typology={typologies[random.Next(3)]}");
            Maybe("typology=not-stated");
            Maybe($"department={Departments.All[random.Next(4)].Code}");
            var filter = string.Join('&', query);
            var board = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard?{filter}");
            decimal Sum(string part) => board.GetProperty(part).EnumerateArray().Sum(p => p.GetProperty("kg").GetDecimal());
            var total = board.GetProperty("totalKg").GetDecimal();
            var listed = new List<decimal?>();
            var all = 0L;
            for (var page = 1; page <= 3; page++)
            {
                var list = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects?{filter}&page={page.ToString(CultureInfo.InvariantCulture)}");
                all = list.GetProperty("total").GetInt64();
                list.GetProperty("totalKg").GetDecimal().ShouldBe(total, filter);
                listed.AddRange(list.GetProperty("items").EnumerateArray().Select(i => i.TryGetProperty("totalKg", out var kg) && kg.ValueKind == JsonValueKind.Number ? kg.GetDecimal() : (decimal?)null));
            }

            listed.Count.ShouldBe((int)all, filter);
            board.GetProperty("projects").GetInt64().ShouldBe(all, filter);
            listed.Sum(kg => kg ?? 0).ShouldBe(total, filter);
            board.GetProperty("measured").GetInt64().ShouldBe(listed.Count(kg => kg is not null), filter);
            Sum("byPost").ShouldBe(total, filter);
            Sum("byDepartment").ShouldBe(total, filter);
            Sum("byGenre").ShouldBe(total, filter);
            if (total > 0)
            {
                board.GetProperty("byPost").EnumerateArray().Sum(p => p.GetProperty("percent").GetDecimal()).ShouldBe(100m, filter);
                board.GetProperty("byDepartment").EnumerateArray().Sum(p => p.GetProperty("percent").GetDecimal()).ShouldBe(100m, filter);
            }
        }
    }

    private async Task MeasuredAsync(TestSpace space, string title, params (string Department, string Post, decimal Kg)[] cells)
        => await app.DeliverAsync(Told.Measured(app.Ids, await app.ProjectAsync(space, p => p with { Title = title }), AssessmentMeasuredV1.Final, 1, cells));
}
