using System.Text;
using EcoprodPlatform.Footprint.BaseCarbone;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.BaseCarboneSample;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Reading the Base Carbone. BCn are the rules of docs/modules/footprint.md.</summary>
public sealed class BaseCarboneFileTests
{
    private static readonly BaseCarboneFile Sample = Read(Official);

    [Fact]
    public void The_official_extract_is_read_to_the_last_record()
    {
        Sample.Columns.Header.Count.ShouldBe(67);
        Sample.Text.Encoding.CodePage.ShouldBe(1252);
        Sample.Text.Separator.ShouldBe(';');
        Sample.Records.ShouldBe(117);
        Sample.Elements.Count.ShouldBe(53);
        Sample.Elements.Sum(e => e.Posts).ShouldBe(64);
        Sample.Elements.Count(e => e.Posts > 0).ShouldBe(22);
        Sample.Faults.ShouldBeEmpty();
        Sample.LeftOut.ShouldBe(0);
        Sample.Elements.Where(e => e.Status == BaseCarboneStatus.Archived).Select(e => e.Id).ShouldBe(["22024"]);
        Sample.Elements.Count(e => e.Status == BaseCarboneStatus.Generic).ShouldBe(52);
        Sample.Elements.Select(e => e.Place.Split(", ")[0]).Distinct().ShouldBe(["Monde", "France continentale"], ignoreOrder: true);
        Convert.ToHexStringLower(Sample.Text.Sha256).ShouldBe("a8f0d5cc955cae6258ce0b3fd1a35f99e1fc1483adfb70e3b9e778758bff58cb");
    }

