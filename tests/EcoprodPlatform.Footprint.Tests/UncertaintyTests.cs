using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Uncertainty;
using EcoprodPlatform.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using Interval = EcoprodPlatform.Footprint.Uncertainty.Interval;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The uncertainty of the Bilan Carbone method against its published cases, and what is a convention of ours.</summary>
public sealed class UncertaintyTests
{
    private const double Exact = 1e-12;

    [Fact]
    public void Marks_give_the_published_values()
    {
        Pedigree.OfMarks(new QualityMarks()).ShouldBe(2.5163566012590954, Exact, "all missing: a missing mark is the worst one");
        Pedigree.OfMarks(new QualityMarks { Completeness = 4, Geographic = 3 }).ShouldBe(2.459659422059095, Exact);
        Pedigree.OfMarks(QualityMarks.Uniform(5)).ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 2.5164)]
    [InlineData(2, 1.6361)]
    [InlineData(3, 1.2621)]
    [InlineData(4, 1.1199)]
    public void The_same_mark_throughout_is_a_limit_of_the_classes(int mark, double limit) => Math.Round(Pedigree.OfMarks(QualityMarks.Uniform(mark)), 4).ShouldBe(limit);

    [Theory]
    [InlineData(1, UncertaintyClass.VeryLow)]
    [InlineData(1.1198, UncertaintyClass.VeryLow)]
    [InlineData(1.1199, UncertaintyClass.Low)]
    [InlineData(1.2621, UncertaintyClass.Moderate)]
    [InlineData(1.6361, UncertaintyClass.High)]
    [InlineData(2.5164, UncertaintyClass.VeryHigh)]
    public void A_limit_belongs_to_the_wider_class(double g, UncertaintyClass expected) => UncertaintyClasses.Of(g).ShouldBe(expected);

    [Fact]
    public void A_datum_and_a_factor_are_combined_and_either_alone_is_itself()
    {
        Pedigree.OfProduct(1, 1.6361).ShouldBe(1.6361, Exact);
        Pedigree.OfProduct(1.8, 1).ShouldBe(1.8, Exact);
        // exp √(ln² 1.1 + ln² 1.2).
        Pedigree.OfProduct(1.1, 1.2).ShouldBe(1.2284225230179247, Exact);
    }

    [Fact]
    public void Two_lines_of_one_size_make_up_for_one_another()
    {
        // exp √(2 × 0.25 × ln² 1.5).
        Pedigree.OfSum([(10, 1.5), (10, 1.5)])!.Value.ShouldBe(Math.Exp(Math.Log(1.5) / Math.Sqrt(2)), Exact);
        Pedigree.OfSum([(10, 1.5), (0, 9)])!.Value.ShouldBe(1.5, Exact, "a line of nothing has no part in it");
        Pedigree.OfSum([]).ShouldBeNull();
    }

    [Fact]
    public void The_total_of_one_line_is_as_sure_as_the_line()
        => Prop.ForAll(Line().ToArbitrary(), line => Math.Abs((Pedigree.OfSum([line])!.Value / line.G) - 1) < Exact).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_lines_changes_no_digit()
        => Prop.ForAll(Line().NonEmptyListOf().ToArbitrary(), lines => Pedigree.OfSum([.. lines]).Equals(Pedigree.OfSum([.. lines.AsEnumerable().Reverse()]))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_worse_mark_never_narrows_a_line_nor_a_total()
        => Prop.ForAll(Marks().ToArbitrary(), Gen.Choose(0, QualityCriterion.All.Count - 1).ToArbitrary(), Line().ListOf().ToArbitrary(), (marks, which, others) =>
        {
            var criterion = QualityCriterion.All[which];
            var worse = criterion.With(marks, criterion.Of(marks) is > QualityCriterion.Worst and var mark ? mark - 1 : null);
            var (better, wider) = (Pedigree.OfProduct(1.2, Pedigree.OfMarks(marks)), Pedigree.OfProduct(1.2, Pedigree.OfMarks(worse)));
            return wider >= better - Exact && Pedigree.OfSum([.. others, (5m, wider)]) >= Pedigree.OfSum([.. others, (5m, better)]) - Exact;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_interval_holds_its_mass_whatever_the_mass()
        => Prop.ForAll(Line().ToArbitrary(), line => Interval.Of(new Co2e(line.Kilograms), line.G)! is var interval && interval.Low.Kilograms <= line.Kilograms && line.Kilograms <= interval.High.Kilograms)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("15663.9918", 1.2, "13 à 19", "13 to 19")]
    [InlineData("15663.9918", 1.01, "15 à 16", "15 to 16")]
    [InlineData("0.9", 1.3, "0,00069 à 0,0012", "0.00069 to 0.0012")]
    [InlineData("1100", 1.1, "1,0 à 1,3", "1.0 to 1.3")]
    [InlineData("123456000", 1.5, "82\u202F000 à 190\u202F000", "82,000 to 190,000")]
    public void Two_digits_are_shown_the_lower_end_rounded_down_and_the_upper_one_up(string kilograms, double g, string fr, string en)
    {
        var interval = Interval.Of(new Co2e(decimal.Parse(kilograms, System.Globalization.CultureInfo.InvariantCulture)), g)!;
        (interval.InTonnes.Fr, interval.InTonnes.En).ShouldBe((fr.Replace(' ', '\u00A0'), en.Replace(' ', '\u00A0')));
    }

    [Fact]
    public void Nothing_has_no_interval() => Interval.Of(Co2e.Zero, 1.5).ShouldBeNull();

    [Theory]
    [InlineData("elec-fr-2022-mix-moyen", "10 %")]
    [InlineData("elec-fr-2024-mix-moyen", "33333")]
    [InlineData("materiel-informatique-electronique-euro", "80 %")]
    [InlineData("rm-assurances", "31333")]
    public void A_factor_is_as_sure_as_its_source_says_else_as_its_marks_say(string code, string expected)
    {
        var factor = FirstProject.Factor(code)!;
        Show(factor).ShouldBe(expected);
        FactorQuality.Of(factor).ShouldBe(factor.UncertaintyPercent is { } percent ? 1 + ((double)percent / 100) : Pedigree.OfMarks(FactorQuality.MarksOf(factor)), Exact);
    }

    [Theory]
    [InlineData("[A]", 2024, null, "33333")]
    [InlineData("[A]", 2019, null, "33323")]
    [InlineData("[A]", 2014, null, "33313")]
    [InlineData("[A]", null, null, "33323")]
    [InlineData("[U]", 2024, null, "22222")]
    [InlineData("[U]", 2014, null, "22212")]
    [InlineData("[A]", 2024, FactorMark.Incomplete, "33331")]
    [InlineData("[A]", 2024, FactorMark.Superseded, "33323")]
    [InlineData("[A]", 2024, FactorMark.Doubtful, "13333")]
    public void A_factor_without_a_published_uncertainty_has_marks_of_ours(string found, int? year, FactorMark? mark, string expected)
        => Show(FirstProject.Factor("tgv")! with { UncertaintyPercent = null, Found = new("", "", found), ValidYear = year, Mark = mark }).ShouldBe(expected);

    [Fact]
    public void A_factor_that_the_catalogue_no_longer_knows_is_the_least_sure() => FactorQuality.Of(null).ShouldBe(2.5163566012590954, Exact);

    [Fact]
    public void A_datum_without_marks_has_those_of_its_status_and_not_said_is_estimated()
    {
        DataStatus?[] statuses = [DataStatus.Measured, DataStatus.Calculated, DataStatus.Estimated, null, DataStatus.Monetary];
        statuses.Select(s => Digits(s.Marks())).ShouldBe(["44444", "33333", "22222", "22222", "31333"]);
        statuses.Select(s => Math.Round(Pedigree.OfMarks(s.Marks()), 2)).ShouldBe([1.12, 1.26, 1.64, 1.64, 2.03]);
    }

    [Fact]
    public void Each_mark_that_is_given_takes_the_place_of_that_of_the_status()
    {
        var line = FirstProject.Activity[0] with { Status = DataStatus.Measured, Marks = new() { Technical = 2 } };
        Digits(LineUncertainty.MarksOf(line)).ShouldBe("42444");
        LineUncertainty.Of(line, FirstProject.Factor("tgv"))!.G.ShouldBeGreaterThan(LineUncertainty.Of(line with { Marks = null }, FirstProject.Factor("tgv"))!.G);
    }

    private static string Show(Factor factor) => factor.UncertaintyPercent is { } percent ? $"{percent:0} %" : Digits(FactorQuality.MarksOf(factor));

    private static string Digits(QualityMarks marks) => string.Concat(QualityCriterion.All.Select(c => c.Of(marks)));

    private static Gen<QualityMarks> Marks()
        => Gen.Choose(0, 5).Select(m => m == 0 ? (int?)null : m).ListOf(5).Select(five => QualityCriterion.All.Zip(five).Aggregate(new QualityMarks(), (marks, m) => m.First.With(marks, m.Second)));

    /// <summary>Masses and intervals as lines have them.</summary>
    private static Gen<(decimal Kilograms, double G)> Line() =>
        from grams in Gen.Choose(1, int.MaxValue)
        from datum in Marks()
        from factor in Marks()
        select (grams / 1000m, Pedigree.OfProduct(Pedigree.OfMarks(factor), Pedigree.OfMarks(datum)));
}
