using System.Globalization;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Charts;
using EcoprodPlatform.Web.Components;
using EcoprodPlatform.Web.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class ComponentTests
{
    private static readonly Text Label = new("Titre", "Title");

    private static async Task<IHtmlDocument> RenderAsync<T>(Dictionary<string, object?> parameters, CultureInfo? language = null)
        where T : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return WebSite.Html(await renderer.Dispatcher.InvokeAsync(async () =>
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language ?? Languages.French;
            return (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString();
        }));
    }

    [Fact]
    public async Task A_field_shows_what_was_typed_as_text_whatever_it_is()
    {
        const string typed = "\"><script>alert(1)</script>";
        var html = await RenderAsync<TextField>(new() { ["Form"] = new PageForm { ["t"] = typed }, ["Name"] = "t", ["Label"] = Label });
        html.QuerySelectorAll("script").ShouldBeEmpty();
        html.QuerySelector("input")!.GetAttribute("value").ShouldBe(typed);
    }

    [Fact]
    public async Task A_text_area_keeps_its_first_empty_line()
    {
        var html = await RenderAsync<TextArea>(new() { ["Form"] = new PageForm { ["t"] = "\nb</textarea>" }, ["Name"] = "t", ["Label"] = Label });
        ((IHtmlTextAreaElement)html.QuerySelector("textarea")!).Value.ShouldBe("\nb</textarea>");
    }

    [Fact]
    public async Task A_wrong_field_is_tied_to_its_error_and_its_help()
    {
        var form = new PageForm();
        form.Required("t", Label);
        var html = await RenderAsync<TextField>(new() { ["Form"] = form, ["Name"] = "t", ["Label"] = Label, ["Help"] = (Text?)new Text("Aide", "Help"), ["Required"] = true });
        var input = html.QuerySelector("input")!;
        input.GetAttribute("aria-invalid").ShouldBe("true");
        input.GetAttribute("aria-describedby").ShouldBe("f-t-error f-t-help");
        html.QuerySelector("#f-t-error")!.TextContent.Trim().ShouldBe("À renseigner.");
        html.QuerySelector("label")!.GetAttribute("for").ShouldBe(input.Id);
    }

    [Fact]
    public async Task A_field_that_may_stay_empty_says_so()
    {
        var html = await RenderAsync<NumberField>(new() { ["Name"] = "t", ["Label"] = Label, ["Unit"] = "kWh" }, Languages.English);
        html.QuerySelector("label")!.TextContent.ShouldBe("Title (optional)");
        html.QuerySelector("input")!.GetAttribute("aria-describedby").ShouldBe("f-t-unit");
    }

    [Fact]
    public async Task A_password_is_never_sent_back()
    {
        var html = await RenderAsync<TextField>(new() { ["Form"] = new PageForm { ["p"] = "s3cret" }, ["Name"] = "p", ["Label"] = Label, ["Type"] = "password" });
        html.DocumentElement.OuterHtml.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_select_never_shows_a_value_that_was_not_chosen()
    {
        var html = await RenderAsync<SelectField>(new()
        {
            ["Form"] = new PageForm { ["c"] = "unknown" },
            ["Name"] = "c",
            ["Label"] = Label,
            ["Required"] = true,
            ["Options"] = new[] { new Option("a", new("A", "A"), new("G", "G")), new Option("b", new("B", "B")) },
        });
        html.QuerySelectorAll("option")[0].GetAttribute("value").ShouldBe("");
        html.QuerySelectorAll("option[selected]").ShouldBeEmpty();
        html.QuerySelector("optgroup")!.GetAttribute("label").ShouldBe("G");
    }

    [Fact]
    public async Task The_error_summary_links_each_error_to_its_field()
    {
        var form = new PageForm();
        form.Required("t", Label);
        form.Add(null, new Text("<b>Tout</b>", "All"));
        var html = await RenderAsync<FormErrors>(new() { ["Form"] = form });
        var alert = html.QuerySelector("[role=alert]")!;
        alert.GetAttribute("tabindex").ShouldBe("-1");
        alert.QuerySelector("a")!.GetAttribute("href").ShouldBe("#f-t");
        alert.QuerySelectorAll("li")[1].TextContent.ShouldBe("<b>Tout</b>");
        (await RenderAsync<FormErrors>(new() { ["Form"] = new PageForm() })).QuerySelector("[role=alert]").ShouldBeNull();
    }

    [Fact]
    public async Task Bars_share_one_scale_on_both_sides_of_zero()
    {
        var html = await Bars(new("a", 30, "30"), new("b", -10, "-10"), new("c", 0, "0"));
        var rects = html.QuerySelectorAll("rect").Select(r => (r.GetAttribute("x"), r.GetAttribute("width"))).ToList();
        rects.ShouldBe([("25", "75"), ("0", "25"), ("25", "0")]);
        html.QuerySelectorAll("path").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_tiny_value_stays_visible_and_a_huge_one_fits()
    {
        var html = await Bars(new("a", decimal.MaxValue / 4, "huge"), new("b", 0.000001m, "tiny"));
        html.QuerySelectorAll("rect").Select(r => r.GetAttribute("width")).ShouldBe(["100", "0.4"]);
    }

    [Fact]
    public async Task What_cannot_be_computed_is_listed_apart_with_its_reason()
    {
        var html = await Bars(new("a", 30, "30"), new("<b>x</b>", null, "", Why: "sans budget"));
        html.QuerySelectorAll("tbody:first-of-type tr").Length.ShouldBe(1);
        html.QuerySelector(".missing th")!.TextContent.ShouldBe("Non calculable (1)");
        html.QuerySelectorAll(".missing tr")[1].TextContent.ShouldContain("<b>x</b>");
        html.QuerySelectorAll(".missing tr")[1].TextContent.ShouldContain("sans budget");
    }

    [Fact]
    public async Task Without_any_row_the_chart_says_so()
        => (await Bars()).QuerySelector("p")!.TextContent.ShouldBe("Rien à montrer avec ces filtres.");

    [Fact]
    public async Task A_key_number_that_cannot_be_computed_is_not_zero()
    {
        var html = await RenderAsync<Figures>(new() { ["Items"] = new[] { new Figure(Label, null, "g", "aucun budget") } });
        html.QuerySelector("dd")!.TextContent.ShouldStartWith("non calculable");
    }

    private static Task<IHtmlDocument> Bars(params Bar[] rows)
        => RenderAsync<BarTable>(new() { ["Caption"] = Label, ["Rows"] = rows });
}
