using System.Net;
using EcoprodPlatform.Footprint.Advising;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Uncertainty;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What would reduce a project most (CC-16), computed from its own lines.</summary>
public sealed class AdviceTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly Dictionary<string, Factor> Factors = FactorFile.Embedded().Facts.ToDictionary(f => f.Code, f => f with { CatalogueVersion = 1 }, StringComparer.Ordinal);

    private static readonly AdviceFile File = AdviceShelf.Embedded();

    private static readonly AdviceContext France = new("FR", Factors);

    [Fact]
    public void The_file_covers_the_trades_and_names_its_source_in_both_languages()
    {
        File.All.Count.ShouldBeGreaterThanOrEqualTo(8);
        File.All.ShouldAllBe(a => a.Source.Fr.Length > 0 && a.Source.En.Length > 0 && a.Assumption.Fr.EndsWith('.') && a.Means.En.EndsWith('.'));
        string[] touched = [.. File.All.SelectMany(a => a.Posts.Concat(a.Substitutions.SelectMany(s => s.Factors).Select(f => Factors[f].Category))).Distinct()];
        ((string[])["transport", "generators", "food", "sets", "accommodation", "purchased-goods", "digital", "costumes_hmc"]).ShouldBeSubsetOf(touched);
    }

    /// <summary>Each rule by hand: the line, and what takes its place.</summary>
    [Theory]
    [InlineData("grid-for-generator", "generators", "groupe-electrogene-litre-gnr", 400, "elec-fr-2024-mix-moyen", "1290.322581", "electricity")]
    [InlineData("grid-for-generator", "generators", "groupe-electrogene-kwh-100kw-charge50", 100, "elec-fr-2024-mix-moyen", "100", "electricity")]
    [InlineData("biofuel-generator", "generators", "gazole-non-routier", 400, "hvo100-huiles-usagees", "400", "generators")]
    [InlineData("train-for-short-flights", "transport", "avion-court-avec-trainees", 8000, "tgv", "8000", "transport")]
    [InlineData("economy-class", "transport", "avion-long-affaires-complet", 8000, "avion-long-economie-complet", "8000", "transport")]
    [InlineData("electric-cars", "transport", "voiture-moyenne-2023", 1000, "voiture-electrique-compacte", "1000", "transport")]
    [InlineData("fuller-cars", "transport", "voiture-moyenne-2023", 1000, "voiture-moyenne-2023", "500", "transport")]
    [InlineData("no-red-meat", "food", "repas-viande-rouge-base-carbone", 300, "repas-vegetarien-base-carbone", "300", "food")]
    [InlineData("reused-sets", "purchased-goods", "contreplaque-kg", 300, "contreplaque-kg", "150", "purchased-goods")]
    [InlineData("local-crew", "accommodation", "hotel-chambre-nuit-jp", 31, "hotel-chambre-nuit-jp", "15.5", "accommodation")]
    [InlineData("disks-for-backups", "equipment", "ssd-externe", 4, "disque-dur-externe", "4", "equipment")]
    public void An_advice_puts_another_factor_or_another_quantity_in_place(string code, string post, string factor, int quantity, string newFactor, string newQuantity, string newPost)
    {
        var before = Line(factor, quantity, post);
        var after = Advice(code).Apply([before], France).Single();
        (after.Factor.Code, after.Quantity, after.Post).ShouldBe((newFactor, decimal.Parse(newQuantity, System.Globalization.CultureInfo.InvariantCulture), newPost));
        (after.Id, after.Label, after.Department, after.Phase).ShouldBe((before.Id, before.Label, before.Department, before.Phase));
        after.Factor.Value.ShouldBe(Factors[newFactor].Value);
        Advice(code).Changes([before], France).Single().Saving.Kilograms.ShouldBe(quantity * Factors[factor].Value - after.Quantity * after.Factor.Value);
    }

    /// <summary>Where the catalogue has a train of the place, and there alone.</summary>
    [Theory]
    [InlineData("GB", "train-national-uk-complet")]
    [InlineData("BE", "eurostar-train-complet")]
    [InlineData("DE", "eurostar-train-complet")]
    [InlineData("NL", "eurostar-train-complet")]
    [InlineData("FR", "tgv")]
    [InlineData("ES", null)]
    public void A_short_flight_becomes_a_train_of_the_lead_country(string country, string? train)
    {
        var before = Line("avion-court-avec-trainees", 8000);
        File.All.Where(a => a.Code.StartsWith("train-for", StringComparison.Ordinal)).SelectMany(a => a.Changes([before], new AdviceContext(country, Factors)))
            .Select(c => c.After.Factor.Code).ShouldBe(train is null ? [] : [train]);
    }

    [Fact]
    public void What_an_advice_is_not_about_stays_as_it_is()
    {
        // The same diesel, in a car and not in a generator.
        Unchanged("grid-for-generator", Line("gazole-non-routier", 400, "transport"), France);
        // Trains as in France are not everywhere.
        Unchanged("train-for-short-flights", Line("avion-court-avec-trainees", 400), new AdviceContext("BW", Factors));
        foreach (var country in new[] { "ES", "FR" })
        {
            Unchanged("train-for-short-flights-gb", Line("avion-court-avec-trainees", 400), new AdviceContext(country, Factors));
            Unchanged("train-for-short-flights-europe", Line("avion-court-avec-trainees", 400), new AdviceContext(country, Factors));
        }

        // A country whose electricity the catalogue does not have.
        Unchanged("grid-for-generator", Line("gazole-non-routier", 400, "generators"), new AdviceContext("VA", Factors));
        // Biofuel is lighter than the electricity of Botswana: nothing is advised that makes it heavier.
        Unchanged("grid-for-generator", Line("groupe-electrogene-kwh-hvo", 400, "generators"), new AdviceContext("BW", Factors));
        // Half of a millionth is nothing.
        Unchanged("tap-water", Line("tgv", 1), France);
        Advice("fuller-cars").Apply([Line("voiture-moyenne-2023", 0.000001m)], France).Single().Quantity.ShouldBe(0.000001m);

        static void Unchanged(string code, ActivityLine line, AdviceContext context)
        {
            Advice(code).Apply([line], context).ShouldBe([line]);
            Advice(code).Changes([line], context).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_quantity_that_was_converted_is_an_estimate()
    {
        var measured = Line("gazole-non-routier", 400, "generators") with { Status = DataStatus.Measured, Marks = QualityMarks.Uniform(5) };
        var grid = Advice("grid-for-generator").Apply([measured], France).Single();
        (grid.Status, grid.Marks).ShouldBe((DataStatus.Estimated, null));
        var fuel = Advice("biofuel-generator").Apply([measured], France).Single();
        (fuel.Status, fuel.Marks).ShouldBe((DataStatus.Measured, measured.Marks));
    }

    [Fact]
    public void The_saving_is_exactly_the_total_less_the_total_of_the_applied_lines_and_never_below_zero()
        => Prop.ForAll(Assessment().ToArbitrary(), a =>
        {
            foreach (var advice in File.All)
            {
                var context = new AdviceContext(a.Country, Factors);
                var (applied, changes) = (advice.Apply(a.Lines, context), advice.Changes(a.Lines, context));
                var saving = a.Lines.Sum(l => l.Emission.Kilograms) - applied.Sum(l => l.Emission.Kilograms);
                if (changes.Sum(c => c.Saving.Kilograms) != saving || changes.Any(c => c.Saving.Kilograms <= 0) || applied.Count != a.Lines.Length
                    || applied.Where((l, i) => l.Id != a.Lines[i].Id).Any() || ResultCube.Of(a.Lines).Total - ResultCube.Of([.. applied]).Total != new Co2e(saving))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    /// <summary>Every factor that a rule replaces, in every post and country: it becomes lighter or stays.</summary>
    [Fact]
    public void Every_substitution_of_the_file_saves_something_where_it_is_given()
        => File.All.SelectMany(a => a.Substitutions.SelectMany(s => s.Factors).Select(f => (a, f)))
            .Where(x => x.a.Changes([Line(x.f, 1000, x.a.Posts is [var post, ..] ? post : "transport")], x.a.Countries is [var country, ..] ? new AdviceContext(country, Factors) : France).Count == 0).Select(x => $"{x.a.Code}: {x.f}").ShouldBeEmpty();

    [Theory]
    [InlineData("source: x", "source: y", "the source y is not said in both languages")]
    [InlineData("by: tgv", "by: tvg", "tvg is no factor to be offered")]
    [InlineData("by: tgv", "by: elec-fr-2024-mix-moyen", "nothing converts them")]
    [InlineData("by: tgv", "by: taxi-passager-km", "taxi-passager-km is no factor to be offered")]
    [InlineData("[avion-court-avec-trainees]", "[seed-avion]", "seed-avion is no factor of the catalogue")]
    [InlineData("[avion-court-avec-trainees]", "[avion-court-avec-trainees, avion-court-avec-trainees]", "replaces a factor twice")]
    [InlineData("posts: [transport]", "posts: [transports]", "transports is no emission post")]
    [InlineData("by: tgv", "times: 2", "with the same factor the quantity becomes smaller")]
    [InlineData("by: tgv", "per: 0", "times and per are over 0")]
    [InlineData("factors: [avion-court-avec-trainees], by: tgv", "by: tgv", "without factors")]
    [InlineData("by: tgv", "buy: tgv", "line 8")]
    [InlineData("en: Train", "en: ", "is not said in both languages")]
    [InlineData("{ version: 1", "{ version: 2", "the newest of its changes")]
    public void A_file_that_cannot_be_computed_stops_and_names_what_is_wrong(string written, string wrong, string why)
    {
        const string text = """
            version: 1
            changes: [{ version: 1, on: "2026-11-28", fr: Un, en: One }]
            sources: { x: { fr: X, en: X } }
            advice:
              - { code: train, fr: Train, en: Train, source: x, posts: [transport],
                  means: { fr: A, en: A },
                  assumption: { fr: A, en: A },
                  substitutions: [{ factors: [avion-court-avec-trainees], by: tgv }] }
            """;
        AdviceFile.Parse("a.yaml", text, Factors).All.Single().Code.ShouldBe("train");
        text.ShouldContain(written);
        Should.Throw<FormatException>(() => AdviceFile.Parse("a.yaml", text.Replace(written, wrong, StringComparison.Ordinal), Factors)).Message.ShouldContain(why);
    }

    [Fact]
    public async Task The_19_lines_are_advised_on_page_results_and_API_with_the_same_figures()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);

        var answer = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/advice");
        answer.GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        items.ShouldNotBeEmpty();
        items.Select(i => i.GetProperty("savingKgCo2e").GetDecimal()).ShouldBeInOrder(SortDirection.Descending);
        foreach (var item in items)
        {
            var advice = Advice(item.GetProperty("code").GetString()!);
            var applied = advice.Apply(FirstProject.Activity, France).Sum(l => l.Emission.Kilograms);
            item.GetProperty("savingKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg - applied);
            item.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("savingKgCo2e").GetDecimal()).ShouldBe(FirstProject.TotalKg - applied);
        }

        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/conseils");
        page.Text.ShouldContain("Ce sont des calculs, pas des réductions obtenues");
        page.Text.ShouldContain("Voir le calcul");
        page.All("main section[id]").Select(s => s.Id).ShouldBe(items.Select(i => i.GetProperty("code").GetString()));

        var results = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        results.Text.ShouldContain("Ce qui réduirait le plus");
        results.All("main ol li a").Select(a => a.GetAttribute("href")).ShouldBe(items.Take(5).Select(i => $"/bilans/{project.Id}/conseils#{i.GetProperty("code").GetString()}"));
    }

    [Fact]
    public async Task A_saving_that_rests_on_an_incomplete_factor_says_so()
    {
        var project = await app.ProjectAsync(p => p with { LeadCountry = "BW" });
        using var owner = app.ProgramOf(project.Owner);
        using var added = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("400", "gazole-non-routier", "L", post: "generators"));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);

        var items = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/advice")).GetProperty("items").EnumerateArray().ToList();
        items.Select(i => (i.GetProperty("code").GetString(), i.GetProperty("isTooLarge").GetBoolean())).ShouldBe([("biofuel-generator", false), ("grid-for-generator", true)]);
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/conseils")).Text.ShouldContain("Le facteur qui remplace est incomplet : l’économie est surestimée.");
    }

    [Fact]
    public async Task Without_lines_there_is_no_advice_and_strangers_get_404()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var answer = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final/advice");
        answer.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/conseils")).Text.ShouldContain("Pas encore de conseil");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats")).Text.ShouldNotContain("Ce qui réduirait le plus");

        using var stranger = app.ProgramOf((await app.ProjectAsync()).Owner);
        (await stranger.GetAsync(new Uri($"/api/footprints/{project.Id}/final/advice", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(new Uri($"/bilans/{project.Id}/conseils", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Advising.Advice Advice(string code) => File.All.Single(a => a.Code == code);

    private static ActivityLine Line(string factor, decimal quantity, string post = "transport")
        => new(FirstProject.Id(1), "transport", post, "shooting", new LineFactor(factor, 1, Factors[factor].Value, Factors[factor].QuantityUnit!), quantity, "Repérages");

    private static Gen<(ActivityLine[] Lines, string Country)> Assessment()
    {
        string[] factors = [.. File.All.SelectMany(a => a.Substitutions.SelectMany(s => s.Factors)).Distinct(), "hotel-chambre-nuit-jp", "tgv"];
        string[] posts = ["transport", "generators", "food", "accommodation", "purchased-goods", "digital-data"];
        var line = from factor in Gen.Elements(factors)
                   from post in Gen.Elements(posts)
                   from millionths in Gen.Choose(1, int.MaxValue)
                   select Line(factor, millionths / 1_000_000m, post);
        return from lines in line.ListOf()
               from country in Gen.Elements("FR", "BW", "PL", "GB", "VA")
               select (lines.Select((l, i) => l with { Id = FirstProject.Id(i + 1) }).ToArray(), country);
    }
}
