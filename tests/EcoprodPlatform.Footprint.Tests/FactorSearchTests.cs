using EcoprodPlatform.Footprint.Factors;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What people of the trade type, and what they must find first. As the line's form asks: only what can be used.</summary>
public sealed class FactorSearchTests
{
    private static readonly FactorFile File = FactorFile.Embedded();
    private static readonly FactorIndex Index = new(File.Facts, SynonymFile.Embedded());

    /// <summary>The words: departments, posts and things of a shoot (production-vocabulary), and those that found nothing or something odd.</summary>
    public static TheoryData<string, string> Words => new()
    {
        // Found nothing before.
        { "camionnette", "vul-3t5-diesel" },
        { "minibus", "vul-moyen-diesel" },
        { "VTC", "voiture-moyenne-2023" },
        { "poids lourd", "camion-7t5-17t" },
        { "location de voiture", "voiture-moyenne-2023" },
        { "vol Paris", "avion-court-avec-trainees" },
        { "tout-venant", "dechets-dib-melange" },
        { "benne", "dechets-dib-melange" },
        { "traiteur", "repas-moyen-base-carbone" },
        { "plateau repas", "repas-moyen-base-carbone" },
        { "costume", "rm-textiles" },
        { "montage", "rm-services-specialises" },
        { "mixage", "rm-services-specialises" },
        { "étalonnage", "rm-services-specialises" },
        { "gîte", "location-saisonniere-nuit-fr" },
        { "appartement", "location-saisonniere-nuit-fr" },
        { "Airbnb", "location-saisonniere-nuit-fr" },
        { "barnum", "coton-tissu-kg" },
        { "fleurs", "rm-autres-manufactures" },
        { "burger", "repas-boeuf" },
        { "hydrogène", "family:energy" },
        { "7 places", "vul-moyen-diesel" },
        { "trajet domicile travail", "voiture-moyenne-2023" },
        // Found something foreign or odd first.
        { "électricité", "elec-fr-2024-mix-moyen" },
        { "train", "tgv" },
        { "hôtel", "hotel-nuit-fr" },
        { "chauffage", "elec-fr-2023-chauffage-saisonnalise" },
        { "LED", "projecteur-led-unite" },
        // Departments.
        { "régie", "vul-3t5-diesel" },
        { "image", "camera-numerique-unite" },
        { "caméra", "camera-numerique-unite" },
        { "son", "produits-electroniques-euro-2023" },
        { "machinerie", "machines-kg" },
        { "décor", "feuille-decor-m2" },
        { "construction décor", "feuille-decor-m2" },
        { "accessoires", "rm-autres-manufactures" },
        { "costumes", "rm-textiles" },
        { "maquillage", "maquillage-kg" },
        { "coiffure", "maquillage-kg" },
        { "HMC", "rm-textiles" },
        { "effets spéciaux", "gaz-co2-effets-speciaux" },
        { "cascade", "rm-spectacles-musees" },
        { "figuration", "rm-spectacles-musees" },
        { "cantine", "repas-moyen-base-carbone" },
        { "catering", "repas-moyen-base-carbone" },
        { "post-production", "rm-services-specialises" },
        { "VFX", "rendu-serveur-kwh-fr" },
        { "animation", "family:animation" },
        { "informatique", "ordinateur-portable-base-carbone" },
        { "rendu", "rendu-serveur-kwh-fr" },
        { "compositing", "rendu-serveur-kwh-fr" },
        { "assurances", "rm-assurances" },
        { "promotion", "affiche-120x160" },
        { "chauffeur", "voiture-moyenne-2023" },
        { "bureau de production", "elec-fr-2024-mix-moyen" },
        { "studio", "elec-fr-2024-mix-moyen" },
        { "plateau TV", "elec-fr-2024-mix-moyen" },
        { "repérage", "voiture-moyenne-2023" },
        // Posts.
        { "groupe électrogène", "groupe-electrogene-litre-gnr" },
        { "hébergement", "hotel-nuit-fr" },
        { "climatisation", "elec-fr-2024-mix-moyen" },
        { "données numériques", "transfert-donnees-go" },
        { "déchets", "dechets-dib-melange" },
        { "transport", "voiture-moyenne-2023" },
        { "alimentation", "repas-moyen-base-carbone" },
        // Things.
        { "voiture", "voiture-moyenne-2023" },
        { "taxi", "taxi-vehicule-km-complet" },
        { "avion", "avion-court-avec-trainees" },
        { "vol long-courrier", "avion-long-avec-trainees" },
        { "TGV", "tgv" },
        { "Eurostar", "eurostar-train-complet" },
        { "métro", "metro-idf" },
        { "hélicoptère", "helicoptere-heure" },
        { "drone", "drone-heure-vol" },
        { "camion", "camion-7t5-17t" },
        { "utilitaire", "vul-3t5-diesel" },
        { "gazole", "gazole-routier-b7" },
        { "gasoil", "gazole-routier-b7" },
        { "carburant", "gazole-routier-b7" },
        { "SP95", "essence-sp95-e10" },
        { "nuit d’hôtel", "hotel-nuit-fr" },
        { "repas végétarien", "repas-vegetarien" },
        { "repas", "repas-moyen-base-carbone" },
        { "café", "cafe-litre" },
        { "bouteille d’eau", "eau-bouteille-litre" },
        { "table régie", "biscuits-kg" },
        { "bois", "bois-resineux-kg" },
        { "contreplaqué", "contreplaque-kg" },
        { "peinture", "peinture-kg" },
        { "moquette", "moquette-kg" },
        { "projecteur", "projecteur-led-unite" },
        { "pellicule", "pellicule-35mm-m" },
        { "disque dur", "disque-dur-externe" },
        { "rushes", "disque-dur-externe" },
        { "LTO", "bande-lto" },
        { "piles", "pile-aa" },
        { "pressing", "pressing-kg" },
        { "papier", "ramette-papier" },
        { "visio", "visioconference-heure" },
        { "loge", "camping-car-loge" },
        { "coursier", "colis-livraison-domicile-1kg" },
    };

