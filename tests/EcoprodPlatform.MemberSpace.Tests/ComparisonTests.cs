using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>Projects of a space side by side: page, file and API say the same, and what cannot be computed says why.</summary>
public sealed class ComparisonTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task MS_46_Rows_that_are_ticked_stand_side_by_side()
    {
        var space = await app.SpaceAsync();
        var light = await app.ProjectAsync(space, p => p with { Title = "Léger" }, finalKg: 5_200m, provisionalKg: 6_000m);
        var heavy = await app.ProjectAsync(space, p => p with { Title = "Lourd", Currency = "USD", DurationSeconds = null }, provisionalKg: 50_000m);
        await app.DeliverAsync(Told.Measured(app.Ids, heavy, "provisional", 2, ("transport", "transport", 40_000m), ("unit-logistics", "food", 10_000m)));
        var person = app.As(space.Administrator);

        var list = await person.GetPageAsync($"/espaces/{space.Id}/projets");
        list.All("form#compare[method=get]").Count.ShouldBe(1);
        list.All("tbody input[type=checkbox][name=projet][form=compare]").Count.ShouldBe(2);

        var page = await person.GetPageAsync(Page(space, light, heavy));
        page.Texts("main .card:first-child thead th").ShouldBe(["Léger", "Lourd"]);
        page.All($"tbody a[href='/espaces/{space.Id}/projets/{light}']").Count.ShouldBe(1);
        var rows = page.Texts("tbody tr");
        rows.ShouldContain("Bilan total5,20 t50 t");
        rows.ShouldContain("Par minute d’œuvre100 kgsans durée");
        rows.Single(r => r.StartsWith("Par euro", StringComparison.Ordinal)).ShouldEndWith("budget dans une autre devise");
        rows.ShouldContain("Définitif moins prévisionnel-0,80 til faut les deux bilans");
        rows.Single(r => r.StartsWith("Alimentation", StringComparison.Ordinal) || r.StartsWith("Repas", StringComparison.Ordinal)).ShouldContain("20,0 %");
        (await app.As(space.Administrator, "en").GetPageAsync(Page(space, light, heavy))).Text.ShouldContain("without a duration");

        var added = await person.GetPageAsync($"/espaces/{space.Id}/projets?projet={light}&projet={heavy}&q=Lourd");
        added.All("tbody input[checked]").Count.ShouldBe(1);
        added.All($"form#compare input[type=hidden][value='{light}']").Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_api_and_the_file_have_all_digits()
    {
        var space = await app.SpaceAsync();
        var one = await app.ProjectAsync(space, p => p with { Title = "Un" }, finalKg: 0.123456789012m);
        var two = await app.ProjectAsync(space, p => p with { Title = "Deux" });
        var client = app.As(space.Administrator).Client;
        var api = await client.GetFromJsonAsync<JsonElement>(Api(space, one, two));
        api[0].GetProperty("totalKg").GetDecimal().ShouldBe(0.123456789012m);
        api[0].GetProperty("byPost")[0].GetProperty("kg").GetDecimal().ShouldBe(0.123456789012m);
        api[1].GetProperty("totalKg").ValueKind.ShouldBe(JsonValueKind.Null);
        api[1].GetProperty("perMinute").GetProperty("reason").GetString().ShouldBe("no-assessment");
        var file = await client.GetStringAsync($"/espaces/{space.Id}/comparaison.csv?projet={one}&projet={two}");
        file.Split('\n')[0].ShouldContain("Partie;Donnée;Unité;Un;Deux");
        file.ShouldContain("Bilan total;kgCO2e;0,123456789012;sans bilan");
        (await client.GetAsync($"/espaces/{space.Id}/comparaison.xlsx?projet={one}&projet={two}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_or_five_are_told_in_words()
    {
        var space = await app.SpaceAsync();
        var projects = new List<ProjectId>();
        for (var i = 1; i <= 5; i++)
        {
            projects.Add(await app.ProjectAsync(space, p => p with { Title = $"Projet {i}" }, finalKg: i));
        }

        var person = app.As(space.Administrator);
        (await person.GetPageAsync(Page(space, projects[0]))).Text.ShouldContain("Vous avez choisi « Projet 1 » : cochez-en au moins un autre");
        (await person.GetPageAsync(Page(space, projects[0], projects[0]))).Text.ShouldContain("cochez-en au moins un autre");
        (await person.GetPageAsync(Page(space))).Text.ShouldContain("Choisissez de deux à quatre projets");
        var tooMany = await person.GetPageAsync(Page(space, [.. projects]));
        tooMany.Text.ShouldContain("Vous en avez choisi 5");
        tooMany.All("input[name=projet][checked]").Count.ShouldBe(5);
        (await person.Client.GetAsync(Api(space, [.. projects]))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await person.GetPageAsync(Page(space, [.. projects[..4]]))).Texts("main .card:first-child thead th").Count.ShouldBe(4);
    }

    [Fact]
    public async Task MS_17_What_is_not_in_the_space_is_compared_with_nothing()
    {
        var space = await app.SpaceAsync();
        var neighbour = await app.SpaceAsync();
        var own = await app.ProjectAsync(space, finalKg: 1);
        var theirs = await app.ProjectAsync(neighbour, finalKg: 1);
        var client = app.As(space.Administrator).Client;
        foreach (var path in new[] { Page(space, own, theirs), Page(space, theirs), Api(space, own, theirs), $"/espaces/{space.Id}/comparaison.xlsx?projet={own}&projet={theirs}", $"/espaces/{space.Id}/comparaison?projet={own}&projet=x", Page(neighbour, theirs, theirs) })
        {
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private static string Page(TestSpace space, params ProjectId[] projects) => $"/espaces/{space.Id}/comparaison?{string.Join('&', projects.Select(p => $"projet={p}"))}";

    private static string Api(TestSpace space, params ProjectId[] projects) => $"/api/member-spaces/{space.Id}/comparison?{string.Join('&', projects.Select(p => $"project={p}"))}";
}
