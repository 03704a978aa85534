using EcoprodPlatform.Footprint.Entry;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A block of a budget sheet, taken apart.</summary>
public sealed class PastedRowsTests
{
    [Theory]
    [InlineData("Nuits d’hôtel\t12\tnuits")]
    [InlineData("Nuits d’hôtel;12;nuits")]
    [InlineData("Nuits d’hôtel   12   nuits")]
    [InlineData("  Nuits d’hôtel ; 12 ; nuits ")]
    [InlineData("Nuits d’hôtel\t12 nuits")]
    [InlineData("Libellé\tQuantité\tUnité\r\nNuits d’hôtel\t12\tnuits\r\n")]
    [InlineData("\n\nQté;Unité;Désignation\n\n12;nuits;Nuits d’hôtel\n\n")]
    public void Columns_are_found(string text)
        => PastedRows.Read(text).Rows.Select(r => (r.Label, r.Quantity, r.Unit)).ShouldBe([("Nuits d’hôtel", "12", "nuits")]);

    [Fact]
    public void Numbers_keep_their_spaces_and_further_columns_are_left_out()
    {
        var pasted = PastedRows.Read("Gazole\t1 250,5\tL\t1,85 €\t2 313,43 €\nÉcran 27\"\t2\tu");
        pasted.Rows.ShouldBe([new PastedRow(1, "Gazole", "1 250,5", "L"), new PastedRow(2, "Écran 27\"", "2", "u")]);
        pasted.HasMore.ShouldBeTrue();
    }

    [Fact]
    public void A_cell_of_several_lines_is_one_cell_and_a_stray_quotation_mark_is_only_that()
    {
        PastedRows.Read("\"Hôtel\ntournage\"\t12\tnuits\nTGV\t3\tkm").Rows.Select(r => (r.Number, r.Label)).ShouldBe([(1, "Hôtel tournage"), (3, "TGV")]);
        PastedRows.Read("\"Hôtel\t12\tnuits\nTGV\t3\tkm").Rows.Select(r => r.Label).ShouldBe(["\"Hôtel", "TGV"]);
    }

    [Fact]
    public void A_first_row_that_is_no_header_is_a_row()
        => PastedRows.Read("Unité de tournage\t12\tnuits").Rows.ShouldHaveSingleItem().Label.ShouldBe("Unité de tournage");

    /// <summary>Whatever is pasted, each row that holds something is there, by its line, and nothing breaks.</summary>
    [Fact]
    public void Nothing_pasted_is_lost()
        => Prop.ForAll(Blocks().ToArbitrary(), text => PastedRows.Read(text).Rows.All(r => r.Number <= text.Split('\n').Length)
            && PastedRows.Read(text).Rows.Count <= text.Split('\n').Length
            && (text.Contains('"', StringComparison.Ordinal) || PastedRows.Read("x;y\n" + text).Rows.Count >= text.Split('\n').Count(l => l.Any(char.IsAsciiLetterOrDigit)))).QuickCheckThrowOnFailure();

    private static Gen<string> Blocks() => Gen.Elements("a", "12", "3,5", ";", "\t", "  ", " ", "\n", "\r\n", "\"", "€", "km", "-", "Quantité").ListOf().Select(parts => string.Concat(parts));
}
