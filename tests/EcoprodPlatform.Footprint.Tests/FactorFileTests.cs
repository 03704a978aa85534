using EcoprodPlatform.Footprint.Factors;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

public sealed class FactorFileTests
{
    private const string Header = "code,name_fr,name_en,category,unit,value,uncertainty_percent,geography,valid_year,perimeter,mark,instead,source_fr,source_en,reference_fr,reference_en,remark_fr,remark_en,found_source,found_ref,found_note\n";
    private static readonly FactorFile File = FactorFile.Embedded();

    [Fact]
    public void It_holds_597_facts() => File.Facts.Count.ShouldBe(597);

    [Fact]
    public void Values_are_exact_and_keep_their_printed_text()
    {
        var tgv = File.Facts.Single(f => f.Code == "tgv");
        tgv.Value.ShouldBe(0.00293m);
        tgv.ValueText.ShouldBe("0.00293");
        File.Facts.ShouldAllBe(f => f.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) == f.ValueText);
    }

    [Fact]
    public void Every_fact_has_a_source_a_place_and_a_provenance_we_can_explain()
        => File.Facts.ShouldAllBe(f => f.Source.Fr.Length > 0 && f.Source.En.Length > 0 && f.Geography.Length > 0 && Provenance.All.Contains(f.Provenance));

    [Fact]
    public void Every_category_has_a_name() => File.Facts.Select(f => f.Category).Distinct().ShouldBe(FactorCategories.All.Select(c => c.Code), ignoreOrder: true);

    [Fact]
    public void Every_place_has_a_name() => File.Facts.Select(f => f.Geography).Distinct().Where(g => Places.NameOf(g).Fr == g).ShouldBeEmpty();

    [Theory]
    [InlineData("tgv", null)]
    [InlineData("rm-machines", null)]
    [InlineData("drone-heure-vol", null)]
    [InlineData("genre-tous-heure", "SectorMean")]
    [InlineData("seed-velo-marche", "PosterFigure")]
    [InlineData("seed-serveur-flex-implicite", "PosterFigure")]
    [InlineData("swd-kwh-go-total", "NotAnEmission")]
    [InlineData("studio-animation-etp-an", "WholeYear")]
    public void Facts_that_are_no_factors_say_why(string code, string? barrier)
        => File.Facts.Single(f => f.Code == code).Barrier?.ToString().ShouldBe(barrier);

    [Fact]
    public void What_can_be_used_is_kilograms_for_something()
        => File.Facts.Where(f => f.IsUsable).ShouldAllBe(f => f.Unit == "kgCO2e/" + f.QuantityUnit && f.Value > 0);

    [Theory]
    [InlineData("[B] seen in an official module.", "B")]
    [InlineData("[B/C] same value in two sources", "B/C")]
    [InlineData("general knowledge, to verify. no source seen", "U")]
    [InlineData("[Z] something new", "Z")]
    [InlineData("", "U")]
    public void A_note_begins_with_the_tag_of_its_provenance(string note, string tag)
        => (File.Facts[0] with { Found = new FactorFinding("s", "r", note) }).Provenance.Tag.ShouldBe(tag);

    [Fact]
    public void Quoted_cells_hold_commas_quotes_and_line_ends()
    {
        var fact = FactorFile.Parse(Header + "a,\"Un, \"\"deux\"\"\nfin\",b,energy,kgCO2e/kWh,0.10,10,FR,2024,use,,,s,s,,,,,s,r,n").Facts.ShouldHaveSingleItem();
        fact.NameFr.ShouldBe("Un, \"deux\"\nfin");
        fact.Value.Scale.ShouldBe((byte)2);
    }

    [Fact]
    public void Line_ends_of_a_checkout_do_not_make_another_version()
        => FactorFile.Parse(Header + "a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,,,,,s,,\n".Replace("\n", "\r\n", StringComparison.Ordinal)).Hash
            .ShouldBe(FactorFile.Parse(Header + "a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,,,,,s,,\n").Hash);

    [Theory]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1e3,,FR,,use,,,s,s,,,,,s,,", "not a number")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,-1,,FR,,use,,,s,s,,,,,s,,", "negative")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,0.1234567,,FR,,use,,,s,s,,,,,s,,", "decimals")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,,s,,,,,s,,", "source must be there")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR", "cells")]
    [InlineData("a,\"b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,,,,,s,,", "never closed")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,,,,,s,,\na,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,,,,,s,,", "twice")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,,,,s,s,,,,,s,,", "has no perimeter")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,cradle,,,s,s,,,,,s,,", "is no perimeter")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,losses+use,,,s,s,,,,,s,,", "is no perimeter")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,old,,s,s,,,,,s,,", "is no mark")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,superseded,z,s,s,,,,,s,,", "cannot stand in")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,z,s,s,,,,,s,,", "cannot stand in")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,incomplete,b,s,s,,,,,s,,\nb,b,c,energy,kgCO2e/kWh,1,,FR,,use,doubtful,,s,s,,,,,s,,", "cannot stand in")]
    [InlineData("a,b,c,energy,kgCO2e/kWh,1,,FR,,use,,,s,s,r,,,,s,,", "one language only")]
    public void A_row_that_cannot_be_read_exactly_stops_the_import_and_names_its_line(string rows, string why)
        => Should.Throw<FormatException>(() => FactorFile.Parse(Header + rows)).Message.ShouldSatisfyAllConditions(m => m.ShouldContain("line "), m => m.ShouldContain(why));

    [Fact]
    public void Other_columns_are_refused() => Should.Throw<FormatException>(() => FactorFile.Parse("code,value\nx,1")).Message.ShouldContain("columns");
}
