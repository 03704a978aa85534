using System.Net;
using System.Text.RegularExpressions;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What the catalogue says of each factor: what it counts, whether it may be trusted, who publishes it, in both languages.</summary>
public sealed class CatalogueDataTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly FactorFile File = FactorFile.Embedded();

    private static Factor Fact(string code) => File.Facts.Single(f => f.Code == code);

    [Theory]
    [InlineData("elec-uk-2025-complet", "0.2454", "use+upstream+losses", "elec-uk-2025-desnz", "use")]
    [InlineData("avion-long-economie-complet", "0.14165", "use+upstream+contrails", "avion-long-economie-avec-rf", "use+contrails")]
    [InlineData("avion-long-affaires-complet", "0.41077", "use+upstream+contrails", "avion-long-affaires-avec-rf", "use+contrails")]
    [InlineData("taxi-vehicule-km-complet", "0.25982", "use+upstream", "taxi-vehicule-km", "use")]
    [InlineData("train-national-uk-complet", "0.04443", "use+upstream", "train-national-uk", "use")]
    [InlineData("eurostar-train-complet", "0.00563", "use+upstream", "eurostar-train-international", "use")]
    [InlineData("ferry-pieton-complet", "0.02295", "use+upstream", "ferry-pieton", "use")]
    [InlineData("elec-fr-2024-mix-moyen", "0.0519", "use+upstream+losses", "elec-mix-fr", "use+upstream")]
    public void B19_The_complete_sum_stands_beside_the_partial_figure(string complete, string value, string perimeter, string partial, string less)
    {
        Fact(complete).ValueText.ShouldBe(value);
        Fact(complete).Perimeter.Code.ShouldBe(perimeter);
        Fact(complete).Mark.ShouldBeNull();
        (Fact(partial).Perimeter.Code, Fact(partial).Mark, Fact(partial).Instead).ShouldBe((less, FactorMark.Incomplete, complete));
    }

    [Fact]
    public void B19_A_sum_is_the_sum_of_the_figures_that_its_remark_names()
    {
        var sums = File.Facts.Where(f => f.Code.EndsWith("-complet", StringComparison.Ordinal)).ToList();
        sums.Count.ShouldBe(14);
        sums.ShouldAllBe(f => Regex.Matches(f.Remark.En, @"\d+\.\d+").Sum(m => decimal.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture)) == f.Value);
    }

    [Fact]
    public void B19_Every_factor_that_can_be_used_says_what_it_counts()
        => File.Facts.Where(f => f.IsUsable).ShouldAllBe(f => f.Perimeter.Parts.Count > 0);

    [Fact]
    public void B19_No_grid_mix_without_its_losses_is_offered_as_complete()
        => File.Facts.Where(f => f.Code.StartsWith("elec-", StringComparison.Ordinal) && f.Mark is null && !f.Perimeter.Counts("life-cycle")).ShouldAllBe(f => f.Perimeter.Counts("losses"));

    [Fact]
    public async Task B19_The_perimeter_is_said_on_the_line_the_page_the_search_and_the_api_in_both_languages()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var added = await FootprintApp.JsonAsync(await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("100", "elec-mix-gb", "kWh")));
        added.GetProperty("perimeter").EnumerateArray().Select(p => p.GetString()).ShouldBe(["use", "upstream"]);
        added.GetProperty("mark").GetString().ShouldBe("incomplete");

        var fact = await FootprintApp.GetAsync(program, "/api/factors/elec-mix-gb");
        fact.GetProperty("perimeterFr").GetString().ShouldBe("usage + amont de l’énergie");
        fact.GetProperty("instead").GetString().ShouldBe("elec-uk-2025-complet");

        var (french, english) = (app.As(project.Owner), app.As(project.Owner, "en"));
        (await french.GetPageAsync(FootprintLinksOf(project))).Find("details.more").TextContent.ShouldContain("usage + amont de l’énergie");
        (await english.GetPageAsync(FootprintLinksOf(project))).Find("details.more").TextContent.ShouldContain("counts: use + upstream of the energy");
        (await french.GetPageAsync(FootprintLinksOf(project))).Find("details.more").TextContent.ShouldContain("le résultat est sous-estimé");
        var page = await french.GetPageAsync("/facteurs/elec-mix-gb");
        page.Texts("dd").ShouldContain("usage + amont de l’énergie");
        page.Find(".notice").TextContent.ShouldContain("sous-estimé. À sa place");
        page.Find(".notice a").GetAttribute("href").ShouldBe("/facteurs/elec-uk-2025-complet");
        var search = await french.GetPageAsync($"{FootprintLinksOf(project)}?recherche=électricité royaume-uni");
        search.All("main table tbody tr")[0].TextContent.ShouldContain("usage + amont de l’énergie + pertes de réseau");
        search.All("main table tbody tr .badge").ShouldNotBeEmpty();
        var form = await french.GetPageAsync($"{FootprintLinksOf(project)}?factor=elec-mix-gb");
        form.Find("#f-factor").TextContent.ShouldContain("Incomplet");
        form.Find("#f-factor .help a").GetAttribute("href")!.ShouldContain("factor=elec-uk-2025-complet");
    }

    [Fact]
    public async Task B19_The_results_say_when_lines_do_not_count_the_same()
    {
        var project = await app.ProjectAsync(d => d with { Budget = null });
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("100", "tgv"));
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats")).All("main .notice").ShouldBeEmpty();

        // The same post, without the manufacture: said, also between the two assessments.
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/lines", FootprintApp.Line("100", "eurostar-train-complet"));
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Find("main .notice").TextContent.ShouldContain("ne comparez pas telles quelles");
        page.Find("main .notice li").TextContent.ShouldContain("usage + amont de l’énergie + fabrication (1 ligne)");

        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/lines", FootprintApp.Line("100", "train-national-uk"));
        (await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/resultats")).Find("main .notice").TextContent.ShouldContain("1 line rests on an incomplete factor");
    }

    [Theory]
    [InlineData("is", 2023)]
    [InlineData("dz", 2023)]
    [InlineData("sn", 2023)]
    [InlineData("ci", 2023)]
    [InlineData("il", 2023)]
    [InlineData("bw", 2023)]
    [InlineData("ua", 2022)]
    [InlineData("de", 2024)]
    public void Catalogue_A_grid_mix_has_the_year_of_its_file(string country, int year) => Fact($"elec-mix-{country}").ValidYear.ShouldBe(year);

    [Theory]
    [InlineData("voiture-essence-2023", "voiture-essence-2018")]
    [InlineData("disque-dur-count", "disque-dur-externe")]
    [InlineData("stockage-cloud-go-count", "stockage-cloud-go-an")]
    public async Task Catalogue_A_doubtful_factor_is_marked_and_refused_on_a_new_line(string code, string instead)
    {
        (Fact(code).Mark, Fact(code).Barrier, Fact(code).Instead).ShouldBe((FactorMark.Doubtful, FactorBarrier.Doubtful, instead));
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var answer = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("1", code, Fact(code).QuantityUnit!));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await FootprintApp.JsonAsync(answer)).GetProperty("code").GetString().ShouldBe("footprint.factor-not-usable");
        var page = await app.As(project.Owner).GetPageAsync($"{FootprintLinksOf(project)}?factor={code}");
        page.Text.ShouldContain("mise en doute");
        page.All("main a").ShouldContain(a => a.GetAttribute("href")!.Contains($"factor={instead}", StringComparison.Ordinal));
        (await app.NewVisitor().GetPageAsync($"/facteurs?recherche={code}")).Find("main .badge").TextContent.ShouldBe("Douteux");
    }

    [Fact]
    public void Catalogue_The_ratios_of_2018_are_marked_and_point_to_those_of_2023()
    {
        var old = File.Facts.Where(f => f.Code.StartsWith("rm2018-", StringComparison.Ordinal)).ToList();
        old.Count.ShouldBe(11);
        old.ShouldAllBe(f => f.Mark == FactorMark.Superseded && f.IsUsable);
        old.Where(f => f.Instead is not null).ShouldAllBe(f => Fact(f.Instead!).ValidYear == 2023);
    }

    [Fact]
    public void Catalogue_Names_are_proper_french_and_english()
    {
        Fact("hotel-nuit-fr-2-etoiles").NameFr.ShouldBe("Nuit d’hôtel France, 2 étoiles");
        Fact("hotel-nuit-fr-non-classe").NameFr.ShouldBe("Nuit d’hôtel France, non classé");
        Fact("cloud-gcp-belgique").Name.ShouldBe(new Text("Hébergement Google Cloud, Belgique, électricité", "Google Cloud hosting, Belgium, electricity"));
        Fact("hotel-chambre-nuit-es").NameEn.ShouldBe("Hotel room-night, Spain");
        Fact("elec-pv-ngc").NameFr.ShouldContain("Chine");
        File.Facts.ShouldAllBe(f => !Regex.IsMatch(f.NameEn, ", [A-Z]{2}$") && !Regex.IsMatch(f.NameFr + f.NameEn, @"\bRF\b|'|m2\b|m3\b"));
    }

    /// <summary>The words of whoever collected the figures stay where it is told how they were found.</summary>
    [Fact]
    public void Catalogue_What_a_producer_reads_is_a_source_that_an_auditor_accepts_in_both_languages()
    {
        const string insiders = @"carbonr|co2\.js|@tgwf|commit|repositor|publicodes|\.csv|\.txt|\.yml|seed|general knowledge|third.party|by me|data/|codecarbon|JSON|ABC modules|Trap";
        File.Facts.ShouldAllBe(f => !Regex.IsMatch($"{f.Source.Fr} {f.Source.En} {f.Reference.Fr} {f.Reference.En} {f.Remark.Fr} {f.Remark.En}", insiders, RegexOptions.IgnoreCase));
        var english = new Regex(@"\b(the|and|with|without|year|of|value|source is|element|upstream|manufacture|breakfast)\b");
        File.Facts.Where(f => english.IsMatch(f.Remark.Fr) || english.IsMatch(f.Source.Fr.Replace("Inventory of Carbon and Energy", "", StringComparison.Ordinal))).Select(f => f.Code).ShouldBeEmpty();
        File.Facts.Where(f => f.Found.Note.StartsWith("general", StringComparison.Ordinal)).ShouldAllBe(f => f.Source.Fr == "Ordre de grandeur sans source publiée, à vérifier");
    }

    [Theory]
    [InlineData("taxi-vehicule-km")]
    [InlineData("tgv")]
    [InlineData("drone-heure-vol")]
    [InlineData("elec-mix-de")]
    public async Task Catalogue_The_page_of_a_factor_quotes_the_source_first_and_how_it_was_found_below(string code)
    {
        var page = await app.NewVisitor().GetPageAsync($"/facteurs/{code}");
        var cards = page.All("main .card, main section.card").Select(c => c.TextContent).ToList();
        cards[0].ShouldContain(Fact(code).Source.Fr);
        cards[0].ShouldNotContain(Fact(code).Found.Source);
        cards[1].ShouldContain("Comment cette valeur a été trouvée");
        cards[1].ShouldContain(Fact(code).Found.Source);
        page.All("main [lang=en]").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Catalogue_A_line_of_an_older_catalogue_keeps_its_value_and_is_shown_with_the_words_of_today()
    {
        // As the version before wrote it: without perimeter, mark and words; a factor that is doubtful today, and one with another year.
        await app.Database.ScalarAsync<object?>(
            """
            insert into footprint.factor_catalogues (version, hash, facts, loaded_at) values (77, 'before', 2, now());
            insert into footprint.factors (catalogue_version, code, name_fr, name_en, category, unit, quantity_unit, value, value_text, geography, valid_year, source, source_ref, note, provenance, search)
            values (77, 'voiture-essence-2023', 'Voiture essence, 2023', 'Car, petrol, 2023', 'transport', 'kgCO2e/km', 'km', 0.357, '0.357', 'FR', 2023, 'a public source file', 'element 43787', '[C] check before use', 'C', 'voiture'),
                   (77, 'elec-mix-is', 'Électricité, mix Islande', 'Electricity mix, Iceland', 'energy', 'kgCO2e/kWh', 'kWh', 0.99, '0.99', 'IS', 2024, 'via @tgwf/co2', 'data ISL', '[D] other', 'D', 'islande');
            select 1
            """);
        var project = await app.ProjectAsync();
        var id = AssessmentKind.Provisional.StreamId(project.Id);
        var line = new ActivityLine(app.Ids.NewId(), "transport", "transport", "shooting", new LineFactor("voiture-essence-2023", 77, 0.357m, "km"), 1000, null);
        var other = line with { Id = app.Ids.NewId(), Factor = new LineFactor("elec-mix-is", 77, 0.99m, "kWh") };
        await app.Store.Begin(Actor.System).Append(await app.Store.LoadAsync<Assessment>(id, default), new LineAdded(project.Id, AssessmentKind.Provisional, line), new LineAdded(project.Id, AssessmentKind.Provisional, other)).SaveAsync(default);

        var page = await app.As(project.Owner).GetPageAsync(FootprintLinksOf(project));
        page.Text.ShouldContain("1 347 kg", customMessage: "357 + 990, as entered");
        var formulas = page.All("details.more").Select(d => d.TextContent).ToList();
        formulas[0].ShouldContain("ADEME, Base Carbone V23.6");
        formulas[0].ShouldContain("usage + amont de l’énergie + fabrication");
        formulas[1].ShouldContain("via @tgwf/co2", customMessage: "another value today: its words are not those of today");
        formulas[1].ShouldContain("Catalogue version 77");

        // A doubtful factor stays on the line that has it: the quantity can still be corrected.
        var owner = app.As(project.Owner);
        var form = await owner.GetPageAsync($"{FootprintLinksOf(project)}/lignes/{line.Id}");
        form = await owner.SubmitAsync(form, form.Form("[data-line-form] form"), ("quantity", "2000"));
        form.Text.ShouldContain("Ligne enregistrée");
        using var program = app.ProgramOf(project.Owner);
        (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(714m + 990m);
    }

    private static string FootprintLinksOf(TestProject project) => $"/bilans/{project.Id}/previsionnel";
}
