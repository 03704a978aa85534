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
}