    /// <summary>The crew by its trades, brands for things, and what found something odd: "essence" was the fuel of planes, "thé" a coach, "courrier" a ratio of 2018.</summary>
    public static TheoryData<string, string> MoreWords => new()
    {
        { "réalisateur", "voiture-moyenne-2023" },
        { "scripte", "voiture-moyenne-2023" },
        { "équipe", "voiture-moyenne-2023" },
        { "régisseur", "vul-3t5-diesel" },
        { "chef décorateur", "feuille-decor-m2" },
        { "machinistes", "machines-kg" },
        { "électro", "projecteur-led-unite" },
        { "maquilleuse", "maquillage-kg" },
        { "costumière", "rm-textiles" },
        { "chef opérateur", "camera-numerique-unite" },
        { "monteur", "rm-services-specialises" },
        { "moniteur", "ecran-impactco2" },
        { "orchestre", "rm-spectacles-musees" },
        { "storyboard", "family:animation" },
        { "sous-titres", "rm-services-specialises" },
        { "matériel", "produits-electroniques-euro-2023" },
        { "groupe", "groupe-electrogene-litre-gnr" },
        { "essence", "essence-sp95-e10" },
        { "voiture essence", "voiture-essence-2018" },
        { "voiture électrique", "voiture-electrique-compacte" },
        { "Tesla", "voiture-electrique-compacte" },
        { "Blablacar", "covoiturage-thermique-2" },
        { "Air France", "avion-court-avec-trainees" },
        { "Uber", "voiture-moyenne-2023" },
        { "Uber Eats", "repas-moyen-base-carbone" },
        { "péage", "voiture-moyenne-2023" },
        { "péniche", "ferry-pieton-complet" },
        { "nacelle", "gazole-non-routier" },
        { "chariot élévateur", "gazole-non-routier" },
        { "neige artificielle", "rm-produits-chimiques" },
        { "bungalow", "rm-services-specialises" },
        { "toilettes sèches", "rm-services-specialises" },
        { "papier toilette", "rm-papier-carton" },
        { "pompe à chaleur", "elec-fr-2023-chauffage-saisonnalise" },
        { "per diem", "repas-moyen-base-carbone" },
        { "légumes", "repas-vegetarien" },
        { "thé", "the-litre" },
        { "talkie-walkie", "produits-electroniques-euro-2023" },
        { "carte mémoire", "ssd-externe" },
        { "courrier", "rm-poste-courrier" },
        { "placo", "plaque-platre-tonne-desnz" },
        { "parquet", "bois-feuillu-kg" },
        { "velours", "coton-tissu-kg" },
        { "visserie", "rm-produits-metalliques" },
        { "gaffer", "rm-autres-manufactures" },
        { "câbles", "produits-electroniques-euro-2023" },
    };

