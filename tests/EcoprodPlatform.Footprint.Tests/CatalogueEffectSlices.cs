using System.Globalization;
using System.Net;
using System.Text.Json;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Upgrades;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What the current catalogue would change in all open assessments: the same numbers as the preview of each, in one statement.</summary>
public sealed class CatalogueEffectSlices(CatalogueEffectSlices.NewerCatalogue app) : IClassFixture<CatalogueEffectSlices.NewerCatalogue>
{
    private const int Projects = 40;

    /// <summary>A value that changed, one that is the same, a fact that is gone, one that is doubtful now, one in another unit, one so large that most lines would be absurd.</summary>
    private static readonly string[] Codes = ["tgv", "repas-vegetarien-base-carbone", "repas-boeuf", "groupe-electrogene-litre-gnr", "repas-moyen-base-carbone", "elec-mix-gb"];

    [Fact]
    public async Task It_is_the_preview_of_every_open_assessment_to_the_last_digit()
    {
        var random = new Random(20261128);
        var old = await app.Services.GetRequiredService<FactorCatalogue>().ImportAsync(FactorFile.Embedded(), default);
        var current = await app.Services.GetRequiredService<FactorCatalogue>().CurrentVersionAsync(default);
        var projects = new List<TestProject>();
        for (var n = 0; n < Projects; n++)
        {
            var project = await app.ProjectAsync();
            projects.Add(project);
            await SaveAsync(project, [.. Enumerable.Range(0, random.Next(1, 13)).Select(_ => LineOf(random, random.Next(4) == 0 ? current : old))]);
        }

        await app.CloseAsync(projects[0]);
        await app.Services.GetRequiredService<CatalogueEffect>().RunAsync(default);

        var computed = await RowsAsync();
        computed.ShouldNotContainKey(projects[0].Id, "it is closed");
        var (changed, held) = (0, 0);
        foreach (var project in projects.Skip(1))
        {
            var sheet = await app.Services.GetRequiredService<AssessmentSheets>().GetAsync(project.Id, AssessmentKind.Provisional, default);
            var upgrade = await app.Services.GetRequiredService<UpgradeReader>().OfAsync(project.Id, sheet, default);
            computed[project.Id].ShouldBe(
                (sheet.Lines.Count, upgrade.Changed.Count, upgrade.Held.Count, sheet.Result.Total.Kilograms, sheet.Result.Total.Kilograms + upgrade.Difference));
            changed += upgrade.Changed.Count;
            held += upgrade.Held.Count;
        }

        (changed, held).ShouldSatisfyAllConditions(s => s.changed.ShouldBeGreaterThan(10), s => s.held.ShouldBeGreaterThan(30));

        using var staff = app.CreateClient();
        staff.SignIn(new PersonId(app.Ids.NewId()), isStaff: true);
        var view = await FootprintApp.GetAsync(staff, "/api/catalogue-effect");
        view.GetProperty("catalogueVersion").GetInt32().ShouldBe(current);
        view.GetProperty("changedLines").GetInt64().ShouldBe(computed.Values.Sum(r => r.Changed));
        view.GetProperty("heldLines").GetInt64().ShouldBe(computed.Values.Sum(r => r.Held));
        view.GetProperty("afterKgCo2e").GetDecimal().ShouldBe(computed.Values.Sum(r => r.After));
        (Count(view, "unchanged"), Count(view, "underOnePercent"), Count(view, "oneToFivePercent"), Count(view, "overFivePercent")).ShouldBe((
            computed.Values.Count(r => r.After == r.Before),
            computed.Values.Count(r => r.After != r.Before && Share(r) < 0.01m),
            computed.Values.Count(r => Share(r) is >= 0.01m and <= 0.05m),
            computed.Values.Count(r => Share(r) > 0.05m)));

        static decimal Share((int Lines, int Changed, int Held, decimal Before, decimal After) row) => Math.Abs(row.After - row.Before) / row.Before;
    }

    [Theory]
    [InlineData("0.00293")]
    [InlineData("3")]
    [InlineData("7")]
    [InlineData("0.001")]
    [InlineData("100000")]
    [InlineData("-2")]
    [InlineData("0")]
    public void The_bound_of_a_line_told_as_a_quantity_is_the_same_bound(string value)
    {
        var factor = decimal.Parse(value, CultureInfo.InvariantCulture);
        var most = CatalogueEffect.MostOf(factor);
        (most * factor).ShouldBeLessThanOrEqualTo(LineRules.GreatestKilograms);
        (most == LineRules.GreatestQuantity || (most + 0.000001m) * factor > LineRules.GreatestKilograms).ShouldBeTrue();
    }

