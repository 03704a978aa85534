using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The questionnaire on a phone: each answer is saved as it is given, and none is lost with the network.</summary>
[Trait("needs", "browser")]
public sealed class QuestionnaireInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [Fact]
    public async Task An_answer_is_saved_as_it_is_given_and_the_total_follows()
    {
        var (id, page) = await SectionAsync("unit");
        await page.Locator("[name='drinks.bottled']").FillAsync("1 000");
        await page.Locator("[name='drinks.coffee']").FillAsync("2,5");
        await page.Locator("[name='drinks.coffee']").PressAsync("Tab");
        await Expect(page.Locator("#q-drinks [data-result]")).ToHaveTextAsync("= 322,32 kg CO₂e");
        await Expect(page.Locator("[data-total]")).ToHaveTextAsync("0,32");

        // One click an answer.
        await page.Locator("#q-snacks").GetByText("Aucun", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("#q-snacks [data-result]")).ToContainTextAsync("rien n’est compté");
        await page.Locator("#q-nights").GetByText("Je ne sais pas", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("#q-nights [data-result]")).ToContainTextAsync("Estimation");
        (await AnswerAsync(id, "nights")).GetProperty("state").GetString().ShouldBe("unknown");

        // What is wrong is told beside it, and stays typed.
        await page.Locator("[name='waste.household']").FillAsync("beaucoup");
        await page.Locator("[name='waste.household']").PressAsync("Tab");
        await page.Locator("[name='tableware.plastic']").FocusAsync();
        await Expect(page.Locator("#q-waste [data-error]")).ToContainTextAsync("Écrivez un nombre");
        await Expect(page.Locator("[name='waste.household']")).ToHaveValueAsync("beaucoup");

        await page.ReloadAsync();
        await Expect(page.Locator("[name='drinks.bottled']")).ToHaveValueAsync("1\u202F000");
        await Expect(page.Locator("#q-nights [type=radio][value=unknown]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Enter_goes_to_the_next_field_and_sends_nothing_but_the_answer()
    {
        var (id, page) = await SectionAsync("unit");
        await page.Locator("[name='drinks.bottled']").FillAsync("1 000");
        await page.Locator("[name='drinks.bottled']").PressAsync("Enter");
        await Expect(page.Locator("[name='drinks.coffee']")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("2,5");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#q-drinks [data-result]")).ToHaveTextAsync("= 322,32 kg CO₂e");
        await Expect(page.Locator("[name='drinks.coffee']")).Not.ToBeFocusedAsync();
        await Expect(page.Locator(".flash")).ToHaveCountAsync(0);
        (await AnswerAsync(id, "snacks")).ValueKind.ShouldBe(JsonValueKind.Null);

        // After the last field comes the button.
        await page.Locator("[data-questionnaire] input:not([type=hidden], [type=radio])").Last.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer", Exact = true })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Arrows_pass_over_answers_and_only_the_last_is_given()
    {
        var (id, page) = await SectionAsync("unit");
        await page.Locator("#q-snacks [type=radio][value=given]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#q-snacks [type=radio][value=none]")).ToBeCheckedAsync();
        (await AnswerAsync(id, "snacks")).ValueKind.ShouldBe(JsonValueKind.Null);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#q-snacks [data-result]")).ToContainTextAsync("rien n’est compté");
        (await AnswerAsync(id, "snacks")).GetProperty("state").GetString().ShouldBe("none");
    }

    [Fact]
    public async Task Answers_without_network_wait_outlive_the_page_and_leave_by_themselves()
    {
        var (id, page) = await SectionAsync("unit");
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[name='snacks.kg']").FillAsync("5");
        await page.Locator("[name='snacks.kg']").PressAsync("Tab");
        await page.Locator("#q-tableware").GetByText("Aucun", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-said]")).ToContainTextAsync("2 réponses attendent le réseau");
        var (context, address) = (page.Context, page.Url);
        await page.CloseAsync();
        await context.SetOfflineAsync(false);

        // Another section of the same questionnaire sends them.
        page = await context.NewPageAsync();
        await page.GotoAsync(address.Replace("/unit", "/post", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("Post-production");
        await page.WaitForFunctionAsync("() => !Object.keys(localStorage).some(k => k.startsWith('answers:'))");
        (await AnswerAsync(id, "snacks")).GetProperty("fields").GetProperty("kg").GetDecimal().ShouldBe(5);
        (await AnswerAsync(id, "tableware")).GetProperty("state").GetString().ShouldBe("none");
    }

    [Fact]
    public async Task Who_answers_what_somebody_else_has_answered_meanwhile_sees_both_and_chooses()
    {
        var (id, page) = await SectionAsync("unit");
        using var program = await platform.ApiAsync(DemoPlatform.Producer);
        await program.PutAsJsonAsync($"/api/footprints/{id}/provisional/answers/snacks", new { state = "given", fields = new { kg = 6 } });

        await page.Locator("[name='snacks.kg']").FillAsync("7");
        await page.Locator("[name='snacks.kg']").PressAsync("Tab");
        await Expect(page.Locator("#q-snacks [data-error]")).ToContainTextAsync("Quelqu’un a répondu entre-temps\u202F: 6 kg");
        await page.GetByRole(AriaRole.Button, new() { Name = "Garder ma réponse" }).ClickAsync();
        await Expect(page.Locator("#q-snacks [data-error]")).ToHaveCountAsync(0);
        await Expect(page.Locator("#q-snacks [data-result]")).ToContainTextAsync("42,42 kg");
        (await AnswerAsync(id, "snacks")).GetProperty("fields").GetProperty("kg").GetDecimal().ShouldBe(7);
    }

    /// <summary>A project of its own, and a section of its questionnaire on a phone.</summary>
    private async Task<(string Id, IPage Page)> SectionAsync(string section)
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await api.PostAsJsonAsync("/api/projects", FirstProject.Read().Project);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var page = await platform.NewPageAsync();
        await page.SetViewportSizeAsync(390, 844);
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync("/langue/fr");
        await page.GotoAsync($"/bilans/{id}/previsionnel/questionnaire/{section}");
        return (id, page);
    }

    private async Task<JsonElement> AnswerAsync(string id, string question)
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        return (await api.GetFromJsonAsync<JsonElement>($"/api/footprints/{id}/provisional/questionnaire")).GetProperty("sections").EnumerateArray()
            .SelectMany(s => s.GetProperty("questions").EnumerateArray()).Single(q => q.GetProperty("code").GetString() == question).GetProperty("answer");
    }
}
