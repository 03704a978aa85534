using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What may be said of how a quantity is known, and how it is kept.</summary>
public sealed class LineQualityTests
{
    private static readonly LineInput Litres = FirstProject.Lines.First(l => l.Input.Unit == "L").Input;
    private static readonly LineInput Money = FirstProject.Lines.First(l => l.Input.Unit == "k€").Input;

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("measured", DataStatus.Measured)]
    [InlineData("calculated", DataStatus.Calculated)]
    [InlineData("estimated", DataStatus.Estimated)]
    public void A_physical_quantity_is_known_as_it_was_said(string? said, DataStatus? expected)
    {
        var line = Read(Litres with { Status = said });
        (line.Status, line.KnownStatus).ShouldBe((expected, expected));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("monetary")]
    public void A_monetary_ratio_is_monetary_whether_it_was_said_or_not(string? said)
    {
        var line = Read(Money with { Status = said });
        line.KnownStatus.ShouldBe(DataStatus.Monetary);
        line.ShouldBe(Read(Money), "said or not, it is the same line");
    }

    [Fact]
    public void A_monetary_ratio_is_nothing_else_and_a_physical_quantity_is_not_monetary()
    {
        Broken(Money with { Status = "measured" }).ShouldBe(["footprint.data-status-mismatch dataStatus"]);
        Broken(Litres with { Status = "monetary" }).ShouldBe(["footprint.data-status-mismatch dataStatus"]);
        Broken(Litres with { Status = "Measured" }).ShouldBe(["footprint.unknown-data-status dataStatus"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(-1)]
    public void A_mark_goes_from_1_to_5(int mark)
    {
        Broken(Litres with { Marks = new() { Technical = mark, Temporal = 3 } }).ShouldBe(["footprint.mark-out-of-range marks.technical"]);
        Broken(Litres with { Marks = new() { Technical = 1, Temporal = 5 } }).ShouldBeEmpty();
    }

    [Fact]
    public void Marks_without_a_mark_are_none() => Read(Litres with { Marks = new() }).ShouldBe(Read(Litres));

    [Fact]
    public void Shares_of_the_statuses_are_the_total_and_money_is_counted_where_nobody_said_anything()
    {
        var shares = StatusShares.Among([.. FirstProject.Activity.Skip(1), FirstProject.Activity[0] with { Status = DataStatus.Measured }]);
        shares.Select(s => s.Code).ShouldBe(["measured", "monetary", "not-said"]);
        shares.Sum(s => s.Emission.Kilograms).ShouldBe(FirstProject.TotalKg);
        StatusShares.MonetaryOf(shares).ShouldBe(FirstProject.Lines.Where(l => l.Input.Unit == "k€").Sum(l => l.Kg) / FirstProject.TotalKg);
        StatusShares.MonetaryOf([]).ShouldBeNull();
    }

    [Fact]
    public void Only_the_marks_that_are_given_are_stored_and_a_line_stored_before_has_none()
    {
        var added = new LineAdded(FirstProject.Id(1000), AssessmentKind.Provisional, FirstProject.Activity[0] with { Status = DataStatus.Measured, Marks = new() { Temporal = 4 } });
        var written = FootprintEvents.Map.Write(added);
        written.ShouldContain("""
            "status":"Measured","marks":{"temporal":4}
            """.Trim());
        FootprintEvents.Map.Read("line-added.v1", written).ShouldBe(added);
        var before = FootprintEvents.Map.Write(new LineAdded(FirstProject.Id(1000), AssessmentKind.Provisional, FirstProject.Activity[0]));
        before.ShouldNotContain("marks");
        ((LineAdded)FootprintEvents.Map.Read("line-added.v1", before)).Line.Marks.ShouldBeNull();
    }

    private static ActivityLine Read(LineInput input) => LineRules.Demand(new LineId(FirstProject.Id(1)), input, FirstProject.Factor(input.Factor));

    private static IEnumerable<string> Broken(LineInput input)
    {
        var broken = new List<RuleBrokenException>();
        LineRules.Read(new LineId(FirstProject.Id(1)), input, FirstProject.Factor(input.Factor), broken);
        return broken.Select(b => $"{b.Code} {b.Field}");
    }
}
