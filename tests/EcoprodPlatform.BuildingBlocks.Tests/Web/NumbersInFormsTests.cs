using System.Globalization;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Forms;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class NumbersInFormsTests
{
    [Theory]
    [InlineData("300000", 300000)]
    [InlineData("300 000", 300000)]
    [InlineData("300 000,50", 300000.5)]
    [InlineData("300\u202F000,50", 300000.5)]
    [InlineData("300\u00A0000,50", 300000.5)]
    [InlineData("1\u2009234\u2009567", 1234567)]
    [InlineData("300,000.50", 300000.5)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("1.234.567,8", 1234567.8)]
    [InlineData("1234.5", 1234.5)]
    [InlineData("1234,5", 1234.5)]
    [InlineData("0.125", 0.125)]
    [InlineData(",5", 0.5)]
    [InlineData("-12,5", -12.5)]
    [InlineData("\u221212,5", -12.5)]
    [InlineData("+3", 3)]
    [InlineData(" 52 ", 52)]
    [InlineData("1,234", 1.234)]
    [InlineData("007", 7)]
    public void In_French_a_number_is_read_as_people_write_it(string typed, double expected)
    {
        NumberReader.TryRead(typed, Languages.French, out var value, out _).ShouldBeTrue();
        value.ShouldBe((decimal)expected);
    }

    [Theory]
    [InlineData("300,000", 300000)]
    [InlineData("1,234", 1234)]
    [InlineData("300,000.50", 300000.5)]
    [InlineData("300 000,50", 300000.5)]
    [InlineData("0,5", 0.5)]
    [InlineData("0,500", 0.5)]
    [InlineData("1234,567", 1234.567)]
    [InlineData("300.125", 300.125)]
    public void In_English_a_number_is_read_as_people_write_it(string typed, double expected)
    {
        NumberReader.TryRead(typed, Languages.English, out var value, out _).ShouldBeTrue();
        value.ShouldBe((decimal)expected);
    }

    [Fact]
    public void In_French_a_point_before_three_digits_is_refused_because_it_could_mean_a_thousand_times_more()
    {
        NumberReader.TryRead("300.000", Languages.French, out var value, out var problem).ShouldBeFalse();
        value.ShouldBe(0);
        problem!.Value.Fr.ShouldContain("300\u00A0000");
        problem.Value.Fr.ShouldContain("300,000");
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
}
