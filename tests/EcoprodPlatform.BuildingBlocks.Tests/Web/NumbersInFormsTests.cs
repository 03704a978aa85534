using System.Globalization;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Forms;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class NumbersInFormsTests
{
    /// <summary>The same table as the browser's (<c>LiveResultInBrowserTests</c>): what a text is, in a form printed in French, in English, or nobody knows.</summary>
    [Fact]
    public void B04_A_number_is_read_as_people_write_it_by_one_table_for_server_and_browser()
    {
        var rows = JsonSerializer.Deserialize<NumberRow[]>(File.ReadAllText(Repository.PathOf("tests", "data", "numbers.json")), JsonSerializerOptions.Web)!;
        rows.Length.ShouldBeGreaterThan(60);
        foreach (var row in rows)
        {
            var isRead = NumberReader.TryRead(row.Typed, row.In.Length == 0 ? null : Languages.Of(row.In), out var value, out var problem, units: row.Units);
            (isRead ? value.ToString(CultureInfo.InvariantCulture) : null).ShouldBe(row.Number, $"\"{row.Typed}\" in \"{row.In}\"");
            (problem is null).ShouldBe(isRead);
        }
    }

    [Fact]
    public void In_French_a_point_before_three_digits_is_refused_because_it_could_mean_a_thousand_times_more()
    {
        NumberReader.TryRead("300.000", Languages.French, out var value, out var problem).ShouldBeFalse();
        value.ShouldBe(0);
        problem!.Value.Fr.ShouldContain("300\u00A0000");
        problem.Value.Fr.ShouldContain("300,000");
    }

    [Fact]
    public void B01_A_form_that_does_not_say_its_language_is_asked_what_it_means()
    {
        NumberReader.TryRead("29,000", null, out _, out var problem).ShouldBeFalse();
        problem!.Value.Fr.ShouldContain("écrivez 29\u00A0000 pour les milliers, ou 29,0000 pour les décimales");
        problem.Value.En.ShouldContain("write 29 000 for thousands, or 29.0000 for decimals");
        NumberReader.TryRead("29 000", null, out var thousands, out _).ShouldBeTrue();
        NumberReader.TryRead("29.0000", null, out var decimals, out _).ShouldBeTrue();
        (thousands, decimals).ShouldBe((29000m, 29m));
    }

    [Fact]
    public void The_example_is_one_that_would_do_in_the_field()
    {
        NumberReader.TryRead("douze", Languages.French, out _, out var problem, example: 12).ShouldBeFalse();
        problem!.Value.Fr.ShouldBe("écrivez un nombre, par exemple 12");
    }

    [Fact]
    public void A_number_with_thirty_digits_is_too_large_and_not_no_number()
    {
        NumberReader.TryRead("1" + new string('0', 29), Languages.French, out _, out var problem).ShouldBeFalse();
        problem!.Value.Fr.ShouldBe("ce nombre est trop grand");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("0x1F")]
    [InlineData("१२३")]
    [InlineData("１２３")]
    [InlineData("12..5")]
    [InlineData("1,2,3")]
    [InlineData("12 34")]
    [InlineData("1 234,567.8")]
    [InlineData("1,5,")]
    [InlineData("--5")]
    [InlineData("5-")]
    [InlineData(".")]
    [InlineData(",")]
    [InlineData("-")]
    [InlineData("(5)")]
    [InlineData("5\u00005")]
    [InlineData("<b>5</b>")]
    [InlineData("٣")]
    [InlineData("1_000")]
    public void What_is_not_a_plain_number_is_refused_with_an_example(string typed)
    {
        foreach (var culture in new[] { Languages.French, Languages.English })
        {
            NumberReader.TryRead(typed, culture, out var value, out var problem).ShouldBeFalse($"{typed} in {culture}");
            value.ShouldBe(0);
            problem.ShouldNotBeNull();
            problem.Value.Fr.ShouldContain("300\u00A0000,50");
            problem.Value.En.ShouldContain("300,000.50");
        }
    }

    [Theory]
    [InlineData("12 km")]
    [InlineData("300 000 €")]
    [InlineData("5kWh")]
    [InlineData("40%")]
    public void A_unit_typed_after_the_number_is_named_as_the_problem(string typed)
    {
        NumberReader.TryRead(typed, Languages.French, out _, out var problem).ShouldBeFalse();
        problem!.Value.Fr.ShouldContain("sans unité");
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("0,00000000000000000000000000000000001")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890")]
    public void A_number_that_cannot_be_kept_exactly_is_refused(string typed)
        => NumberReader.TryRead(typed, Languages.French, out _, out _).ShouldBeFalse();

    [Fact]
    public void Zeros_after_the_point_do_not_change_the_number()
    {
        NumberReader.TryRead("12,500", Languages.French, out var value, out _).ShouldBeTrue();
        value.ToString(CultureInfo.InvariantCulture).ShouldBe("12.5");
    }

    [Fact]
    public void Every_number_the_platform_puts_into_a_field_is_read_back_exactly()
    {
        var numbers = from units in ArbMap.Default.GeneratorFor<long>()
                      from places in Gen.Choose(0, 8)
                      select new decimal(unchecked((int)units), unchecked((int)(units >> 32)), 0, units < 0, (byte)places);
        foreach (var culture in new[] { Languages.French, Languages.English })
        {
            FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(numbers.ToArbitrary(), number =>
                NumberReader.TryRead(Format.Input(number, culture), culture, out var read, out _) && read == number));
        }
    }

    [Fact]
    public void No_text_makes_the_reader_fail_otherwise_than_by_refusing()
        => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            NumberReader.TryRead(text, Languages.French, out _, out var problem) == problem is null));

    private sealed record NumberRow(string Typed, string In, string? Number, string[]? Units = null);
}
