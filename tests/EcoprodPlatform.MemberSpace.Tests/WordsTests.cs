using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.MemberSpace.SharedProjects;
using EcoprodPlatform.MemberSpace.Spaces;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The small pure parts.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("Écoloprod  Films", "ecoloprod films")]
    [InlineData("ÉCOLOPROD\u00A0FILMS", "e\u0301coloprod films")]
    [InlineData("Studio Œuf", "studio oeuf")]
    [InlineData("L’Île", "l'ile")]
    [InlineData("Ａｂｃ", "abc")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("A\u200BB", "ab")]
    public void Names_that_people_read_as_the_same_are_the_same(string one, string other) => Folded.Of(one).ShouldBe(Folded.Of(other));

    [Theory]
    [InlineData("Ecoloprod Films", "Ecoloprod Film")]
    [InlineData("プロ", "フロ")]
    public void Other_names_are_others(string one, string other) => Folded.Of(one).ShouldNotBe(Folded.Of(other));

    [Fact]
    public void Every_department_and_post_of_a_footprint_has_its_place()
    {
        Departments.All.Select(t => t.Code).ShouldBeSubsetOf(Slots.Departments);
        EmissionPosts.All.Select(t => t.Code).ShouldBeSubsetOf(Slots.Posts);
    }

    [Fact]
    public void A_code_of_a_newer_version_still_counts()
        => Slots.Sum(Slots.Posts, [new MeasuredCell("x", "hologram", "shooting", 2m), new MeasuredCell("x", "food", "shooting", 3m)], c => c.Post).Sum().ShouldBe(Micrograms.Of(5m));

    [Fact]
    public void Printed_shares_add_up_to_100() => Prop.ForAll<PositiveInt[]>(
        parts =>
        {
            var shares = Shares.Of([.. parts.Select(p => (decimal)p.Get)]);
            return parts.Length == 0 ? shares.Length == 0 : shares.Sum() == 100m && shares.All(s => s >= 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_nothing_there_are_no_shares() => Shares.Of([0m, 0m]).ShouldBe([null, null]);
}