    [Fact]
    public async Task A_section_that_is_set_aside_does_not_count_and_a_deleted_project_leaves_no_row()
    {
        var old = await app.Services.GetRequiredService<FactorCatalogue>().ImportAsync(FactorFile.Embedded(), default);
        var project = await app.ProjectAsync();
        var random = new Random(1);
        await SaveAsync(project, LineOf(random, old), LineOf(random, old) with { Origin = new LineOrigin("train", "travel", "line") });
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/sections/travel", """{"isAside": true}""")).EnsureSuccessStatusCode();
        var job = app.Services.GetRequiredService<CatalogueEffect>();
        await job.RunAsync(default);
        (await RowsAsync())[project.Id].Lines.ShouldBe(1);

        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project.Id, 5, DateTimeOffset.UnixEpoch));
        (await RowsAsync()).ShouldNotContainKey(project.Id);
        await job.RunAsync(default);
        (await RowsAsync()).ShouldNotContainKey(project.Id);
    }

    [Fact]
    public async Task Staff_alone_see_it_and_have_it_computed()
    {
        var staff = app.NewVisitor("fr");
        staff.Client.SignIn(new PersonId(app.Ids.NewId()), isStaff: true);
        var page = await staff.GetPageAsync("/equipe/catalogue");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page = await staff.SubmitAsync(page);
        page.Text.ShouldContain("Calcul lancé");
        await app.Services.GetRequiredService<CatalogueEffect>().RunAsync(default);
        (await staff.GetPageAsync("/equipe/catalogue")).Text.ShouldContain("Bilans qui changeraient");
        var producer = (await app.ProjectAsync()).Owner;
        (await app.As(producer).GetPageAsync("/equipe/catalogue")).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var program = app.ProgramOf(producer);
        (await program.SendAsync(HttpMethod.Post, "/api/catalogue-effect", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static int Count(JsonElement view, string name) => view.GetProperty(name).GetInt32();

    private ActivityLine LineOf(Random random, int version)
    {
        var code = Codes[random.Next(Codes.Length)];
        var fact = FactorFile.Embedded().Facts.Single(f => f.Code == code);
        return new ActivityLine(
            app.Ids.NewId(), "transport", "transport", "shooting", new LineFactor(fact.Code, version, fact.Value, fact.QuantityUnit!), random.NextInt64(1, 50_000_000_000) / 1_000_000m, null);
    }

    private async Task SaveAsync(TestProject project, params ActivityLine[] lines) => await app.Store.Begin(Actor.System)
        .Append(await app.Store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(project.Id), default), new LinesReplaced(project.Id, AssessmentKind.Provisional, lines))
        .SaveAsync(default);

    private async Task<Dictionary<Guid, (int Lines, int Changed, int Held, decimal Before, decimal After)>> RowsAsync()
    {
        var rows = new Dictionary<Guid, (int, int, int, decimal, decimal)>();
        await using var command = app.Database.Source.CreateCommand("select project_id, lines, changed, held, kg_before, kg_after from footprint.catalogue_effect");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetGuid(0), (reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetDecimal(4), reader.GetDecimal(5)));
        }

        return rows;
    }

    /// <summary>A host that brings a catalogue with all that can happen to a factor.</summary>
    public sealed class NewerCatalogue : FootprintApp
    {
        protected override void ConfigureServices(IServiceCollection services)
        {
            base.ConfigureServices(services);
            services.Replace(ServiceDescriptor.Singleton(new FactorFile(
                new string('e', 64),
                [.. FactorFile.Embedded().Facts.Where(f => f.Code != Codes[2]).Select(f => Array.IndexOf(Codes, f.Code) switch
                {
                    0 => f with { Value = 0.003m, ValueText = "0.003" },
                    3 => f with { Mark = FactorMark.Doubtful },
                    4 => f with { Unit = "kgCO2e/kg" },
                    5 => f with { Value = 100_000m, ValueText = "100000" },
                    _ => f,
                })])));
        }
    }
}
