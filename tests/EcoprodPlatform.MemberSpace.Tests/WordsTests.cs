using EcoprodPlatform.Footprint.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The small pure parts.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Every_department_and_post_of_a_footprint_has_its_place()
    {
        Departments.All.Select(t => t.Code).ShouldBeSubsetOf(Slots.Departments);
        EmissionPosts.All.Select(t => t.Code).ShouldBeSubsetOf(Slots.Posts);
    }

    [Fact]
    public void A_code_of_a_newer_version_still_counts()
        => Slots.Sum(Slots.Posts, [new MeasuredCell("x", "hologram", "shooting", 2m), new MeasuredCell("x", "food", "shooting", 3m)], c => c.Post).Sum().ShouldBe(Micrograms.Exactly(5m));

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
