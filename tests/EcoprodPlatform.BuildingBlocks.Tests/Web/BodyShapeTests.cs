using System.Text.Json;
using EcoprodPlatform.Web.Fields;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class BodyShapeTests
{
    [Theory]
    [InlineData("""{"name":"A","wants":{"day":"2025-12-05"}}""")]
    [InlineData("""{"name":"A","age":null,"wants":{"day":"2025-12-05","tags":["x"]},"any":[1,{"y":2}]}""")]
    [InlineData("""{"nam":"A","wants":{"day":"2025-12-05"}}""", "nam web.unknown-property", "name web.missing")]
    [InlineData("""{"NAME":"A","name":"B","wants":{"day":"2025-02-30","tag":1}}""", "NAME web.unknown-property", "wants.day web.wrong-kind", "wants.tag web.unknown-property")]
    [InlineData("""{"name":null,"age":1.5,"wants":{"day":"2025-12-05","tags":["x",3,null]}}""", "name web.missing", "age web.wrong-kind", "wants.tags[1] web.wrong-kind", "wants.tags[2] web.wrong-kind")]
    [InlineData("""{"name":"\ud800","wants":[]}""", "name web.wrong-kind", "wants web.wrong-kind")]
    [InlineData("{}", "name web.missing", "wants web.missing")]
    public void What_is_misspelt_missing_or_of_a_wrong_kind_is_found_at_any_depth(string json, params string[] faults)
    {
        var shape = new BodyShape(JsonSerializerOptions.Web);
        shape.Sound(JsonDocument.Parse(json).RootElement, typeof(Body));
        shape.Faults.Select(f => $"{f.Field} {f.Code}").ShouldBe(faults, ignoreOrder: true);
    }

    [Theory]
    [InlineData("budgett", "« budgett » n’existe pas : vouliez-vous dire « budget » ?", "“budgett” does not exist: did you mean “budget”?")]
    [InlineData("Budget", "« Budget » n’existe pas : vouliez-vous dire « budget » ?", "“Budget” does not exist: did you mean “budget”?")]
    [InlineData("zzz", "« zzz » n’existe pas ; les noms connus sont : budget, title.", "“zzz” does not exist; the known names are: budget, title.")]
    public void A_misspelt_name_is_told_with_the_nearest(string written, string french, string english)
    {
        var shape = new BodyShape(JsonSerializerOptions.Web);
        shape.Sound(JsonDocument.Parse($$"""{"{{written}}":1}""").RootElement, typeof(Money));
        shape.Faults.ShouldHaveSingleItem().Text.ShouldSatisfyAllConditions(t => t.Fr.ShouldBe(french), t => t.En.ShouldBe(english));
    }

    [Fact]
    public void A_body_of_nonsense_is_told_a_hundred_times_at_most()
    {
        var shape = new BodyShape(JsonSerializerOptions.Web);
        shape.Sound(JsonDocument.Parse($"{{{string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"p{i}\":1"))}}}").RootElement, typeof(Money));
        shape.Faults.Count.ShouldBe(100);
    }

    private sealed record Body(string Name, int? Age, Wants Wants, JsonElement Any);

    private sealed record Wants(DateOnly Day, string[]? Tags = null);

    private sealed record Money(decimal? Budget, string? Title);
}
