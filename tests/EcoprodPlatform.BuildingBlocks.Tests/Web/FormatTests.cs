using FsCheck.Fluent;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class FormatTests
{
    private static string Plain(string text) => text.Replace('\u202F', ' ').Replace('\u00A0', ' ');

    [Theory]
    [InlineData(300000, "EUR", "300 000 €", "€300,000")]
    [InlineData(300000.5, "EUR", "300 000,50 €", "€300,000.50")]
    [InlineData(1200, "CHF", "1 200 CHF", "1,200 CHF")]
    [InlineData(-5, "EUR", "-5 €", "-€5")]
    public void Money_carries_its_currency(double value, string currency, string french, string english)
    {
        Plain(Format.Money((decimal)value, currency, Languages.French)).ShouldBe(french);
        Plain(Format.Money((decimal)value, currency, Languages.English)).ShouldBe(english);
    }

    [Theory]
    [InlineData(3120, "52 min")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(3600, "1 h")]
    [InlineData(30, "30 s")]
    [InlineData(0, "0 s")]
    [InlineData(3661, "1 h 1 min 1 s")]
    public void A_duration_names_only_what_it_has(int seconds, string expected)
        => Plain(Format.Duration(seconds, Languages.French)).ShouldBe(expected);

    [Fact]
    public void Days_come_first_in_both_languages()
    {
        Format.Date(new DateOnly(2022, 12, 5), Languages.French).ShouldBe("05/12/2022");
        Format.Date(new DateOnly(2022, 12, 5), Languages.English).ShouldBe("05/12/2022");
    }

    [Fact]
    public void A_moment_late_in_the_evening_is_the_next_day_in_Paris()
        => Format.Date(new DateTimeOffset(2022, 12, 5, 23, 30, 0, TimeSpan.Zero)).ShouldBe("06/12/2022");

    [Theory]
    [InlineData(15660, "15,66 tCO2e")]
    [InlineData(412800, "412,8 tCO2e")]
    [InlineData(2954000, "2 954 tCO2e")]
    [InlineData(0, "0 tCO2e")]
    public void A_footprint_is_told_in_tonnes(double kilograms, string expected)
        => Plain(Format.Co2e(new Co2e((decimal)kilograms), Languages.French)).ShouldBe(expected);

    [Theory]
    [InlineData(0.0031, "3,1 g")]
    [InlineData(52, "52 kg")]
    [InlineData(999.96, "1 000 kg")]
    [InlineData(412800, "412,8 t")]
    public void A_mass_takes_the_unit_that_reads_best(double kilograms, string expected)
        => Plain(Format.Mass(new Co2e((decimal)kilograms), Languages.French)).ShouldBe(expected);

    [Fact]
    public void A_share_is_written_as_each_language_does()
    {
        Plain(Format.Percent(0.714m, 0, Languages.French)).ShouldBe("71 %");
        Format.Percent(0.714m, 1, Languages.English).ShouldBe("71.4%");
    }

    /// <summary>B06: 0.316 kg is not "0,000 tCO2e", and 3.16e-6 kg a minute not "0".</summary>
    [Fact]
    public void B06_What_is_not_zero_is_never_shown_as_zero()
    {
        Format.Co2e(new Co2e(0.316m), Languages.French).ShouldBe("<\u00A00,001\u00A0tCO2e");
        Format.Co2e(new Co2e(0.6m), Languages.French).ShouldBe("0,001\u00A0tCO2e");
        Format.Co2e(new Co2e(-0.3m), Languages.English).ShouldBe(">\u00A0-0.001\u00A0tCO2e");
        Format.Co2e(Co2e.Zero, Languages.French).ShouldBe("0\u00A0tCO2e");
        new Co2e(0.3m).InTonnesSigned(Languages.French).ShouldBe("<\u00A00,001");
        new Co2e(3000m).InTonnesSigned(Languages.French).ShouldBe("+3,00");
        Format.Significant(0.00000316m, Languages.French).ShouldBe("0,00000316");
        Format.Significant(0.00293m, Languages.French).ShouldBe("0,00293");
        Format.Mass(new Co2e(0.00000316m), Languages.French).ShouldBe("0,00316\u00A0g");
        Format.Percent(0.0004m, 0, Languages.French).ShouldBe("<\u00A01\u00A0%");
        Format.Percent(0.0004m, 1, Languages.English).ShouldBe("<\u00A00.1%");
        Format.Fixed(0.04m, 1, Languages.French).ShouldBe("<\u00A00,1");
        Format.Fixed(0m, 1, Languages.French).ShouldBe("0,0");
        Format.Decimal(0.0000001m, 6, Languages.French).ShouldBe("<\u00A00,000001");
        Rounded.Keep(0.0000004m, 6).ShouldBe(0.0000004m);
        Rounded.Keep(1.23456789m, 6).ShouldBe(1.234568m);
        Rounded.Keep(0m, 6).ShouldBe(0m);
    }

    /// <summary>B06, for every number and every count of digits: the text says zero where the number is zero, and only there.</summary>
    [Fact]
    public void B06_Only_zero_reads_as_zero()
    {
        var numbers = from units in ArbMap.Default.GeneratorFor<int>()
                      from places in Gen.Choose(0, 24)
                      from decimals in Gen.Choose(0, 6)
                      select (Number: new decimal(Math.Abs((long)units) is var u && u <= int.MaxValue ? (int)u : 1, 0, 0, units < 0, (byte)places), Decimals: decimals);
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(numbers.ToArbitrary(), n =>
        {
            var texts = new[] { Format.Decimal(n.Number, n.Decimals, Languages.French), Format.Fixed(n.Number, n.Decimals, Languages.French), Format.Significant(n.Number, Languages.French), new Co2e(n.Number).InTonnes(Languages.French) };
            return texts.All(t => t.Any(c => c is >= '1' and <= '9') == (n.Number != 0));
        }));
    }
}
