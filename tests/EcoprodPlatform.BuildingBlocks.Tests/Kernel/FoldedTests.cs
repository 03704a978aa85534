using EcoprodPlatform.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Kernel;

public sealed class FoldedTests
{
    [Theory]
    [InlineData("Écoloprod  Films", "ecoloprod films")]
    [InlineData("ÉCOLOPROD\u00A0FILMS", "e\u0301coloprod films")]
    [InlineData("Studio Œuf", "studio oeuf")]
    [InlineData("L’Île", "l'ile")]
    [InlineData("Ａｂｃ", "abc")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("A\u200BB", "ab")]
    [InlineData(" Ecoloprod ", "ecoloprod")]
    public void Names_that_people_read_as_the_same_are_the_same(string one, string other) => Folded.Of(one).ShouldBe(Folded.Of(other));

    [Theory]
    [InlineData("Ecoloprod Films", "Ecoloprod Film")]
    [InlineData("A + B", "A B")]
    [InlineData("プロ", "フロ")]
    public void Other_names_are_others(string one, string other) => Folded.Of(one).ShouldNotBe(Folded.Of(other));

    [Theory]
    [InlineData("Séries", "series")]
    [InlineData("SŒUR", "soeur")]
    [InlineData("L’Œil & l'oreille", "l oeil & l oreille")]
    [InlineData("  ECOLO-PROD   Films ", "ecolo prod films")]
    [InlineData("Čeština Łódź Straße", "cestina lodz strasse")]
    [InlineData("100 %_test", "100 test")]
    [InlineData("Œuvre d’art, n° 3", "oeuvre d art n 3")]
    [InlineData("Le film 🎬 2", "le film 🎬 2")]
    [InlineData("a\uFFFEb\uD83Dc\0d", "a b c d")]
    public void Words_are_letters_and_digits_with_one_space_between(string text, string plain) => Folded.Words(text).ShouldBe(plain);

    [Fact]
    public void The_signs_that_count_are_the_caller_s() => Folded.Words("CO₂ 100 %", "%").ShouldBe("co2 100 %");

    [Theory]
    [InlineData("half a pair \uD83D")]
    [InlineData("the other half \uDE00 first")]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\uFDD0")]
    [InlineData("\U0001FFFF")]
    [InlineData("\0")]
    [InlineData("\u0301")]
    [InlineData("")]
    [InlineData(null)]
    public void No_text_is_too_strange(string? text)
    {
        Folded.Of(text).IsNormalized().ShouldBeTrue();
        Folded.Words(text).IsNormalized().ShouldBeTrue();
        Folded.WordsOf(text).ShouldNotContain("");
    }

    [Fact]
    public void Folding_twice_changes_nothing_more() => Prop.ForAll<string>(text =>
    {
        var (name, words) = (Folded.Of(text), Folded.Words(text));
        return Folded.Of(name) == name && Folded.Words(words) == words;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_word_is_a_pattern()
        => Prop.ForAll<string>(text => Folded.WordsOf(text).All(w => w.All(c => c is not ('%' or '_' or '\\')))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_query_counts_eight_words_of_two_hundred_characters()
    {
        Folded.WordsOf("un deux trois quatre cinq six sept huit neuf").Length.ShouldBe(8);
        Folded.WordsOf("tgv TGV Tgv").ShouldBe(["tgv"]);
        Folded.WordsOf(new string('x', 100_000)).ShouldHaveSingleItem().Length.ShouldBe(200);
    }
}
