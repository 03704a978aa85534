using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

public sealed class LineRulesTests
{
    private static readonly LineInput Good = FirstProject.Lines[0].Input;

    [Fact]
    public void A_good_line_carries_its_factor_as_it_is_now()
    {
        var line = Read(Good).Line.ShouldNotBeNull();
        line.Factor.ShouldBe(new LineFactor("tgv", 1, 0.00293m, "passenger.km"));
        line.Emission.Kilograms.ShouldBe(7.032m);
    }

    [Theory]
    [InlineData("0", "footprint.quantity-not-positive")]
    [InlineData("-1", "footprint.quantity-not-positive")]
    [InlineData("-0.000001", "footprint.quantity-not-positive")]
    [InlineData("1000000000000.000001", "footprint.quantity-too-large")]
    [InlineData("79228162514264337593543950335", "footprint.quantity-too-large")]
    [InlineData("0.0000001", "footprint.quantity-too-precise")]
    [InlineData(null, "footprint.quantity-missing")]
    public void A_quantity_that_cannot_be_true_is_refused(string? quantity, string code)
        => Codes(Good with { Quantity = quantity is null ? null : decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture) }).ShouldBe([code]);

    [Theory]
    [InlineData("0.000001")]
    [InlineData("341296928327.645051")]
    [InlineData("1.000000000000")]
    public void The_limits_themselves_are_accepted(string quantity)
        => Codes(Good with { Quantity = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture), IsConfirmed = true }).ShouldBeEmpty();

    [Theory]
    [InlineData("341296928327.645052")]
    [InlineData("1000000000000")]
    public void B02_A_line_of_more_than_a_million_tonnes_is_refused_even_confirmed(string quantity)
        => Codes(Good with { Quantity = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture), IsConfirmed = true }).ShouldBe(["footprint.quantity-too-large"]);

    [Fact]
    public void B02_A_line_of_more_than_a_thousand_tonnes_is_asked_about_in_tonnes()
    {
        var much = Good with { Quantity = 341_296_929 };
        var asked = Read(much).Broken.ShouldHaveSingleItem();
        asked.Code.ShouldBe("footprint.line-unlikely");
        asked.Field.ShouldBe("quantity");
        asked.Text.Fr.ShouldStartWith("1\u202F000\u00A0t : l’unité est-elle la bonne ?");
        asked.Text.En.ShouldStartWith("1,000\u00A0t: is the unit the right one?");
        Codes(much with { IsConfirmed = true }).ShouldBeEmpty();
        Codes(Good with { Quantity = 341_296_928 }).ShouldBeEmpty("just under a thousand tonnes");
    }

    [Fact]
    public void B02_A_line_that_is_saved_is_not_asked_about_again_unless_its_result_changes()
    {
        var much = Good with { Quantity = 400_000_000, IsConfirmed = true };
        var there = Read(much).Line!;
        LineRules.Demand(new LineId(there.Id), much with { IsConfirmed = false, Label = "Autre libellé" }, null, there).Quantity.ShouldBe(400_000_000);
        Should.Throw<RuleBrokenException>(() => LineRules.Demand(new LineId(there.Id), much with { IsConfirmed = false, Quantity = 400_000_001 }, null, there))
            .Code.ShouldBe("footprint.line-unlikely");
    }

    [Fact]
    public void A_huge_quantity_of_a_heavy_factor_is_refused()
        => Codes(Good with { Factor = "jet-prive-petit-heure", Unit = "h", Quantity = 1_000_000_000_000m }).ShouldBe(["footprint.quantity-too-large"]);

    [Theory]
    [InlineData("km", "footprint.unit-mismatch")]
    [InlineData("Passenger.km", "footprint.unit-mismatch")]
    [InlineData("kgCO2e/passenger.km", "footprint.unit-mismatch")]
    [InlineData("", "footprint.unit-missing")]
    [InlineData(null, "footprint.unit-missing")]
    public void The_unit_must_be_given_and_be_the_factors(string? unit, string code) => Codes(Good with { Unit = unit }).ShouldBe([code]);

    [Theory]
    [InlineData("no-such-factor", "footprint.unknown-factor")]
    [InlineData("TGV", "footprint.unknown-factor")]
    [InlineData("", "footprint.factor-missing")]
    [InlineData(null, "footprint.factor-missing")]
    [InlineData("genre-documentaire", "footprint.factor-not-usable")]
    [InlineData("seed-avion", "footprint.factor-not-usable")]
    [InlineData("ia-video-6s", "footprint.factor-not-usable")]
    [InlineData("studio-tous-etp-an", "footprint.factor-not-usable")]
    [InlineData("ratio-groupe-vs-reseau-fr", "footprint.factor-not-usable")]
    public void A_factor_that_is_unknown_or_no_factor_is_refused(string? factor, string code) => Codes(Good with { Factor = factor }).ShouldBe([code]);

    [Fact]
    public void Department_post_and_phase_come_from_the_lists()
        => Codes(Good with { Department = "Transport", Post = "", Phase = null })
            .ShouldBe(["footprint.unknown-department", "footprint.unknown-post", "footprint.unknown-phase"]);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_each_with_its_field()
    {
        var broken = Read(new LineInput(null, null, null, null, null, null, new string('x', 201))).Broken;
        broken.Select(b => b.Field).ShouldBe(["department", "post", "phase", "factor", "quantity", "label"]);
        broken.ShouldAllBe(b => b.Text.Fr.Length > 10 && b.Text.En.Length > 10);
    }

    [Theory]
    [InlineData("nul \0 character")]
    [InlineData("two\nlines")]
    [InlineData("turned \u202E round")]
    public void A_label_that_cannot_be_stored_or_shown_as_written_is_refused(string label) => Codes(Good with { Label = label }).ShouldBe(["footprint.label-not-text"]);

    [Fact]
    public void Half_of_a_character_pair_is_no_label() => Codes(Good with { Label = "half a pair \uD83C" }).ShouldBe(["footprint.label-not-text"]);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("🎬 tournage")]
    [InlineData("תסריט")]
    public void A_label_may_hold_any_text(string label) => Read(Good with { Label = label }).Line!.Label.ShouldBe(label);

    [Fact]
    public void A_label_of_ten_thousand_characters_is_refused_with_the_limit()
        => Read(Good with { Label = new string('é', 10_000) }).Broken.ShouldHaveSingleItem().Text.Fr.ShouldContain("200");

    [Fact]
    public void A_line_keeps_the_value_it_was_entered_with_while_its_factor_stays_the_same()
    {
        var old = Read(Good).Line! with { Factor = new LineFactor("tgv", 1, 0.9m, "passenger.km") };
        var newer = FirstProject.Factor("tgv")! with { CatalogueVersion = 2, Value = 0.5m };
        LineRules.Demand(new LineId(old.Id), Good with { Quantity = 10 }, newer, old).Factor.ShouldBe(old.Factor);
        LineRules.Demand(new LineId(old.Id), Good with { Factor = "tgv", Quantity = 10 }, null, old).Emission.Kilograms.ShouldBe(9m, "the fact may even have left the catalogue");
    }

    [Fact]
    public void What_was_sent_is_quoted_no_longer_than_a_line()
        => Read(Good with { Factor = new string('x', 5000) }).Broken.ShouldHaveSingleItem().Text.En.Length.ShouldBeLessThan(250);

    private static string[] Codes(LineInput input) => [.. Read(input).Broken.Select(b => b.Code)];

    private static (ActivityLine? Line, List<RuleBrokenException> Broken) Read(LineInput input)
    {
        var broken = new List<RuleBrokenException>();
        return (LineRules.Read(new LineId(FirstProject.Id(1)), input, FirstProject.Factor(input.Factor), broken), broken);
    }
}
