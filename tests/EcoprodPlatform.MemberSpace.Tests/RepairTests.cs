using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A figure that could not be brought up to date is never shown as if it were current.</summary>
public sealed class RepairTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private const string Badge = "Chiffres en cours de réparation";

    [Fact]
    public async Task B02_A_project_with_a_message_in_failure_says_so_wherever_its_figures_are_until_it_is_replayed()
    {
        var space = await app.SpaceAsync();
        var (good, stale) = (await app.ProjectAsync(space, p => p with { Title = "À jour" }, finalKg: 1m), await app.ProjectAsync(space, p => p with { Title = "En retard" }, finalKg: 2_000m));
        var replay = await app.BuryAsync("member_space", Told.Measured(app.Ids, stale, AssessmentMeasuredV1.Final, 2, ("transport", "transport", 3_000m)));
        var person = app.As(space.Administrator);

        (await person.GetPageAsync($"/espaces/{space.Id}")).Find("main .notice").TextContent.ShouldContain("Les chiffres de 1 projet sont en cours de réparation");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets?tri=projet")).Texts("tbody th").ShouldBe(["À jourDocumentaire unitaire", $"En retardDocumentaire unitaire{Badge}"]);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{stale}")).Text.ShouldContain(Badge);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{good}")).Text.ShouldNotContain(Badge);
        (await app.As(space.Administrator, "en").GetPageAsync($"/espaces/{space.Id}/projets/{stale}")).Text.ShouldContain("Figures being repaired");
        (await RepairedAsync(person.Client, space)).ShouldBe("1: En retard");
        (await person.Client.GetStringAsync($"/espaces/{space.Id}/projets.csv?tri=-projet")).Split('\n')[1].TrimEnd().ShouldEndWith("oui;");

        await replay();

        (await person.GetPageAsync($"/espaces/{space.Id}")).Text.ShouldNotContain("réparation");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets")).Text.ShouldNotContain(Badge);
        var shown = await person.GetPageAsync($"/espaces/{space.Id}/projets/{stale}");
        shown.Text.ShouldNotContain(Badge);
        shown.Text.ShouldContain("3 tCO₂e");
        (await RepairedAsync(person.Client, space)).ShouldBe("0: ");
    }

    [Fact]
    public async Task B02_Another_structures_projects_in_failure_are_not_counted()
    {
        var (space, other) = (await app.SpaceAsync(), await app.SpaceAsync());
        await app.ProjectAsync(space, finalKg: 1m);
        await app.BuryAsync("member_space", Told.Measured(app.Ids, await app.ProjectAsync(other, finalKg: 1m), AssessmentMeasuredV1.Final, 2));

        (await RepairedAsync(app.As(space.Administrator).Client, space)).ShouldBe("0: ");
        (await RepairedAsync(app.As(other.Administrator).Client, other)).ShouldStartWith("1: ");
    }

    private static async Task<string> RepairedAsync(HttpClient program, TestSpace space)
    {
        var dashboard = await program.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        var list = await program.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects");
        var rows = list.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("isBeingRepaired").GetBoolean()).Select(i => i.GetProperty("title").GetString());
        return $"{dashboard.GetProperty("beingRepaired").GetInt64()}: {string.Join(", ", rows)}";
    }
}
