using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

public sealed class ResultCubeTests
{
    private static readonly ResultCube First = ResultCube.Of([.. FirstProject.Activity]);

    [Fact]
    public void The_19_lines_give_their_expected_kilograms_to_the_last_digit()
        => FirstProject.Activity.Select(l => l.Emission.Kilograms).ShouldBe(FirstProject.Lines.Select(l => l.Kg));

    [Fact]
    public void Their_total_is_15663_9918_kilograms_shown_as_15_66_tonnes()
    {
        First.Total.Kilograms.ShouldBe(15663.991800m);
        First.Total.Kilograms.ShouldBe(FirstProject.TotalKg);
        First.Total.InTonnes(Languages.French).ShouldBe("15,66");
        First.Total.InTonnes(Languages.English).ShouldBe("15.66");
    }

    [Fact]
    public void Their_margins_are_the_expected_ones()
    {
        AsCodes(First.ByDepartment).ShouldBe(FirstProject.Margin("byDepartment"), ignoreOrder: true);
        AsCodes(First.ByPost).ShouldBe(FirstProject.Margin("byPost"), ignoreOrder: true);
        AsCodes(First.ByPhase).ShouldBe(FirstProject.Margin("byPhase"), ignoreOrder: true);
    }

    [Fact]
    public void Margins_come_in_the_order_of_the_lists()
        => First.ByDepartment.Select(s => s.Code).ShouldBe(Departments.All.Select(d => d.Code).Where(c => First.ByDepartment.Any(s => s.Code == c)));

    [Fact]
    public void Nothing_entered_is_no_result() => ResultCube.Of([]).Lines.ShouldBe(0);

    [Fact]
    public void The_three_margins_and_the_total_are_the_same_exact_sum_whatever_the_lines()
        => Prop.ForAll(Lines().ToArbitrary(), lines =>
        {
            var cube = ResultCube.Of(lines);
            var exact = lines.Aggregate(System.Numerics.BigInteger.Zero, (sum, l) => sum + Scaled(l.Quantity, 6) * Scaled(l.Factor.Value, 6));
            return Scaled(cube.Total.Kilograms, 12) == exact
                && cube.ByDepartment.Sum(s => s.Emission.Kilograms) == cube.Total.Kilograms
                && cube.ByPost.Sum(s => s.Emission.Kilograms) == cube.Total.Kilograms
                && cube.ByPhase.Sum(s => s.Emission.Kilograms) == cube.Total.Kilograms
                && cube.Cells.Sum(c => c.Kg) == cube.Total.Kilograms
                && cube.Lines == lines.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_lines_changes_nothing()
        => Prop.ForAll(Lines().ToArbitrary(), lines => ResultCube.Of(lines).Cells.SequenceEqual(ResultCube.Of([.. lines.Reverse()]).Cells)).QuickCheckThrowOnFailure();

    /// <summary>Cells and margins as anybody would group them, beside the table they are summed in.</summary>
    [Fact]
    public void Cells_are_the_lines_grouped_and_in_the_order_of_the_lists()
        => Prop.ForAll(Lines().ToArbitrary(), lines =>
        {
            var cube = ResultCube.Of(lines);
            var grouped =
                from d in Departments.All
                from p in EmissionPosts.All
                from f in Phases.All
                let there = lines.Where(l => (l.Department, l.Post, l.Phase) == (d.Code, p.Code, f.Code)).ToArray()
                where there.Length > 0
                select new ResultCell(d.Code, p.Code, f.Code, there.Sum(l => l.Emission.Kilograms));
            return cube.Cells.SequenceEqual(grouped)
                && cube.ByPost.SequenceEqual(EmissionPosts.All.Where(p => lines.Any(l => l.Post == p.Code)).Select(p => new Share(p.Code, new Co2e(lines.Where(l => l.Post == p.Code).Sum(l => l.Emission.Kilograms)))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_whose_code_left_its_list_still_counts_after_all_others()
    {
        var cube = ResultCube.Of([FirstProject.Activity[0] with { Department = "gone" }, .. FirstProject.Activity]);
        cube.Total.Kilograms.ShouldBe(FirstProject.TotalKg + FirstProject.Activity[0].Emission.Kilograms);
        (cube.Cells[^1].Department, cube.ByDepartment[^1].Code).ShouldBe(("gone", "gone"));
        foreach (var margin in new[] { cube.ByDepartment, cube.ByPost, cube.ByPhase })
        {
            margin.Sum(s => s.Emission.Kilograms).ShouldBe(cube.Total.Kilograms);
        }
    }

    [Fact]
    public void A_full_assessment_of_the_largest_lines_is_still_exact()
    {
        var factor = FirstProject.Factor("groupe-electrogene-litre-gnr")!;
        var quantity = decimal.Truncate(LineRules.GreatestKilograms / factor.Value * 1_000_000m) / 1_000_000m;
        var line = LineRules.Demand(new LineId(FirstProject.Id(1)), FirstProject.Lines[0].Input with { Factor = factor.Code, Unit = factor.QuantityUnit, Quantity = quantity, IsConfirmed = true }, factor);
        var lines = Enumerable.Range(1, Assessment.MostLines).Select(n => line with { Id = FirstProject.Id(n) }).ToArray();
        Scaled(ResultCube.Of(lines).Total.Kilograms, 12).ShouldBe(Scaled(quantity, 6) * Scaled(factor.Value, 6) * lines.Length);
    }

    private static Dictionary<string, decimal> AsCodes(IReadOnlyList<Share> margin) => margin.ToDictionary(s => s.Code, s => s.Emission.Kilograms);

    /// <summary>Lines as the rules let them in: any cell, any usable factor, quantities from a millionth to a million million.</summary>
    private static Gen<ActivityLine[]> Lines()
    {
        var factors = FactorFile.Embedded().Facts.Where(f => f.IsUsable).ToArray();
        var quantity =
            from millionths in Gen.OneOf(Gen.Choose(1, int.MaxValue).Select(n => (long)n), ArbMap.Default.GeneratorFor<long>().Select(n => Math.Abs(n % 1_000_000_000_000_000_000) + 1))
            select millionths / 1_000_000m;
        var line =
            from department in Gen.Elements(Departments.All.Select(d => d.Code).ToArray())
            from post in Gen.Elements(EmissionPosts.All.Select(d => d.Code).ToArray())
            from phase in Gen.Elements(Phases.All.Select(d => d.Code).ToArray())
            from factor in Gen.Elements(factors)
            from amount in quantity
            let broken = new List<RuleBrokenException>()
            select LineRules.Read(new LineId(FirstProject.Id(1)), new LineInput(department, post, phase, factor.Code, amount, factor.QuantityUnit, null, IsConfirmed: true), factor, broken);
        return line.Where(l => l is not null).Select(l => l!).ArrayOf();
    }

    private static System.Numerics.BigInteger Scaled(decimal value, int decimals)
    {
        var bits = decimal.GetBits(value);
        var mantissa = new System.Numerics.BigInteger((uint)bits[0]) + (new System.Numerics.BigInteger((uint)bits[1]) << 32) + (new System.Numerics.BigInteger((uint)bits[2]) << 64);
        value.Scale.ShouldBeLessThanOrEqualTo((byte)decimals);
        return mantissa * System.Numerics.BigInteger.Pow(10, decimals - value.Scale);
    }
}
