using EcoprodPlatform.Footprint.Factors;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A quantity in another unit is the same quantity, or there is none: no number keeps its digits and changes its meaning.</summary>
public sealed class UnitConversionTests
{
    private static readonly string[] Spellings =
        ["g", "kg", "t", "cL", "L", "hL", "m³", "Wh", "kWh", "MWh", "GWh", "kWh PCI", "MWh PCI", "mm", "cm", "m", "km", "Mo", "Go", "To", "€", "k€", "m²", "h", "jours", "nuits", "repas", "unités", "passager.km", "t.km", "Go.an", "kWh de capacité"];

    private static readonly string[] Codes = [.. Spellings.Select(s => UnitConversion.Find(s)!)];

    [Theory]
    [InlineData(2, "MWh", "kWh", 2000)]
    [InlineData(1500, "L", "m3", 1.5)]
    [InlineData(0.35, "t", "kg", 350)]
    [InlineData(12500, "€", "k€", 12.5)]
    [InlineData(6.5, "k€", "€", 6500)]
    [InlineData(250, "g", "kg", 0.25)]
    [InlineData(1220, "m", "km", 1.22)]
    [InlineData(2, "To", "Go", 2000)]
    [InlineData(3, "nuitées", "nuits", 3)]
    public void What_is_known_is_converted_exactly(double quantity, string from, string to, double converted)
        => UnitConversion.Convert((decimal)quantity, UnitConversion.Find(from)!, UnitConversion.Find(to)!).ShouldBe((decimal)converted);

    [Theory]
    [InlineData("kWh", "kWh PCI")]
    [InlineData("km", "passenger.km")]
    [InlineData("L", "kg")]
    [InlineData("€", "kWh")]
    [InlineData("h", "day")]
    [InlineData("unit", "night")]
    [InlineData("kWh", "kWh capacity")]
    [InlineData("GB", "GB.yr")]
    public void What_is_not_the_same_kind_is_refused(string from, string to)
    {
        UnitConversion.Convert(2, from, to).ShouldBeNull();
        UnitConversion.Convert(2, to, from).ShouldBeNull();
    }

    [Theory]
    [InlineData("Nuits", "night")]
    [InlineData("nuit(s)", "night")]
    [InlineData("KWH", "kWh")]
    [InlineData("litres", "L")]
    [InlineData("M3", "m3")]
    [InlineData("K€", "k€")]
    [InlineData("€ HT", "€")]
    [InlineData("euros", "€")]
    [InlineData("passagers.km", "passenger.km")]
    [InlineData("passenger-km", "passenger.km")]
    [InlineData("véhicule.km", "km")]
    [InlineData("kWh (net CV)", "kWh PCI")]
    [InlineData("J", "day")]
    [InlineData("pièces", "unit")]
    [InlineData("Nuitées", "night")]
    [InlineData("nuits d’hôtel", "night")]
    [InlineData("plateau-repas", "meal")]
    [InlineData("couverts", "meal")]
    [InlineData("colis", "unit")]
    [InlineData("Nb", "unit")]
    [InlineData("jrs", "day")]
    [InlineData("kms", "km")]
    public void Spellings_are_folded(string spelling, string code) => UnitConversion.Find(spelling).ShouldBe(code);

    [Theory]
    [InlineData("billets", "compte des trajets sans leur longueur")]
    [InlineData("A/R", "compte des trajets sans leur longueur")]
    [InlineData("pers.", "compte des personnes")]
    [InlineData("pax", "compte des personnes")]
    [InlineData("semaines", "n’a pas toujours autant de jours")]
    [InlineData("Forfait", "ne dit pas ce qui est compté")]
    [InlineData("ens.", "ne dit pas ce qui est compté")]
    [InlineData("J/H", "compte du travail")]
    [InlineData("ml", "mètre linéaire")]
    [InlineData("zorglub", "n’est pas connue")]
    public void What_is_no_quantity_of_a_line_is_refused_with_what_is_accepted(string unit, string why)
    {
        UnitConversion.Find(unit).ShouldBeNull();
        var said = UnitRefusals.Of(unit);
        said.Fr.ShouldContain(why);
        said.Fr.ShouldContain("Unités acceptées : unités (pièces), jours, heures, nuits, repas, km, passager.km");
        said.En.ShouldContain("Accepted units");
    }

    [Fact]
    public void Every_unit_that_is_called_accepted_is()
        => UnitRefusals.Of("?").Fr.Split(" : ")[^1].TrimEnd('.').Split(", ").Select(u => u.Split(" (")[0]).ShouldAllBe(u => UnitConversion.Find(u) != null);

    /// <summary>"ml" is a millilitre of paint and a metre of set; "M€" is a million, and would read as thousands.</summary>
    [Theory]
    [InlineData("ml")]
    [InlineData("M€")]
    [InlineData("forfait")]
    [InlineData("kWh PCS")]
    [InlineData("%")]
    [InlineData("")]
    [InlineData(null)]
    public void What_nobody_knows_stays_unknown(string? spelling) => UnitConversion.Find(spelling).ShouldBeNull();

    [Fact]
    public void Every_unit_of_the_catalogue_is_known_by_its_code_and_its_names()
    {
        var counted = FactorFile.Embedded().Facts.Where(f => f.IsUsable).Select(f => f.QuantityUnit!).Distinct().ToArray();
        counted.SelectMany(code => QuantityUnits.Writings(code).Select(w => (Spelling: w, Code: code))).Where(w => UnitConversion.Find(w.Spelling) != w.Code).ShouldBeEmpty();
    }

    [Fact]
    public void There_and_back_is_the_same_number_or_there_was_no_way_there()
        => Prop.ForAll(Conversions().ToArbitrary(), c => UnitConversion.Convert(c.Quantity, c.From, c.To) is not { } there || UnitConversion.Convert(there, c.To, c.From) == c.Quantity).QuickCheckThrowOnFailure();

    [Fact]
    public void Units_convert_both_ways_or_neither_and_a_number_that_stays_the_same_has_the_same_unit()
        => Prop.ForAll(Conversions().ToArbitrary(), c =>
        {
            var (there, back) = (UnitConversion.Convert(c.Quantity, c.From, c.To), UnitConversion.Convert(c.Quantity, c.To, c.From));
            return there is null == back is null && (there != c.Quantity || c.From == c.To);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Twice_as_much_stays_twice_as_much()
        => Prop.ForAll(Conversions().ToArbitrary(), c => UnitConversion.Convert(2 * c.Quantity, c.From, c.To) == 2 * UnitConversion.Convert(c.Quantity, c.From, c.To)).QuickCheckThrowOnFailure();

    private static Gen<(decimal Quantity, string From, string To)> Conversions()
        => from millionths in Gen.Choose(1, int.MaxValue)
           from source in Gen.Elements(Codes)
           from target in Gen.Elements(Codes)
           select (millionths / 1_000_000m, source, target);
}
