using EcoprodPlatform.Footprint.Factors;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>
/// The worked examples of published-cases §5 that a calculator of activity lines can compute, with the catalogue's own factors. 5.1 to 5.4 are of shared equipment, not of a production.
/// </summary>
public sealed class PublishedCaseTests
{
    private static readonly Dictionary<string, Factor> Facts = FactorFile.Embedded().Facts.ToDictionary(f => f.Code);

    /// <summary>5.3: a desk with two screens, by three sources of one catalogue.</summary>
    [Theory]
    [InlineData("ordinateur-fixe-bureautique", "ecran-24-pouces", 665)]
    [InlineData("ordinateur-fixe-haute-performance", "ecran-24-pouces", 792)]
    [InlineData("ordinateur-fixe-haute-performance", "ecran-21-pouces", 740)]
    public void A_desk_is_a_computer_and_two_screens(string computer, string screen, decimal kilograms)
        => Total(Line(computer, 1), Line(screen, 2)).ShouldBe(kilograms);

    /// <summary>5.5: the figures of the posters, rebuilt from their factors and rounded as they were printed.</summary>
    [Fact]
    public void The_figures_of_the_posters_come_from_sourced_factors()
    {
        Total(Line("avion-court-courrier-2018-avec-trainees", 1)).ShouldBe(0.259m);
        decimal.Round(Total(Line("tgv", 1)) * 1000, 1).ShouldBe(2.9m);
        decimal.Round(Total(Line("velo-electrique", 1)) * 1000).ShouldBe(11);
        Total(Line("voiture-electrique-compacte", 1)).ShouldBe(0.103m);
        Ratio("repas-viande-rouge-base-carbone", "repas-vegetarien-base-carbone").ShouldBe(14.2m);
        Ratio("repas-viande-blanche-base-carbone", "repas-vegetarien-base-carbone").ShouldBe(3.1m);
        Ratio("cafe-litre", "the-litre").ShouldBe(14.6m);
        decimal.Round(Total(Line("cafe-litre", 1)) / Total(Line("eau-bouteille-litre", 1)), 2).ShouldBe(1.98m);
        decimal.Round(Facts["seed-streaming-an"].Value / Facts["bus-gnv"].Value, 1).ShouldBe(208.7m);
    }

    /// <summary>5.6: one trip, as many results as generations of factors; a closed footprint keeps its own.</summary>
    [Theory]
    [InlineData("voiture-moyenne-2023", 256)]
    [InlineData("voiture-thermique-impactco2", 142)]
    [InlineData("voiture-electrique-compacte", 103)]
    [InlineData("voiture-compacte-electrique-impactco2", 67)]
    public void A_thousand_kilometres_depend_on_the_factor(string factor, decimal kilograms)
        => decimal.Round(Total(Line(factor, 1000))).ShouldBe(kilograms);

    /// <summary>5.9: what is thrown away is counted beside what is bought.</summary>
    [Fact]
    public void Technical_waste_is_counted_in_tonnes()
        => Total(Line("dechets-deee", 0.1m)).ShouldBe(199.5m);

    /// <summary>5.12: a day of a LED volume is 72.8 kWh, in France 3.8 kg.</summary>
    [Fact]
    public void A_day_of_a_led_volume()
    {
        var wall = decimal.Round(26.74m * 292 * 8 * 1.10m / 1000, 1);
        wall.ShouldBe(68.7m);
        decimal.Round(Total(Line("elec-fr-2024-mix-moyen", wall + 2.0m + 1.8m + 0.3m)), 1).ShouldBe(3.8m);
        decimal.Round(Total(Line("elec-fr-2024-mix-moyen", 140.6m)), 1).ShouldBe(7.3m);
    }

    /// <summary>5.17: a diesel generator against the French grid; Ecoprod says eighteen times.</summary>
    [Fact]
    public void A_kilowatt_hour_of_a_generator_is_nineteen_of_the_grid()
    {
        var generator = Total(Line("gazole-non-routier", 0.31m));
        decimal.Round(generator, 2).ShouldBe(0.98m);
        decimal.Round(generator / Total(Line("elec-fr-2024-mix-moyen", 1)), 1).ShouldBe(18.9m);
    }

    [Fact]
    public void Splitting_a_line_does_not_change_the_total()
    {
        var quantities = ArbMap.Default.GeneratorFor<int>().Select(i => (Math.Abs(i % 1_000_000_000) + 2) / 1_000_000m);
        var cases = from quantity in quantities from first in quantities from code in Gen.Elements(Facts.Values.Where(f => f.IsUsable).Select(f => f.Code).ToArray()) select (quantity, first, code);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var part = Math.Min(c.first, c.quantity - 0.000001m);
            return Total(Line(c.code, part), Line(c.code, c.quantity - part)) == Total(Line(c.code, c.quantity));
        }).QuickCheckThrowOnFailure();
    }

    private static decimal Ratio(string one, string other) => decimal.Round(Total(Line(one, 1)) / Total(Line(other, 1)), 1);

    private static decimal Total(params ActivityLine[] lines) => ResultCube.Of(lines).Total.Kilograms;

    private static ActivityLine Line(string factor, decimal quantity)
    {
        var fact = Facts[factor];
        return LineRules.Demand(new LineId(Guid.NewGuid()), new LineInput("production", "services", "shooting", factor, quantity, fact.QuantityUnit, null, IsConfirmed: true), fact);
    }
}
