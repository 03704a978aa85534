using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The eight filters on their page, what they leave out and why, views saved under a name, budgets in other currencies.</summary>
public sealed class FilterTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task MS_26_Budgets_are_in_exactly_one_bracket_and_what_is_not_stated_is_one()
    {
        var space = await app.SpaceAsync();
        foreach (var (title, budget, currency) in new (string, decimal?, string)[] { ("A", 49_999.99m, "EUR"), ("B", 50_000m, "EUR"), ("C", 149_999.99m, "EUR"), ("D", null, "EUR"), ("E", 100m, "XAF"), ("F", 99_000_000m, "EUR") })
        {
            await app.ProjectAsync(space, p => p with { Title = title, Budget = budget, Currency = currency }, finalKg: 1m);
        }

        (await ShownAsync(space, "budget=from-0")).ShouldBe("A");
        (await ShownAsync(space, "budget=from-50000")).ShouldBe("BC");
        (await ShownAsync(space, "budget=from-10000000&budget=not-stated")).ShouldBe("DF");
        (await ShownAsync(space, "budget=other-currency")).ShouldBe("E");
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}?budget=from-50000");
        page.Text.ShouldContain("1 projet sans budget renseigné n’est pas compté.");
        page.Text.ShouldContain("1 projet dont le budget est dans une devise sans taux n’est pas compté.");
        page.Texts("main > div.chips a.on").ShouldBe(["Budget : de 50 000 € à moins de 150 000 €"]);
        (await app.As(space.Administrator, "en").GetPageAsync($"/espaces/{space.Id}/projets?budget=from-50000")).Text.ShouldContain("Budget: €50,000 to under €150,000");
    }

    [Fact]
    public async Task MS_27_MS_29_Durations_are_of_the_whole_work_and_typologies_combine()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "A", DurationSeconds = 1560, Episodes = 1, ShootingTypologies = ["studio"] }, finalKg: 1m);
        await app.ProjectAsync(space, p => p with { Title = "B", DurationSeconds = 1559, Episodes = 1, ShootingTypologies = ["studio", "live"] }, finalKg: 1m);
        await app.ProjectAsync(space, p => p with { Title = "C", DurationSeconds = 780, Episodes = 2, ShootingTypologies = [] }, finalKg: 1m);
        await app.ProjectAsync(space, p => p with { Title = "D", DurationSeconds = null, ShootingTypologies = ["abroad"] }, finalKg: 1m);
        (await ShownAsync(space, "duree=from-26")).ShouldBe("AC");
        (await ShownAsync(space, "duree=from-7")).ShouldBe("B");
        (await ShownAsync(space, "duree=not-stated")).ShouldBe("D");
        (await ShownAsync(space, "typologie=studio")).ShouldBe("AB");
        (await ShownAsync(space, "typologie=live&typologie=abroad")).ShouldBe("BD");
        (await ShownAsync(space, "typologie=studio&duree=from-26")).ShouldBe("A");
        (await ShownAsync(space, "typologie=not-stated")).ShouldBe("C");
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}?duree=from-26&typologie=studio");
        page.Text.ShouldContain("1 projet sans typologie de tournage n’est pas compté.");
        page.Texts("main > .notice a").ShouldBe(["Le voir"]);
    }

    [Fact]
    public async Task MS_31_The_page_of_filters_holds_what_is_chosen_counts_the_space_and_leads_back()
    {
        var space = await app.SpaceAsync(tags: 2);
        await app.ProjectAsync(space, p => p with { Title = "A", EditorialGenre = "sport" }, finalKg: 1m);
        await app.ProjectAsync(space, p => p with { Title = "B" }, finalKg: 1m);
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/filtres?genre=sport&unite=euro&du=2025-01-01");
        page.All("input[name=genre][value=sport][checked]").Count.ShouldBe(1);
        page.Find("input[name=genre][value=documentary]").ParentElement!.TextContent.ShouldContain("Documentaire unitaire (1)");
        page.All("input[name=budget]").Count.ShouldBeGreaterThan(0);
        page.Find("form.filters").GetAttribute("action").ShouldBe($"/espaces/{space.Id}");
        page.All("form.filters input[type=hidden][name=unite][value=euro]").Count.ShouldBe(1);
        page.Find("input[name=du]").GetAttribute("value").ShouldBe("2025-01-01");
        (await person.GetPageAsync($"/espaces/{space.Id}/filtres?vers=projets")).Find("form.filters").GetAttribute("action").ShouldBe($"/espaces/{space.Id}/projets");
        (await app.As(await app.PersonAsync()).Client.GetAsync($"/espaces/{space.Id}/filtres")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task MS_31_A_view_is_saved_for_all_of_the_space_opened_by_its_link_and_removed()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, finalKg: 1m);
        var person = app.As(space.Administrator);
        var filters = await person.GetPageAsync($"/espaces/{space.Id}/filtres?genre=sport&statut=closed&unite=euro&vers=projets");
        var saved = await person.SubmitAsync(filters, (IHtmlFormElement)filters.Find("#vues form"), ("name", "Sport clôturé"));
        saved.Path.ShouldBe($"/espaces/{space.Id}?statut=closed&genre=sport&unite=euro");
        saved.Text.ShouldContain("Vue « Sport clôturé » enregistrée.");

        var colleague = await app.PersonAsync();
        await app.SendAsync(new AddAdministrator(space.Id, await app.EmailOfAsync(colleague), null, new Actor(MemberSpaceApp.Staff, true)));
        var views = await app.As(colleague).GetPageAsync($"/espaces/{space.Id}/filtres");
        var link = views.Find("#vues a").GetAttribute("href")!;
        (await app.As(colleague).GetPageAsync(link)).Path.ShouldBe($"/espaces/{space.Id}?statut=closed&genre=sport&unite=euro");
        (await app.As(await app.PersonAsync()).Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var client = person.Client;
        (await client.PostAsJsonAsync($"/api/member-spaces/{space.Id}/views", new { name = "sport CLÔTURÉ", query = "?genre=sport" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.PostAsJsonAsync($"/api/member-spaces/{space.Id}/views", new { name = "Rien", query = "?autre=chose&q=x" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.PostAsJsonAsync($"/api/member-spaces/{space.Id}/views", new { name = " ", query = "?genre=sport" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.DeleteAsync($"/api/member-spaces/{space.Id}/views/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var id = (await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/views"))[0].GetProperty("id").GetGuid();
        (await client.DeleteAsync($"/api/member-spaces/{space.Id}/views/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task T8_A_budget_in_another_currency_counts_once_staff_gave_a_rate_of_its_date()
    {
        var space = await app.SpaceAsync();
        await app.ProjectAsync(space, p => p with { Title = "Avant", Currency = "NOK", Budget = 1_000m, StartDate = new DateOnly(2021, 12, 31) }, finalKg: 5m);
        await app.ProjectAsync(space, p => p with { Title = "Après", Currency = "NOK", Budget = 1_000m, StartDate = new DateOnly(2022, 1, 1) }, finalKg: 5m);
        var client = app.As(space.Administrator).Client;
        (await PerEuroAsync(client, space)).ShouldBe((0, 0, null));

        var staff = app.As(MemberSpaceApp.Staff);
        var given = await staff.SubmitAsync(await staff.GetPageAsync("/equipe/taux"), ("currency", "nok"), ("from", "2022-01-01"), ("euros", "0,10"), ("source", "Banque de Norvège"));
        given.Text.ShouldContain("Taux du 01/01/2022 enregistré pour NOK.");
        (await PerEuroAsync(client, space)).ShouldBe((1, 1, 0.05m));
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}?unite=euro")).Text.ShouldContain("dont 1 converti au taux de sa date");
        (await ShownAsync(space, "budget=from-0")).ShouldBe("Après");
        (await ShownAsync(space, "budget=other-currency")).ShouldBe("Avant");

        (await staff.Client.PutAsJsonAsync("/api/currency-rates/NOK/2022-01-01", new { euros = 0.2m, source = "Banque de Norvège" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PerEuroAsync(client, space)).ShouldBe((1, 1, 0.025m));
        (await staff.Client.DeleteAsync("/api/currency-rates/NOK/2022-01-01")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PerEuroAsync(client, space)).ShouldBe((0, 0, null));
        (await staff.Client.DeleteAsync("/api/currency-rates/NOK/2022-01-01")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("EUR", "2022-01-01", 1, "BCE", "rate.currency")]
    [InlineData("DOLLAR", "2022-01-01", 1, "BCE", "rate.currency")]
    [InlineData("USD", "2999-01-01", 1, "BCE", "rate.day")]
    [InlineData("USD", "2022-01-01", 0, "BCE", "rate.value")]
    [InlineData("USD", "2022-01-01", 1, " ", "rate.source")]
    public async Task A_rate_that_is_none_is_refused(string currency, string from, int euros, string source, string code)
    {
        var answer = await app.As(MemberSpaceApp.Staff).Client.PutAsJsonAsync($"/api/currency-rates/{currency}/{from}", new { euros, source });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
        (await app.As(await app.PersonAsync()).Client.GetAsync("/api/currency-rates")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Mean_median_years_and_quality_are_told_with_what_they_are_of()
    {
        var space = await app.SpaceAsync();
        foreach (var (kg, closed) in new (decimal, DateOnly?)[] { (1_000m, new(2024, 12, 31)), (3_000m, new(2025, 1, 1)), (4_000m, new(2025, 12, 31)), (100_000m, null) })
        {
            await app.ProjectAsync(space, p => p with { FinalisedOn = closed }, finalKg: kg);
        }

        var client = app.As(space.Administrator).Client;
        var board = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        (board.GetProperty("meanKg").GetDecimal(), board.GetProperty("medianKg").GetDecimal()).ShouldBe((27_000m, 3_500m));
        board.GetProperty("byYear").EnumerateArray().Select(y => (y.GetProperty("year").GetInt32(), y.GetProperty("projects").GetInt64(), y.GetProperty("kg").GetDecimal())).ShouldBe([(2024, 1, 1_000m), (2025, 2, 7_000m)]);
        board.GetProperty("byDataStatus").GetArrayLength().ShouldBe(0);
        var page = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}");
        page.Text.ShouldContain("1 projet sans date de finalisation");
        page.Text.ShouldContain("les lignes n’ont pas encore de qualité connue");
    }

    [Fact]
    public void The_brackets_are_refused_with_a_gap_or_an_overlap()
    {
        Brackets.Read("of,from,to\nbudget,0,10\nbudget,10,\n", "budget").ShouldBe([(0, 10), (10, null)]);
        foreach (var wrong in new[] { "of,from,to\nbudget,1,\n", "of,from,to\nbudget,0,10\n", "of,from,to\nbudget,0,10\nbudget,11,\n", "of,from,to\nbudget,0,10\nbudget,9,\n", "of,from,to\n" })
        {
            Should.Throw<InvalidOperationException>(() => Brackets.Read(wrong, "budget"));
        }
    }

    private async Task<string> ShownAsync(TestSpace space, string query)
    {
        var person = app.As(space.Administrator);
        var board = string.Concat((await person.GetPageAsync($"/espaces/{space.Id}?{query}")).Texts("#projets tbody th a").Order());
        string.Concat((await person.GetPageAsync($"/espaces/{space.Id}/projets?{query}")).Texts("tbody th a").Order()).ShouldBe(board);
        return board;
    }

    private static async Task<(long Projects, long Converted, decimal? Kg)> PerEuroAsync(HttpClient client, TestSpace space)
    {
        var board = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard");
        var perEuro = board.GetProperty("perEuro");
        return (perEuro.GetProperty("projects").GetInt64(), board.GetProperty("converted").GetInt64(), perEuro.TryGetProperty("kg", out var kg) && kg.ValueKind == JsonValueKind.Number ? kg.GetDecimal() : null);
    }
}