    [Theory]
    [InlineData("28144", "0.00592", "passenger.km")]
    [InlineData("34943", "0.0503", "kg")]
    [InlineData("43119", "1960", "kg")]
    [InlineData("42513", "0.052", "kWh")]
    [InlineData("27999", "0.147", "passenger.km")]
    public void BC2_The_value_is_the_elements_own_and_not_the_sum_of_its_posts(string id, string value, string unit)
    {
        var element = Of(Sample, id);
        element.Value.ShouldBe(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        element.Unit.ShouldBe(unit);
    }

    [Fact]
    public void BC2_A_post_of_zero_is_a_post_and_not_nothing()
    {
        using var stream = new MemoryStream(Official);
        Sample.ReadRecords(stream).Where(r => r.Record is { Id: "34943", IsPost: true }).Select(r => (r.Record.PostType, r.Record.Value)).ShouldBe([("Combustion", 0m), ("Amont", 0.0503m)]);
    }

    [Fact]
    public void BC1_An_id_that_is_not_in_the_file_makes_its_posts_orphans()
        => Read(File(Element("1", "2"), Post("7", "Amont", "1"))).ShouldSatisfyAllConditions(
            f => f.Elements.Select(e => e.Id).ShouldBe(["1"]),
            f => f.Faults.ShouldHaveSingleItem().Record.ShouldBe(2));

    [Fact]
    public void BC1_Two_valid_factors_with_one_id_are_both_left_out_and_archived_ones_may_share_it()
    {
        var twice = Read(File(Element("1", "2"), Element("1", "3"), Element("2", "4")));
        twice.Faults.Select(f => f.Record).ShouldBe([1, 2]);
        twice.Elements.Select(e => e.Id).ShouldBe(["2"]);
        twice.LeftOut.ShouldBe(2);
        var archived = Read(File(
            Element("1", "2"), Element("1", "3", ("Statut de l'élément", "Archivé")), Element("1", "4", ("Statut de l'élément", "Archivé")),
            Post("1", "Amont", "3", ("Statut de l'élément", "Archivé"))));
        archived.Faults.ShouldBeEmpty();
        archived.Elements.Select(e => (e.Value, e.Posts)).ShouldBe([(2m, 0), (3m, 0), (4m, 1)]);
    }

    [Theory]
    [InlineData("0,505", true)]
    [InlineData("0,495", true)]
    [InlineData("0,50501", false)]
    [InlineData("0,49499", false)]
    public void BC3_Posts_make_the_value_within_half_a_percent(string post, bool fits)
    {
        var file = Read(File(Element("1", "1,00"), Post("1", "Amont", "0,5"), Post("1", "Combustion", post)));
        file.Elements.Count.ShouldBe(fits ? 1 : 0);
        file.Faults.Select(f => f.Record).ShouldBe(fits ? [] : [1]);
        if (!fits)
        {
            file.Faults[0].Why.Fr.ShouldContain("0,5 %");
        }
    }

    [Fact]
    public void BC4_Gases_are_kilograms_of_CO2e_already_and_biogenic_CO2_is_beside_them()
    {
        using var stream = new MemoryStream(Official);
        var records = Sample.ReadRecords(stream).Select(r => r.Record).Where(r => r.Gases is not null).ToList();
        records.Count.ShouldBe(13);
        records.ShouldAllBe(r => Math.Abs(r.Gases!.Value - r.Value!.Value) <= 0.005m * Math.Abs(r.Value.Value));
        records.Single(r => r.Id == "22024").BiogenicCo2.ShouldBe(344.7095467m);
        records.Single(r => r is { Id: "28130", IsPost: false }).Gases.ShouldBe(0.25807m);
    }

    [Fact]
    public void BC5_The_trails_of_a_plane_are_a_post_that_can_be_left_out()
    {
        var plane = Of(Sample, "28130");
        plane.Value.ShouldBe(0.259m);
        plane.WithoutContrails.ShouldBe(0.142m);
        plane.Perimeter.Code.ShouldBe("use+upstream+manufacture+contrails");
        Sample.Elements.Count(e => e.WithoutContrails is not null).ShouldBe(1);
        Read(File(Element("1", "2"), Post("1", "Emissions fugitives", "2"))).Elements.Single().ShouldSatisfyAllConditions(
            e => e.WithoutContrails.ShouldBeNull(), e => e.Perimeter.Code.ShouldBe("use"));
    }

    [Theory]
    [InlineData("28144", "use+upstream+manufacture")]
    [InlineData("27999", "use+upstream+manufacture")]
    [InlineData("42513", "use+upstream+losses")]
    [InlineData("14087", "use+upstream")]
    [InlineData("27025", "manufacture+distribution+not-stated")]
    [InlineData("43119", "not-stated")]
    public void Posts_say_the_perimeter_in_the_words_there_are(string id, string perimeter) => Of(Sample, id).Perimeter.Code.ShouldBe(perimeter);

    [Fact]
    public void BC6_BC7_Archived_and_negative_are_kept_and_source_data_stand_apart()
    {
        var file = Read(File(
            Element("1", "-0,15"), Element("2", "3", ("Statut de l'élément", "Archivé")), Element("3", "", ("Type de l'élément", "Données source"), ("Unité français", "%")),
            Element("4", "1", ("Statut de l'élément", "Brouillon")), Element("5", "1", ("Statut de l'élément", "Valide spécifique"))));
        file.Faults.ShouldBeEmpty();
        file.Elements.Select(e => (e.Value, e.Status, e.IsSource)).ShouldBe([
            (-0.15m, BaseCarboneStatus.Generic, false), (3m, BaseCarboneStatus.Archived, false), (null, BaseCarboneStatus.Generic, true),
            (1m, BaseCarboneStatus.Draft, false), (1m, BaseCarboneStatus.Specific, false)]);
    }

    [Fact]
    public void BC8_An_id_never_changes_its_unit()
    {
        var file = Read(File(Element("34942", "0,1"), Element("1", "2"))).RefuseOtherUnits(new Dictionary<string, string>(StringComparer.Ordinal) { ["34942"] = "kWh", ["1"] = "kg" });
        file.Elements.Select(e => e.Id).ShouldBe(["1"]);
        file.Faults.ShouldHaveSingleItem().Why.En.ShouldContain("kWh");
        Read(File(Element("1", "2"), Post("1", "Amont", "2", ("Unité français", "kgCO2e/kWh")))).Faults.Select(f => f.Record).ShouldBe([1]);
    }

    [Theory]
    [InlineData("kgCO2e/kWh PCI", "kWh PCI")]
    [InlineData("kgCO2e/kWhPCI", "kWh PCI")]
    [InlineData("kgCO2e/KWh PCI", "kWh PCI")]
    [InlineData("kgCO2e/kWh (PCI)", "kWh PCI")]
    [InlineData("kgCO2e/kWh PCS", "kWh PCS")]
    [InlineData("kgCO2e/kWh", "kWh")]
    [InlineData("kgCO2e/Kg", "kg")]
    [InlineData("kgCO2e/m³", "m3")]
    [InlineData("kgCO2e/m².", "m2")]
    [InlineData("kg CO₂e / m2", "m2")]
    [InlineData("kgCO2e/tonne de déchets", "tonne de déchets")]
    [InlineData("kgCO2e/tonne", "t")]
    [InlineData("kgCO2e/m3 (n)", "m3 (n)")]
    [InlineData("kgCO2e/kg de poids net", "kg de poids net")]
    [InlineData("kgCO2e/keuro", "k€")]
    [InlineData("kgCO2e/keuro (2023) HT", "keuro (2023) HT")]
    [InlineData("kg C/kg", null)]
    [InlineData("kgC/kWh", null)]
    [InlineData("tCO2e/t", null)]
    [InlineData("gCO2e/km", null)]
    [InlineData("kgCO2e", null)]
    [InlineData("kgCO2e/", null)]
    [InlineData("kWh/m2", null)]
    [InlineData("", null)]
    public void BC9_BC10_Spellings_of_a_unit_are_folded_and_units_are_not(string written, string? unit) => BaseCarboneUnit.Read(written).ShouldBe(unit);

    [Fact]
    public void The_sample_has_14_labels_of_units_and_13_units() => Sample.Elements.Select(e => e.Unit).Distinct().Count().ShouldBe(13, "kg and Kg are one");

    [Fact]
    public void A_unit_of_carbon_is_refused_and_never_multiplied()
    {
        var file = Read(File(Element("1", "0,4", ("Unité français", "kg C/kWh")), Element("2", "1")));
        file.Elements.Select(e => e.Id).ShouldBe(["2"]);
        var fault = file.Faults.ShouldHaveSingleItem();
        fault.Record.ShouldBe(1);
        fault.Why.Fr.ShouldContain("kg C/kWh");
        fault.Why.En.ShouldContain("not converted");
    }

    [Theory]
    [InlineData("Type de l'élément")]
    [InlineData("Statut de l'élément")]
    [InlineData("Unité français")]
    [InlineData("Total poste non décomposé")]
    [InlineData("Type poste")]
    [InlineData("Incertitude")]
    public void BC11_A_header_without_a_needed_column_is_refused_and_names_it(string column)
        => Refusal(File(Element("1", "2")).Replace(column, "Autre chose", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            e => e.Code.ShouldBe("footprint.base-carbone-columns"), e => e.Text.Fr.ShouldContain(column), e => e.Text.En.ShouldContain(column));

    [Fact]
    public void BC11_Further_columns_any_order_underscores_and_lost_case_are_accepted()
    {
        var records = File(Element("1", "2,5")).TrimEnd('\n').Split('\n').Select(l => string.Join(';', l.Split(';').Reverse().Append("plus")));
        Read(string.Join('\n', records).Replace(' ', '_').Replace("Identifiant", "IDENTIFIANT", StringComparison.Ordinal)
            .Replace("Valide_générique", "Valide générique", StringComparison.Ordinal).Replace("Facteur_d'émission", "Facteur d'émission", StringComparison.Ordinal)).Elements.Single().Value.ShouldBe(2.5m);
    }

    [Fact]
    public void BC11_The_raw_fields_come_along_as_they_are()
    {
        using var stream = new MemoryStream(Official);
        var records = Sample.ReadRecords(stream).ToList();
        records.Select(r => r.Record.Number).ShouldBe(Enumerable.Range(1, 117));
        records.ShouldAllBe(r => r.Fields.Count == 67);
        records[28].Fields[50].ShouldBe("5,92E-3");
        records[1].Fields[25].ShouldStartWith("\"ADEME. J.Lhotellier");
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("0", 5)]
    [InlineData("4,9", 5)]
    [InlineData("5", 4)]
    [InlineData("19", 4)]
    [InlineData("20", 3)]
    [InlineData("44", 3)]
    [InlineData("45", 2)]
    [InlineData("74", 2)]
    [InlineData("75", 1)]
    [InlineData("200", 1)]
    public void BC12_A_missing_quality_follows_from_the_uncertainty(string uncertainty, int quality)
    {
        var derived = Read(File(Element("1", "2", ("Incertitude", uncertainty)))).Elements.Single();
        (derived.Quality, derived.IsQualityDerived).ShouldBe((quality, true));
        var given = Read(File(Element("1", "2", ("Incertitude", uncertainty), ("Qualité", "3,5")))).Elements.Single();
        (given.Quality, given.IsQualityDerived).ShouldBe((3.5m, false));
    }

    [Fact]
    public void The_portals_extract_is_read_with_its_own_signs()
    {
        var file = Read(Portal);
        file.Text.Encoding.ShouldBe(Encoding.UTF8);
        file.Text.Separator.ShouldBe(',');
        file.Columns.HasIds.ShouldBeFalse();
        file.Records.ShouldBe(190);
        file.Elements.Count.ShouldBe(64);
        file.Faults.ShouldBeEmpty();
        file.Elements[0].Name.Fr.ShouldBe("HVO 100, à base d'huiles alimentaires usagées (HAU)");
        file.Elements[0].Value.ShouldBe(0.544m);
        file.Elements.ShouldAllBe(e => e.Id == null && e.Unit == "L" && e.Perimeter.Code == "not-stated", "without ids a post says of no element what it counts");
    }

    [Fact]
    public void A_missing_mark_of_UTF8_does_not_matter() => Read(Portal[3..]).Elements.ShouldBe(Read(Portal).Elements);

    [Fact]
    public void The_official_extract_in_UTF8_with_CRLF_reads_the_same()
    {
        var text = Encoding.Latin1.GetString(Official).Replace("\n", "\r\n", StringComparison.Ordinal);
        Read(Encoding.UTF8.GetBytes(text)).Elements.ShouldBe(Sample.Elements);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Another_encoding_is_told(string encoding)
        => Should.Throw<RuleBrokenException>(() => Read(Encoding.GetEncoding(encoding).GetBytes(Encoding.Latin1.GetString(Official)))).Code.ShouldBe("footprint.base-carbone-encoding");

    [Fact]
    public void A_mark_of_UTF8_before_something_else_is_told()
        => Should.Throw<RuleBrokenException>(() => Read([0xEF, 0xBB, 0xBF, .. Official])).Code.ShouldBe("footprint.base-carbone-encoding");

    [Fact]
    public void UTF8_read_twice_has_no_columns_we_know()
        => Should.Throw<RuleBrokenException>(() => Read(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(File(Element("1", "2"))))))).Code.ShouldBe("footprint.base-carbone-columns");

    [Fact]
    public void Mixed_decimal_marks_in_a_column_refuse_the_file_and_name_the_records()
    {
        var refusal = Refusal(File(Element("1", "2,5"), Element("2", "3"), Element("3", "2.5"), Element("4", "1,5"), Element("5", "1.234,5")));
        refusal.Code.ShouldBe("footprint.base-carbone-mixed-decimals");
        refusal.Text.Fr.ShouldContain("« Total poste non décomposé », enregistrements 3, 5");
        refusal.Text.En.ShouldContain("records 3, 5");
        Read(File(Element("1", "2,5", ("CO2f", "2.5")))).Elements.Single().Value.ShouldBe(2.5m, "each column has its own");
    }

    [Theory]
    [InlineData("5,92E-3", "0.00592")]
    [InlineData("3,80E-4", "0.000380")]
    [InlineData("1,00e-2", "0.0100")]
    [InlineData("2935", "2935")]
    [InlineData("1 833", "1833")]
    [InlineData("1\u00A0833,5", "1833.5")]
    [InlineData("-0,00000000000000", "0")]
    [InlineData("+1E3", "1000")]
    [InlineData("0,1234567890123456789012345678", "0.1234567890123456789012345678")]
    [InlineData("0,12345678901234567890123456789", null)]
    [InlineData("1E-30", null)]
    [InlineData("1E15", "1000000000000000")]
    [InlineData("1E16", null)]
    [InlineData("-7,9E28", null)]
    [InlineData("1E99", null)]
    [InlineData("1E", null)]
    [InlineData("NaN", null)]
    [InlineData("∞", null)]
    [InlineData("0x10", null)]
    [InlineData("=1+1", null)]
    [InlineData("-", null)]
    [InlineData("12 %", null)]
    public void Numbers_are_exact_or_none(string written, string? value)
        => BaseCarboneNumber.Read(written).ShouldBe(value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("déc-18", "2018-12-31")]
    [InlineData("déc.-18", "2018-12-31")]
    [InlineData("Décembre 2017", "2017-12-31")]
    [InlineData("avr-21", "2021-04-30")]
    [InlineData("juin-24", "2024-06-30")]
    [InlineData("févr-24", "2024-02-29")]
    [InlineData("20/12/2021", "2021-12-20")]
    [InlineData("31-mars-21", "2021-03-31")]
    [InlineData("31-janv-23", "2023-01-31")]
    [InlineData("11/03/2024 00:00", "2024-03-11")]
    [InlineData("Année 2022", "2022-12-31")]
    [InlineData("2026", "2026-12-31")]
    [InlineData("jusqu'à nouvel ordre", null)]
    [InlineData("31-févr-21", null)]
    [InlineData("", null)]
    public void A_period_of_validity_keeps_its_text_and_tells_its_end_where_it_can(string written, string? until)
    {
        BaseCarboneDate.LastOf(written)?.ToString("O", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(until);
        Read(File(Element("1", "2", ("Période de validité", written)))).Elements.Single().Validity.ShouldBe(written);
    }

    [Theory]
    [InlineData("15/12/2021", "2021-12-15")]
    [InlineData("2021-12-15", "2021-12-15")]
    [InlineData("12/15/2021", null)]
    public void Dates_come_in_two_forms(string written, string? day)
        => Read(File(Element("1", "2", ("Date de modification", written)))).Elements.Single().ModifiedOn?.ToString("O", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(day);

    [Theory]
    [InlineData("\"Pain \"\"complet\"\"\"", "Pain \"complet\"")]
    [InlineData("\"Pain\"", "Pain")]
    [InlineData("\"Pain \"\"comp", "Pain \"comp")]
    [InlineData("\"Pain\" complet", "\"Pain\" complet")]
    [InlineData("\"Pain\" et \"vin\"", "\"Pain\" et \"vin\"")]
    public void Labels_come_out_of_the_quotation_marks_around_them(string written, string name)
        => Read(File(Element("1", "2", ("Nom base français", written)))).Elements.Single().Name.Fr.ShouldBe(name);

    [Fact]
    public void A_source_that_was_cut_comes_out_of_its_quotation_marks_too()
        => Of(Sample, "27025").Source.ShouldStartWith("ADEME. J.Lhotellier, E.Less, E.Bossanne, S.Pesnel. Mars 2018. \"Modélisation");

    [Fact]
    public void Empty_records_are_skipped_and_counted_in_the_numbers()
    {
        var file = Read(File("", new string(';', 66), Element("1", "x"), "   ", Element("2", "2")));
        file.Records.ShouldBe(2);
        file.Faults.ShouldHaveSingleItem().Record.ShouldBe(3);
        file.Elements.Single().Record.ShouldBe(5);
    }

    [Fact]
    public void A_million_empty_lines_are_nothing()
    {
        var file = Read(Encode(new string('\n', 500_000) + File(Element("1", "2")) + new string('\n', 500_000)));
        file.Elements.ShouldHaveSingleItem().Record.ShouldBe(1);
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_told_with_its_record()
    {
        var good = Enumerable.Range(1, 500).Select(i => Element(i.ToString(System.Globalization.CultureInfo.InvariantCulture), "2")).ToArray();
        var bad = Element("999", "2").Replace("Essai", "\"Essai", StringComparison.Ordinal);
        Refusal(File([.. good[..3], bad, .. good])).ShouldSatisfyAllConditions(e => e.Code.ShouldBe("footprint.base-carbone-quote"), e => e.Text.Fr.ShouldContain("enregistrement 4 (ligne 5)"));
        Refusal(File([.. good[..3], bad, Element("998", "2", ("Source", "a;b")), .. good])).Text.En.ShouldContain("record 4 ");
        Refusal(File([bad])).Text.En.ShouldContain("record 1 ");
    }

    [Theory]
    [InlineData("Type Ligne", "Autre", "« Autre »")]
    [InlineData("Identifiant de l'élément", "", "identifiant")]
    [InlineData("Type de l'élément", "Autre", "« Autre »")]
    [InlineData("Statut de l'élément", "Autre", "« Autre »")]
    [InlineData("Total poste non décomposé", "", "manque")]
    [InlineData("Total poste non décomposé", "beaucoup", "« beaucoup »")]
    [InlineData("CO2f", "=SUM(A1)", "« =SUM(A1) »")]
    [InlineData("Nom base français", "", "nom")]
    public void A_record_that_cannot_be_read_is_left_out_and_says_why(string column, string cell, string why)
    {
        var file = Read(File(Element("1", "2", (column, cell)), Element("2", "3")));
        file.Elements.Select(e => e.Id).ShouldBe(["2"]);
        var fault = file.Faults.ShouldHaveSingleItem();
        fault.Record.ShouldBe(1);
        fault.Why.Fr.ShouldContain(why);
        fault.Why.En.ShouldNotBe(fault.Why.Fr);
    }

    [Fact]
    public void A_post_that_cannot_be_read_takes_its_element_along()
    {
        var file = Read(File(Element("1", "2"), Post("1", "Amont", "?"), Post("1", "Combustion", "1"), Element("2", "3")));
        file.Elements.Select(e => e.Id).ShouldBe(["2"]);
        file.Faults.Select(f => f.Record).ShouldBe([2]);
        file.LeftOut.ShouldBe(1);
    }

    [Fact]
    public void A_record_with_too_few_cells_is_left_out()
        => Read(File("Elément;1;x", Element("2", "3"))).Faults.ShouldHaveSingleItem().Why.Fr.ShouldBe("3 cellules au lieu de 67");

    [Fact]
    public void What_looks_like_a_formula_is_text()
        => Read(File(Element("1", "2", ("Nom base français", "=HYPERLINK(\"http://exemple.fr\")")))).Elements.Single().Name.Fr.ShouldBe("=HYPERLINK(\"http://exemple.fr\")");

    [Fact]
    public void A_file_without_records_is_told() => Refusal(Header).Code.ShouldBe("footprint.base-carbone-no-record");

    [Fact]
    public void Over_200_000_records_are_told()
        => Refusal(Header + "\n" + string.Concat(Enumerable.Repeat("x\n", BaseCarboneFile.MostRecords + 1))).Code.ShouldBe("footprint.base-carbone-too-many-records");

    [Fact]
    public void The_whole_of_a_full_export_is_read()
    {
        var file = Read(Full());
        file.Records.ShouldBe(FullSize);
        file.Faults.ShouldBeEmpty();
    }

    private static BaseCarboneElement Of(BaseCarboneFile file, string id) => file.Elements.Single(e => e.Id == id);

    private static RuleBrokenException Refusal(string text) => Should.Throw<RuleBrokenException>(() => Read(text));
}
