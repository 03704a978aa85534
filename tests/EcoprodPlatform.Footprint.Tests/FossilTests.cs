using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>How much of a total rests on fossil fuels burnt (CC-5): told factor by factor, and what is not told is no zero.</summary>
public sealed class FossilTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly FactorFile Catalogue = FactorFile.Embedded();

    private static readonly FossilFile Fossils = FossilFile.Embedded();

    private static readonly Dictionary<(string Code, int Version), Factor> Sources = Catalogue.Facts.ToDictionary(f => (f.Code, 1), f => f with { Fossil = Fossils.Of(f.Code) });

    [Theory]
    [InlineData("gazole-non-routier", FossilUse.Burnt)]
    [InlineData("groupe-electrogene-litre-gnr", FossilUse.Burnt)]
    [InlineData("voiture-moyenne-2023", FossilUse.Burnt)]
    [InlineData("avion-court-avec-trainees", FossilUse.Burnt)]
    [InlineData("gaz-naturel-2022-kwh-pci", FossilUse.Burnt)]
    [InlineData("voiture-essence-2023", FossilUse.Burnt)] // Doubtful, but lines may still have it.
    [InlineData("hvo100-huiles-usagees", FossilUse.None)]
    [InlineData("granules-bois-kwh", FossilUse.None)]
    [InlineData("gazole-b30", FossilUse.NotSaid)] // Mixed.
    [InlineData("voiture-compacte-hybride-rechargeable", FossilUse.NotSaid)] // Mixed.
    [InlineData("elec-fr-2024-mix-moyen", FossilUse.NotSaid)]
    [InlineData("tgv", FossilUse.NotSaid)]
    [InlineData("rm-machines", FossilUse.NotSaid)]
    [InlineData("repas-boeuf", FossilUse.NotSaid)]
    [InlineData("no-longer-there", FossilUse.NotSaid)]
    internal void Each_factor_is_told_as_its_source_tells_it(string code, FossilUse use) => Fossils.Of(code).ShouldBe(use);

    /// <summary>Whatever counts fuel alone, and is not of biological origin or a blend of it, is told as fossil.</summary>
    [Fact]
    public void No_litre_of_fuel_is_forgotten()
        => Catalogue.Facts.Where(f => f is { Category: "energy", QuantityUnit: "L", IsUsable: true } && Fossils.Of(f.Code) != FossilUse.Burnt).Select(f => f.Code)
            .ShouldBe(["gazole-b30", "essence-e85", "hvo100-huiles-usagees", "hvo100-graisses-animales", "b100-sans-cas", "b100-cas-optimiste", "b100-cas-maximum", "bioethanol-sans-cas", "biopropane-litre"], ignoreOrder: true);

    [Theory]
    [InlineData("code,fossil\ntgv,not-said\n", "nothing is told of gazole-non-routier")]
    [InlineData("code,fossil\ntgv,not-said\ntgv,none\n", "there twice")]
    [InlineData("code,fossil\ntgv,perhaps\n", "is none of fossil, none, not-said")]
    [InlineData("code,fossil\ntvg,none\n", "no factor of the catalogue")]
    [InlineData("code,fossil\ngenre-documentaire,none\n", "no factor of the catalogue")]
    [InlineData("code,burnt\ntgv,none\n", "expected code, fossil")]
    public void A_file_that_forgets_or_invents_a_factor_stops(string text, string why)
        => Should.Throw<FormatException>(() => FossilFile.Parse(text, [.. Catalogue.Facts.Where(f => f.Code is "tgv" or "gazole-non-routier" or "genre-documentaire")])).Message.ShouldContain(why);

    [Fact]
    public void The_three_shares_sum_exactly_to_the_total()
    {
        var line = from code in Gen.Elements("tgv", "gazole-non-routier", "hvo100-huiles-usagees", "rm-machines", "avion-long-avec-trainees", "gone")
                   from millionths in Gen.Choose(1, int.MaxValue)
                   select new ActivityLine(Guid.Empty, "transport", "transport", "shooting", new LineFactor(code, 1, Sources.GetValueOrDefault((code, 1))?.Value ?? 0.7m, "x"), millionths / 1_000_000m, null);
        Prop.ForAll(line.ListOf().ToArbitrary(), lines =>
        {
            var shares = FossilShares.Among(lines, Sources);
            return shares.Sum(s => s.Emission.Kilograms) == lines.Sum(l => l.Emission.Kilograms)
                && shares.Where(s => s.Code == "fossil").Sum(s => s.Emission.Kilograms) == lines.Where(l => l.Factor.Code is "gazole-non-routier" or "avion-long-avec-trainees").Sum(l => l.Emission.Kilograms)
                && shares.Where(s => s.Code == "none").Sum(s => s.Emission.Kilograms) == lines.Where(l => l.Factor.Code == "hvo100-huiles-usagees").Sum(l => l.Emission.Kilograms);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_not_told_makes_the_share_a_least_one_and_nothing_has_no_share()
    {
        FossilShares.Sentence([new Share("fossil", new Co2e(60)), new Share("none", new Co2e(5)), new Share("not-said", new Co2e(35))])!.Value.Fr
            .ShouldBe("Au moins 60\u00A0% du total repose sur une énergie fossile brûlée. Pour 35\u00A0% du total, les sources ne disent pas quelle énergie est brûlée.");
        FossilShares.Sentence([new Share("fossil", new Co2e(60)), new Share("none", new Co2e(40))])!.Value.En.ShouldBe("60% of the total rests on fossil fuel burnt.");
        FossilShares.Sentence([]).ShouldBeNull();
    }

    [Fact]
    public async Task Results_API_and_workbook_tell_the_same_share()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner, "fr");
        var burnt = FirstProject.Activity.Where(l => Fossils.Of(l.Factor.Code) == FossilUse.Burnt).Sum(l => l.Emission.Kilograms);
        burnt.ShouldBeGreaterThan(0);

        var assessment = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional");
        assessment.GetProperty("byFossil").EnumerateObject().Sum(p => p.Value.GetDecimal()).ShouldBe(FirstProject.TotalKg);
        assessment.GetProperty("byFossil").GetProperty("fossil").GetDecimal().ShouldBe(burnt);
        assessment.GetProperty("fossilShare").GetDecimal().ShouldBe(decimal.Round(burnt / FirstProject.TotalKg, 4));
        assessment.GetProperty("fossilNotSaidShare").GetDecimal().ShouldBeGreaterThan(0);
        assessment.GetProperty("lines").EnumerateArray().ShouldAllBe(l => l.GetProperty("fossil").GetString()!.Length > 0);

        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("Énergies fossiles brûlées");
        page.Text.ShouldContain($"au moins {Web.Format.Percent(burnt / FirstProject.TotalKg, 0, Languages.French).Replace('\u00A0', ' ')}");
        page.Text.ShouldContain("les sources ne disent pas l’énergie");

        var summary = Workbook.ReadAll(await owner.GetByteArrayAsync($"/bilans/{project.Id}/previsionnel/bilan.xlsx"))[0];
        summary.Rows.Single(r => (string?)r[0] == "Part d’énergie fossile brûlée")[1].ShouldBe(decimal.Round(burnt / FirstProject.TotalKg * 100m, 2));
        summary.Rows.Where(r => ((string)r[0]!).StartsWith("Énergie fossile : ", StringComparison.Ordinal)).Sum(r => (decimal)r[1]!).ShouldBe(FirstProject.TotalKg);
        (await app.As(project.Owner).GetPageAsync("/facteurs/gazole-non-routier")).Text.ShouldContain("Énergie fossile brûlée");
    }
}