    public static TheoryData<string, string> EnglishWords => new()
    {
        { "electricity", "elec-fr-2024-mix-moyen" },
        { "flight", "avion-court-avec-trainees" },
        { "hotel", "hotel-nuit-fr" },
        { "lunch", "repas-moyen-base-carbone" },
        { "truck", "camion-7t5-17t" },
        { "generator", "groupe-electrogene-litre-gnr" },
        { "skip", "dechets-dib-melange" },
        { "wardrobe", "rm-textiles" },
        { "car rental", "voiture-moyenne-2023" },
        { "hard drive", "disque-dur-externe" },
        { "UK electricity", "elec-uk-2025-complet" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    [MemberData(nameof(MoreWords))]
    [MemberData(nameof(EnglishWords))]
    public void B24_A_word_of_the_trade_finds_first_what_is_meant(string word, string expected)
    {
        var found = Index.Search(new FactorSearch(word, OnlyUsable: true));
        found.Facts.ShouldNotBeEmpty();
        if (expected.StartsWith("family:", StringComparison.Ordinal))
        {
            found.Facts[0].Category.ShouldBe(expected["family:".Length..]);
            return;
        }

        found.Facts[0].Code.ShouldBe(expected);
        found.Facts[0].Mark.ShouldBeNull("what is marked is not offered first");
    }

    [Fact]
    public void B24_There_are_at_least_91_words() => Words.Count.ShouldBeGreaterThanOrEqualTo(91);

    [Theory]
    [InlineData("electricte", "elec-fr-2024-mix-moyen")]
    [InlineData("hotle", "hotel-nuit-fr")]
    [InlineData("camionette", "vul-3t5-diesel")]
    [InlineData("repas vegetarein", "repas-vegetarien")]
    [InlineData("contreplaquet", "contreplaque-kg")]
    [InlineData("generatr", "groupe-electrogene-litre-gnr")]
    public void B24_Typing_errors_are_forgiven_and_said(string typed, string expected)
    {
        var found = Index.Search(new FactorSearch(typed, OnlyUsable: true));
        found.Facts[0].Code.ShouldBe(expected);
    }

    [Theory]
    [InlineData("électricité Allemagne", "elec-mix-de")]
    [InlineData("hôtel Belgique", "hotel-chambre-nuit-be")]
    [InlineData("elec-mix-gb", "elec-mix-gb")]
    [InlineData("tgv", "tgv")]
    [InlineData("gaz", "gaz-naturel-kwh-pci")]
    public void B24_A_name_or_a_code_finds_its_factor(string words, string expected)
        => Index.Search(new FactorSearch(words, OnlyUsable: true)).Facts[0].Code.ShouldBe(expected);

    [Fact]
    public void B24_The_start_of_a_word_stands_before_its_middle()
    {
        var codes = Index.Search(new FactorSearch("ter", OnlyUsable: true)).Facts.Select(f => f.Code).ToList();
        codes[0].ShouldBe("ter");
        codes.IndexOf("batterie-li-ion-tonne").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void B24_While_one_types_the_beginning_of_a_word_is_enough()
        => Index.Search(new FactorSearch("camionn", OnlyUsable: true)).Facts[0].Code.ShouldBe("vul-3t5-diesel");

    [Fact]
    public void B24_Where_nothing_is_found_the_nearest_family_is_named()
    {
        var found = Index.Search(new FactorSearch("transportation", OnlyUsable: true));
        found.Facts.ShouldBeEmpty();
        found.Family.ShouldNotBeNull();
        Index.Search(new FactorSearch("zzzzzz")).Family.ShouldBeNull();
        Index.Search(new FactorSearch("clap", OnlyUsable: true)).Family.ShouldBeNull("no shelf looks like it: none is better than one by chance");
    }

    /// <summary>Whatever is typed: each word and each name of the catalogue, each word of the trade, in both languages.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Catalogue_What_is_superseded_or_doubtful_is_never_offered_before_what_is_not(bool onlyUsable)
    {
        var queries = SynonymFile.Embedded().Entries.Select(s => string.Join(' ', s.Words))
            .Concat(File.Facts.SelectMany(f => new[] { f.NameFr, f.NameEn }.Concat(FactorIndex.WordsOf($"{f.NameFr} {f.NameEn}"))))
            .Distinct();
        foreach (var query in queries)
        {
            var usable = Index.Search(new FactorSearch(query, OnlyUsable: onlyUsable)).Facts.Where(f => f.Barrier is null or FactorBarrier.Doubtful).ToList();
            var marked = usable.FindIndex(f => f.Mark is FactorMark.Superseded or FactorMark.Doubtful);
            if (marked >= 0)
            {
                usable.Skip(marked).ShouldAllBe(f => f.Mark == FactorMark.Superseded || f.Mark == FactorMark.Doubtful, query);
            }
        }
    }

    [Theory]
    [InlineData("taxi", "taxi-vehicule-km-complet", "taxi-vehicule-km")]
    [InlineData("avion long-courrier économique", "avion-long-economie-complet", "avion-long-economie-avec-rf")]
    [InlineData("ferry piéton", "ferry-pieton-complet", "ferry-pieton")]
    [InlineData("électricité royaume-uni", "elec-uk-2025-complet", "elec-uk-2025-desnz")]
    [InlineData("train national", "train-national-uk-complet", "train-national-uk")]
    [InlineData("télécommunications", "rm-telecom", "rm2018-telecom")]
    public void B19_The_complete_and_current_factor_stands_before_the_marked_one(string words, string first, string after)
    {
        var codes = Index.Search(new FactorSearch(words, OnlyUsable: true)).Facts.Select(f => f.Code).ToList();
        codes.IndexOf(first).ShouldBe(0);
        codes.IndexOf(after).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("fr,en\nx,y", "columns")]
    [InlineData("fr,en,finds\nvan,van,no-such-fact", "no-such-fact")]
    [InlineData("fr,en,finds\nvan,van,category:nothing", "category:nothing")]
    [InlineData("fr,en,finds\nvan,van,", "neither")]
    [InlineData("fr,en,finds\nvan|vans,,tgv\nvans,,tgv", "twice")]
    [InlineData("fr,en,finds\nvan,van", "cells")]
    public void B24_A_file_of_words_that_finds_what_is_not_there_is_refused_with_its_line(string text, string why)
        => Should.Throw<FormatException>(() => SynonymFile.Parse(text, new HashSet<string> { "tgv" })).Message.ShouldSatisfyAllConditions(m => m.ShouldContain("synonyms.csv, line "), m => m.ShouldContain(why));
}
