using System.Net;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Upgrades;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A new catalogue changes no line by itself; moving to it is an act, with a preview of what changes line by line.</summary>
public sealed class UpgradeSlices(UpgradeSlices.NewerCatalogue app) : IClassFixture<UpgradeSlices.NewerCatalogue>
{
    [Fact]
    public async Task A_producer_sees_what_would_change_and_moves_to_the_current_catalogue()
    {
        var (project, old) = await OlderAsync();
        using var producer = app.As(project.Owner);
        (await producer.GetPageAsync($"/bilans/{project.Id}/resultats")).All($"a[href='/bilans/{project.Id}/previsionnel/catalogue']").Count.ShouldBe(1);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/catalogue");
        page.Text.ShouldContain("0,00293");
        page.Text.ShouldContain("+0,168 kg"); // 2,400 passenger.km × (0.003 − 0.00293)
        page.Text.ShouldContain("le catalogue n’a plus ce facteur");

        using var owner = app.ProgramOf(project.Owner);
        var preview = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/catalogue-upgrade");
        preview.GetProperty("differenceKgCo2e").GetDecimal().ShouldBe(2400 * (0.003m - 0.00293m));
        preview.GetProperty("lines").GetArrayLength().ShouldBe(3);
        (await TotalAsync(owner, project)).ShouldBe(old.Sum(l => l.Emission.Kilograms), "looking changes nothing");

        page = await producer.SubmitAsync(page);
        page.Text.ShouldContain("le total change de 0,168 kg");
        (await TotalAsync(owner, project)).ShouldBe(old.Sum(l => l.Emission.Kilograms) + (2400 * (0.003m - 0.00293m)));
        (await app.EventsAsync(project.Id))[^1].ShouldBe("factors-upgraded.v1");
        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/catalogue")).Text.ShouldContain("garde son facteur");
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray()
            .Select(l => (l.GetProperty("factor").GetString(), l.GetProperty("catalogueVersion").GetInt32())).ShouldBe([("tgv", 1), ("repas-boeuf", old[1].Factor.CatalogueVersion), ("repas-vegetarien-base-carbone", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_preview_that_is_no_longer_true_is_not_carried_out()
    {
        var (project, _) = await OlderAsync();
        using var owner = app.ProgramOf(project.Owner);
        var path = $"/api/footprints/{project.Id}/provisional/catalogue-upgrade";
        using var previewed = await owner.GetAsync(new Uri(path, UriKind.Relative));
        var version = long.Parse(previewed.Headers.ETag!.Tag.Trim('"').Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line())).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Post, path, null, version)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await owner.SendAsync(HttpMethod.Post, path, null)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        (await owner.SendAsync(HttpMethod.Post, path, null, version + 1)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        await reader.SendAsync(HttpMethod.Post, path, null, version + 2).ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        await app.CloseAsync(project);
        await owner.SendAsync(HttpMethod.Post, path, null, version + 2).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
    }

    [Fact]
    public async Task What_is_set_aside_takes_the_new_factors_and_changes_no_total()
    {
        var (project, old) = await OlderAsync();
        var stream = await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default);
        var aside = old[0] with { Id = app.Ids.NewId(), Origin = new LineOrigin("wood", "sets", "line") };
        await app.Store.Begin(Actor.System)
            .Append(stream, new LinesReplaced(project.Id, AssessmentKind.Provisional, [.. old, aside]), new SectionSwitched(project.Id, AssessmentKind.Provisional, "sets", true)).SaveAsync(default);
        using var owner = app.ProgramOf(project.Owner);
        using var done = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/catalogue-upgrade", null, stream.Version + 2);
        (await FootprintApp.JsonAsync(done)).GetProperty("differenceKgCo2e").GetDecimal().ShouldBe(2400 * (0.003m - 0.00293m));
        var after = (await app.Store.LoadAsync<Assessment>(stream.Id, default)).State;
        after.AllLines.Single(l => l.Id == aside.Id).Factor.Value.ShouldBe(0.003m);
        after.Lines.Sum(l => l.Emission.Kilograms).ShouldBe(old.Sum(l => l.Emission.Kilograms) + (2400 * (0.003m - 0.00293m)));
    }

    /// <summary>A unit that changed, a value that would make a line absurd, a factor that is none any more: kept and told, never converted.</summary>
    [Fact]
    public void What_cannot_be_taken_is_held_with_its_reason()
    {
        var tgv = FactorFile.Embedded().Facts.Single(f => f.Code == "tgv") with { CatalogueVersion = 2 };
        var line = FirstProject.Activity.First(l => l.Factor.Code == "tgv");
        Held(tgv with { Unit = "kgCO2e/km" })!.ShouldContain("km");
        Held(tgv with { Value = 1_000_000_000m })!.ShouldContain("trop grande");
        Held(tgv with { Mark = FactorMark.Doubtful }).ShouldNotBeNull();
        Held(tgv with { Value = 1m }).ShouldBeNull();
        FactorUpgrade.Of(1, [line], new Dictionary<string, Factor> { ["tgv"] = tgv }).Lines.ShouldBeEmpty("it is of that version already");

        string? Held(Factor current) => FactorUpgrade.Of(2, [line], new Dictionary<string, Factor> { ["tgv"] = current }).Lines.Single().Held?.Fr;
    }

    [Fact]
    public void The_difference_of_the_total_is_the_sum_of_the_lines_exactly()
        => Prop.ForAll(ArbMap.Default.GeneratorFor<int>().Select(i => Math.Abs(i % 1_000_000) + 1).ListOf().ToArbitrary(), quantities =>
        {
            var tgv = FactorFile.Embedded().Facts.Single(f => f.Code == "tgv") with { CatalogueVersion = 2, Value = 0.003m };
            ActivityLine[] lines = [.. quantities.Select((q, i) => FirstProject.Activity[0] with { Id = FirstProject.Id(i + 1), Quantity = q / 1000m, Factor = new LineFactor("tgv", 1, 0.00293m, "passenger.km") })];
            var upgrade = FactorUpgrade.Of(2, lines, new Dictionary<string, Factor> { ["tgv"] = tgv });
            return upgrade.Difference == lines.Sum(l => l.Quantity * 0.003m) - lines.Sum(l => l.Emission.Kilograms);
        }).QuickCheckThrowOnFailure();

    /// <summary>Three lines of the catalogue before: one whose factor changed, one whose factor is gone, one whose factor is the same.</summary>
    private async Task<(TestProject Project, ActivityLine[] Lines)> OlderAsync()
    {
        var version = await app.Services.GetRequiredService<FactorCatalogue>().ImportAsync(FactorFile.Embedded(), default);
        var facts = FactorFile.Embedded().Facts.ToDictionary(f => f.Code);
        ActivityLine[] lines = [.. new[] { ("tgv", 2400m), ("repas-boeuf", 10m), ("repas-vegetarien-base-carbone", 30m) }.Select(l => new ActivityLine(
            app.Ids.NewId(), "transport", "transport", "shooting", new LineFactor(l.Item1, version, facts[l.Item1].Value, facts[l.Item1].QuantityUnit!), l.Item2, null))];
        var project = await app.ProjectAsync();
        await app.Store.Begin(Actor.System)
            .Append(await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default), new LinesReplaced(project.Id, AssessmentKind.Provisional, lines))
            .SaveAsync(default);
        return (project, lines);
    }

    private static async Task<decimal> TotalAsync(HttpClient owner, TestProject project)
        => (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("totalKgCo2e").GetDecimal();

    /// <summary>A host that brings a catalogue in which one value is another and one fact is gone.</summary>
    public sealed class NewerCatalogue : FootprintApp
    {
        protected override void ConfigureServices(IServiceCollection services)
        {
            base.ConfigureServices(services);
            var file = FactorFile.Embedded();
            services.Replace(ServiceDescriptor.Singleton(new FactorFile(
                new string('d', 64), [.. file.Facts.Where(f => f.Code != "repas-boeuf").Select(f => f.Code == "tgv" ? f with { Value = 0.003m, ValueText = "0.003" } : f)])));
        }
    }
}
