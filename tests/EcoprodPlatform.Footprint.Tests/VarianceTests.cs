using System.Net;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Reports;
using EcoprodPlatform.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Why the final assessment differs from the provisional one (CC-9, CC-10): parts that sum exactly.</summary>
public sealed class VarianceTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly Dictionary<(string Code, int Version), Factor> Sources = FactorFile.Embedded().Facts.ToDictionary(f => (f.Code, 1));

    [Fact]
    public void More_of_the_same_is_activity()
        => Of(Line(1, "tgv", 1000), Line(1, "tgv", 1500)).ShouldBe(new VarianceParts(500 * 0.00293m, 0, 0, 0, 0));

    [Fact]
    public void Another_factor_of_the_same_perimeter_is_a_choice_at_the_final_quantity()
    {
        var (car, other) = (Sources[("voiture-compacte-diesel", 1)], Sources[("voiture-compacte-essence", 1)]);
        car.Perimeter.ShouldBe(other.Perimeter);
        Of(Line(1, car.Code, 100), Line(1, other.Code, 80)).ShouldBe(new VarianceParts(-20 * car.Value, 80 * (other.Value - car.Value), 0, 0, 0));
    }

    [Fact]
    public void A_newer_value_of_the_same_factor_is_a_factor_version()
    {
        var after = Line(1, "tgv", 1000);
        Of(Line(1, "tgv", 1000), after with { Factor = after.Factor with { Value = 0.003m, CatalogueVersion = 2 } }).ShouldBe(new VarianceParts(0, 0, 1000 * (0.003m - 0.00293m), 0, 0));
    }

    [Fact]
    public void A_factor_that_counts_other_emissions_is_a_perimeter()
        => Of(Line(1, "elec-mix-gb", 100), Line(1, "elec-uk-2025-complet", 100)).ShouldBe(new VarianceParts(0, 0, 0, 100 * (0.2454m - 0.21579m), 0));

    [Fact]
    public void Litres_in_place_of_euros_are_data_quality_as_a_whole()
        => Of(Line(1, "rm-machines", 2), Line(1, "gazole-non-routier", 100)).ShouldBe(new VarianceParts(0, 0, 0, 0, 316 - 546));

    [Fact]
    public void A_measure_in_place_of_a_typical_value_is_data_quality()
        => Of(Line(1, "tgv", 1000) with { Status = DataStatus.Estimated }, Line(1, "tgv", 400) with { Status = DataStatus.Measured })
            .ShouldBe(new VarianceParts(0, 0, 0, 0, -600 * 0.00293m));

    [Fact]
    public void Numbers_that_no_decimal_holds_together_still_sum_exactly()
    {
        var before = Line(1, "tgv", 0.000001m) with { Factor = new LineFactor("tgv", 1, 1_000_000_000m, "passenger.km") };
        var after = Line(1, "tgv", 999_999_999_999.999999m) with { Factor = new LineFactor("tgv", 2, 0.000001m, "passenger.km") };
        Of(before, after).ShouldBe(new VarianceParts(0, 0, after.Emission.Kilograms - before.Emission.Kilograms, 0, 0));
    }

    [Fact]
    public void Lines_that_came_or_went_are_activity()
    {
        Variance.Of([Line(1, "tgv", 1000)], [], Sources).Parts.ShouldBe(new VarianceParts(-2.93m, 0, 0, 0, 0));
        Variance.Of([], [Line(1, "tgv", 1000)], Sources).Parts.ShouldBe(new VarianceParts(2.93m, 0, 0, 0, 0));
    }

    [Fact]
    public void Lines_are_paired_by_question_then_by_copy_then_by_likeness()
    {
        var asked = Line(1, "tgv", 1000) with { Origin = new LineOrigin("train", "travel", "line") };
        var before = new[] { asked, Line(2, "tgv", 10) with { Label = "Aller" }, Line(3, "ter", 10), Line(4, "ter", 20) };
        var after = new[]
        {
            asked with { Id = FirstProject.Id(11), Quantity = 1100 },
            Line(12, "ter", 10) with { CopiedFrom = before[1].Id },
            // Two that could be either: neither is guessed.
            Line(13, "ter", 11), Line(14, "ter", 21),
        };
        Variance.Of(before, after, Sources).Lines.Select(l => (l.Before?.Id, l.After?.Id)).ShouldBe(
            [(before[0].Id, after[0].Id), (before[1].Id, after[1].Id), (null, after[2].Id), (null, after[3].Id), (before[2].Id, null), (before[3].Id, null)], ignoreOrder: true);
    }

    [Fact]
    public void A_line_that_counts_elsewhere_moves_without_changing_the_total()
    {
        var variance = Variance.Of([Line(1, "tgv", 1000)], [Line(1, "tgv", 1000) with { CopiedFrom = FirstProject.Id(1), Phase = "pre-production" }], Sources);
        (variance.Lines.Single().IsMoved, variance.Parts).ShouldBe((true, default));
    }

    [Fact]
    public void The_parts_sum_exactly_to_the_difference_whatever_the_lines_and_their_order()
        => Prop.ForAll(Assessments().ToArbitrary(), both =>
        {
            var variance = Variance.Of(both.Before, both.After, Sources);
            var turned = Variance.Of([.. both.Before.Reverse()], [.. both.After.Reverse()], Sources);
            return variance.Parts.Sum == variance.Gap.Kilograms
                && variance.Lines.Sum(l => l.Parts.Sum) == variance.Gap.Kilograms
                && variance.Lines.Count(l => l.Before is not null) == both.Before.Length
                && variance.Lines.Count(l => l.After is not null) == both.After.Length
                && turned.Parts == variance.Parts;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_final_assessment_that_started_as_a_copy_is_explained_line_by_line()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/definitif/ecart");
        page.Text.ShouldContain("Pas encore d’écart");
        (await owner.GetAsync(new Uri($"/api/footprints/{project.Id}/final/variance", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var copied = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/definitif/ecart")).Text.ShouldContain("« Bilan définitif » est égal à « Bilan prévisionnel ».");

        var final = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final");
        var train = final.GetProperty("lines").EnumerateArray().First(l => l.GetProperty("factor").GetString() == "tgv");
        using var changed = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/final/lines/{train.GetProperty("id").GetGuid()}", FootprintApp.Line("3400", phase: "pre-production", label: "Autre libellé"), train.GetProperty("version").GetInt64());
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);

        var variance = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final/variance");
        variance.GetProperty("gapKgCo2e").GetDecimal().ShouldBe(2.93m);
        variance.GetProperty("parts").GetProperty("activity").GetDecimal().ShouldBe(2.93m);
        variance.GetProperty("lines").EnumerateArray().ShouldAllBe(l => l.GetProperty("baseLine").ValueKind != System.Text.Json.JsonValueKind.Null && l.GetProperty("line").ValueKind != System.Text.Json.JsonValueKind.Null);

        page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/definitif/ecart");
        page.Text.ShouldContain("Part principale : activité (+2,93 kg).");
        page.Text.ShouldContain("2 400 passager.km avant, 3 400 passager.km après");
        page = await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/definitif/ecart");
        page.Text.ShouldContain("2,400 passenger.km before, 3,400 passenger.km after");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats")).All($"a[href='/bilans/{project.Id}/definitif/ecart']").ShouldNotBeEmpty();
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/ecart")).Text.ShouldContain("Part principale");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/previsionnel/ecart")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(new Kernel.PersonId(app.Ids.NewId())).GetPageAsync($"/bilans/{project.Id}/definitif/ecart")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static VarianceParts Of(ActivityLine before, ActivityLine after)
        => Variance.Of([before], [after with { CopiedFrom = before.Id }], Sources).Parts;

    private static ActivityLine Line(int id, string factor, decimal quantity)
    {
        var fact = Sources[(factor, 1)];
        return new ActivityLine(FirstProject.Id(id), "transport", "transport", "shooting", new LineFactor(factor, 1, fact.Value, fact.QuantityUnit!), quantity, null);
    }

    private static Gen<(ActivityLine[] Before, ActivityLine[] After)> Assessments()
    {
        string[] factors = ["tgv", "ter", "avion-long-avec-trainees", "voiture-compacte-diesel", "rm-machines", "elec-mix-gb", "elec-uk-2025-complet", "gazole-non-routier"];
        var line =
            from millionths in Gen.Choose(1, int.MaxValue)
            from factor in Gen.Elements(factors)
            from status in Gen.Elements<DataStatus?>(null, DataStatus.Estimated, DataStatus.Measured)
            from partner in Gen.Choose(0, 8)
            select (Line: Line(1, factor, millionths / 1_000_000m) with { Status = status }, Partner: partner);
        return from before in line.ListOf()
               from after in line.ListOf()
               select (
                   before.Select((l, i) => l.Line with { Id = FirstProject.Id(i + 1) }).ToArray(),
                   after.Select((l, i) => l.Line with { Id = FirstProject.Id(i + 1001), CopiedFrom = l.Partner == 0 ? null : FirstProject.Id(l.Partner) }).ToArray());
    }
}
