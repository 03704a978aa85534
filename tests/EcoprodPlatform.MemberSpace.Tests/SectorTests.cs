using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.MemberSpace.Sectors;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A structure compares its genres with the whole platform, and learns of no project that is not shared with it.</summary>
public sealed class SectorTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task A_genre_is_beside_the_median_of_the_platform_in_the_unit_that_is_chosen()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { EditorialGenre = "sport", Budget = 1_000_000m, DurationSeconds = 600 }, finalKg: 50_000m);
        foreach (var kg in new[] { 1_000m, 2_000m, 12_340m, 30_000m, 40_000m, 60_000m })
        {
            await UnseenAsync("sport", kg);
        }

        await ComputeAsync();

        var person = app.As(space.Administrator);
        // 1, 2, 12,34, 30, 40, 50, 60 t: the one in the middle is 30 t, of seven.
        (await GenreAsync(person, space)).ShouldContain("1 bilan, moyenne 50 t ; secteur : médiane 30 t, n = 7");
        (await GenreAsync(person, space, "?unite=minute")).ShouldContain("secteur : médiane 600 kg/min, n = 7");
        (await GenreAsync(person, space, "?unite=euro")).ShouldContain("secteur : médiane 50 g/€, n = 7");
        (await GenreAsync(app.As(space.Administrator, "en"), space)).ShouldContain("sector: median 30 t, n = 7");
        var page = await person.GetPageAsync($"/espaces/{space.Id}");
        page.Text.ShouldContain("à 2 chiffres près");
        page.Text.ShouldContain($"calculé le {Web.Format.Date(DateTimeOffset.UtcNow, Languages.French)}");
        var total = (await SectorAsync(space)).GetProperty("total");
        total.GetProperty("projects").GetInt64().ShouldBe(7);
        total.GetProperty("median").GetDecimal().ShouldBe(30_000m);
        total.GetProperty("firstQuartile").ValueKind.ShouldBe(JsonValueKind.Null, "a quarter of seven projects is one or two projects");
    }

    /// <summary>On both sides of the floor, by projects and by owners.</summary>
    [Theory]
    [InlineData("entertainment", 4, 4, false)]
    [InlineData("documentary", 5, 2, false)]
    [InlineData("commercial", 5, 3, true)]
    [InlineData("feature-film", 5, 5, true)]
    public async Task A_figure_is_shown_from_five_unseen_projects_of_three_owners_on(string genre, int projects, int owners, bool isShown)
    {
        var space = await app.SpaceAsync();
        // Own ones count for n, and never for the floor.
        for (var i = 0; i < 6; i++)
        {
            await app.ProjectAsync(space, p => p with { EditorialGenre = genre, OwnerId = app.Ids.NewId() }, finalKg: 1_000m);
        }

        var people = Enumerable.Range(0, owners).Select(_ => app.Ids.NewId()).ToArray();
        for (var i = 0; i < projects; i++)
        {
            await UnseenAsync(genre, 2_000m, people[i % owners]);
        }

        // Neither of them is an assessment to count.
        await UnseenAsync(genre, 2_000m, isExercise: true);
        await UnseenAsync(genre, null);
        await ComputeAsync();

        var row = await GenreAsync(app.As(space.Administrator), space);
        row.Contains("médiane", StringComparison.Ordinal).ShouldBe(isShown, row);
        row.Contains("secteur : moins de 5 projets d’au moins 3 propriétaires", StringComparison.Ordinal).ShouldBe(!isShown, row);
        var total = (await SectorAsync(space)).GetProperty("total");
        (total.ValueKind == JsonValueKind.Object).ShouldBe(isShown);
        if (isShown)
        {
            total.GetProperty("projects").GetInt64().ShouldBe(projects + 6);
        }
    }

    [Fact]
    public async Task What_a_structure_has_seen_before_and_who_owns_what_it_sees_is_not_unseen()
    {
        const string Genre = "game-show";
        var (space, stranger) = (await app.SpaceAsync(), await app.SpaceAsync());
        var own = app.Ids.NewId();
        await app.ProjectAsync(space, p => p with { EditorialGenre = Genre, OwnerId = own }, finalKg: 1_000m);
        await app.ProjectAsync(stranger, p => p with { EditorialGenre = Genre, OwnerId = own }, finalKg: 1_000m);
        var detached = await app.ProjectAsync(space, p => p with { EditorialGenre = Genre, OwnerId = app.Ids.NewId() }, finalKg: 1_000m);
        await app.SendAsync(new Spaces.DetachStructure(space.Id, detached, [new(space.Tags[0], null)], new Actor(space.Administrator)));
        // With the stranger's: five that it does not see. With the detached one, that it has never seen: four.
        for (var i = 0; i < 3; i++)
        {
            await UnseenAsync(Genre, 1_000m);
        }

        await ComputeAsync();
        (await SectorAsync(space)).GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null);
        (await SectorAsync(stranger)).GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Object, "five of four owners at least");

        await UnseenAsync(Genre, 1_000m, own);
        await ComputeAsync();
        (await SectorAsync(space)).GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Object, "five of three owners besides its own");
    }

    [Fact]
    public async Task Quartiles_need_twenty_unseen_projects_and_everything_is_rounded_to_two_digits()
    {
        const string Genre = "music-video";
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { EditorialGenre = Genre }, finalKg: 1_234.5m);
        for (var i = 0; i < 19; i++)
        {
            await UnseenAsync(Genre, i < 9 ? 456.7m : 98_765.4m);
        }

        await ComputeAsync();
        (await SectorAsync(space)).GetProperty("total").GetProperty("thirdQuartile").ValueKind.ShouldBe(JsonValueKind.Null);
        await UnseenAsync(Genre, 98_765.4m);
        await ComputeAsync();
        var total = (await SectorAsync(space)).GetProperty("total");
        (total.GetProperty("firstQuartile").GetDecimal(), total.GetProperty("median").GetDecimal(), total.GetProperty("thirdQuartile").GetDecimal()).ShouldBe((460m, 99_000m, 99_000m));
    }

    [Fact]
    public async Task The_final_assessment_counts_else_the_provisional_one_and_a_budget_is_converted_as_in_the_spaces()
    {
        const string Genre = "tv-film";
        var space = await app.SpaceAsync();
        await app.SendAsync(new GiveRate("CHF", new DateOnly(2020, 1, 1), 2m, "BCE", new Actor(MemberSpaceApp.Staff, true)));
        await app.ProjectAsync(space, p => p with { EditorialGenre = Genre, Currency = "CHF", Budget = 50_000m }, finalKg: 7_000m, provisionalKg: 900_000m);
        for (var i = 0; i < 6; i++)
        {
            await UnseenAsync(Genre, i < 3 ? 1_000m : 9_000m, describe: p => p with { Currency = "CHF", Budget = 50_000m }, kind: "provisional");
        }

        await ComputeAsync();
        var sector = await SectorAsync(space);
        sector.GetProperty("total").GetProperty("median").GetDecimal().ShouldBe(7_000m);
        sector.GetProperty("perEuro").GetProperty("median").GetDecimal().ShouldBe(0.07m);
    }

    /// <summary>Somebody's project that no structure of the test has seen.</summary>
    private async Task UnseenAsync(
        string genre, decimal? kg, Guid? owner = null, bool isExercise = false, Func<Projects.Contracts.ProjectDescribedV1, Projects.Contracts.ProjectDescribedV1>? describe = null, string kind = "final")
    {
        var project = app.Ids.NewId();
        var described = Told.Described(app.Ids, project) with
        {
            EditorialGenre = genre, OwnerId = owner ?? app.Ids.NewId(), IsExercise = isExercise, DurationSeconds = 3000, Episodes = 1, Budget = 300_000m,
        };
        await app.DeliverAsync(describe?.Invoke(described) ?? described);
        await app.DeliverAsync(kg is { } mass ? Told.Measured(app.Ids, project, kind, 1, ("transport", "transport", mass)) : Told.Measured(app.Ids, project, kind, 1));
    }

    private Task ComputeAsync() => ActivatorUtilities.CreateInstance<SectorComputation>(app.Services).RunAsync(CancellationToken.None);

    private static async Task<string> GenreAsync(Testing.Visitor person, TestSpace space, string query = "")
        => (await person.GetPageAsync($"/espaces/{space.Id}{query}")).Texts("table.bars").Single(t => t.Contains("ecteur", StringComparison.Ordinal) || t.Contains("Sector", StringComparison.Ordinal));

    private async Task<JsonElement> SectorAsync(TestSpace space)
        => (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard")).GetProperty("byGenre").EnumerateArray().Single().GetProperty("sector");
}
