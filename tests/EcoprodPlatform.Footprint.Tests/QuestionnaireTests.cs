using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The questionnaires that the program brings (CC-11, CC-14, CC-17), and what stops a file.</summary>
public sealed class QuestionnaireTests
{
    private const string Small = """
        code: small
        version: 2
        changes: [{ version: 2, on: "2026-01-02", fr: Deux, en: Two }, { version: 1, on: "2026-01-01", fr: Une, en: One }]
        sources: { own: { fr: hypothèse, en: assumption } }
        source: own
        units: { km: { fr: km, en: km } }
        genres: { documentary: { crew: 4 }, other: { crew: 10 } }
        sections:
          - code: travel
            department: transport
            fr: Trajets
            en: Trips
            lead: { fr: Les trajets, en: The trips }
            questions:
              - code: train
                fr: Trains
                en: Trains
                fields: [{ code: km, fr: Distance, en: Distance, unit: km, typical: [crew, 100] }]
                lines: [{ factor: tgv, unit: passenger.km, quantity: [km], post: transport, phase: shooting }]
        """;

    private static readonly Dictionary<string, Factor> Factors = FactorFile.Embedded().Facts.ToDictionary(f => f.Code, StringComparer.Ordinal);
    private static readonly QuestionnaireShelf Shelf = new();

    public static TheoryData<string> Genres => [.. EditorialGenres.All.Select(g => g.Code)];

    /// <summary>Kilograms that are plausible for a whole production: published-cases §4 where it has the genre, else around its nearest one.</summary>
    public static TheoryData<string, int, int> Plausible => new()
    {
        { "feature-film", 40_000, 800_000 },
        { "tv-film", 40_000, 250_000 },
        { "fiction-series", 60_000, 780_000 },
        { "documentary", 1_000, 60_000 },
        { "short-film", 1_000, 40_000 },
        { "commercial", 200, 80_000 },
        { "music-video", 200, 10_000 },
        { "corporate-film", 200, 10_000 },
        { "live-capture", 1_000, 30_000 },
        { "entertainment", 4_600, 46_000 },
        { "magazine-news", 1_000, 11_000 },
    };

    [Theory]
    [MemberData(nameof(Genres))]
    public void CC11_CC14_Every_genre_has_a_questionnaire_of_at_most_50_questions(string genre)
    {
        var questionnaire = Shelf.For(genre);
        questionnaire.Questions.Count().ShouldBeInRange(25, Questionnaire.MostQuestions);
        questionnaire.Questions.Select(q => q.Code).ShouldBeUnique();
        questionnaire.Questions.Where(q => !q.IsBasis).Select(q => q.Section).Distinct().Count().ShouldBeGreaterThanOrEqualTo(6);
        // "I don't know" has an answer everywhere.
        questionnaire.Questions.ShouldAllBe(q => q.Fields.Any(f => f.Typical.Count > 0));
    }

    /// <summary>Answers are kept under the question's code: whoever changes the genre finds those that both ask.</summary>
    [Fact]
    public void A_question_that_several_genres_ask_has_the_same_fields_in_all()
        => Shelf.All.SelectMany(q => q.Questions).GroupBy(q => q.Code).ShouldAllBe(g => g.Select(q => string.Join(' ', q.Fields.Select(f => f.Code))).Distinct().Count() == 1);

    [Theory]
    [MemberData(nameof(Plausible))]
    public void Whoever_knows_nothing_gets_a_plausible_footprint_of_the_genre(string genre, int least, int most)
    {
        var (state, kg) = AllUnknown(genre);
        kg.ShouldBeInRange(least, most);
        state.Lines.ShouldAllBe(l => l.KnownStatus == DataStatus.Estimated || l.KnownStatus == DataStatus.Monetary);
    }

    [Fact]
    public void An_animation_studio_comes_to_what_studios_come_to()
    {
        // published-cases §4: 0.5 to 2.5 t a full-time equivalent and year.
        var years = Shelf.For("animated-series").Typical["staff"] * Shelf.For("animated-series").Typical["months"] / 12;
        (AllUnknown("animated-series").Kg / years).ShouldBeInRange(500, 2500);
    }

    [Fact]
    public void A_game_studio_comes_to_what_studios_come_to()
    {
        var years = Shelf.For("video-game").Typical["staff"] * Shelf.For("video-game").Typical["months"] / 12;
        (AllUnknown("video-game").Kg / years).ShouldBeInRange(500, 2500);
        Shelf.For("video-game").Find("puppets").ShouldBeNull();
        Shelf.For("animated-series").Find("test-devices").ShouldBeNull();
    }

    [Fact]
    public void Each_site_counts_with_the_electricity_of_its_country_and_an_empty_one_with_the_lead_country()
    {
        var (answer, lines) = Given("animated-series", "studio-electricity", "BE", [("kwh", 1000), ("kwh2", 200), ("kwh3", 30)], [("country2", "Pologne"), ("country3", "gb")]);
        lines.Select(l => (l.Factor.Code, l.Quantity)).ShouldBe([("elec-mix-be", 1000m), ("elec-mix-pl", 200m), ("elec-uk-2025-complet", 30m)]);
        answer.Places.ShouldBe([new AnswerPlace("country2", "PL"), new AnswerPlace("country3", "GB")]);
        lines.Select(l => l.Id).ShouldBeUnique();
    }

    [Fact]
    public void A_country_may_be_said_for_a_project_whose_lead_country_has_no_electricity_in_the_catalogue()
        => Given("documentary", "location-electricity", "AQ", [("kwh", 10)], [("country", "FR")]).Lines.Single().Factor.Code.ShouldBe("elec-fr-2024-mix-moyen");

    [Theory]
    [InlineData("country2", "Atlantide", "footprint.unknown-place", "country2")]
    [InlineData("country2", "Antarctique", "footprint.unknown-place", "country2")]
    [InlineData("country3", "Belgique", "footprint.answer-incomplete", "kwh3")]
    [InlineData("country9", "Belgique", "footprint.unknown-field", "country9")]
    public void A_place_that_cannot_be_counted_is_told_and_never_another_one(string place, string country, string code, string field)
    {
        var broken = new List<RuleBrokenException>();
        var reply = Reply("location-electricity", [("kwh", 10), ("kwh2", 20)], [(place, country)]);
        QuestionRules.Read(Context("documentary"), Shelf.For("documentary").Find("location-electricity")!, reply, Assessment.Empty, broken).ShouldBeNull();
        broken.Select(b => (b.Code, b.Field)).ShouldBe([(code, (string?)field)]);
    }

    [Theory]
    [InlineData(null, null, 4)] // 10 × 24 months ÷ 5 years
    [InlineData(50, null, 2)]
    [InlineData(null, 4, 5)]
    [InlineData(25, 8, 0.625)]
    public void Equipment_counts_for_the_share_of_its_life_that_the_project_uses(int? share, int? years, double pieces)
    {
        (string, decimal)?[] told = [("pieces", 10), ("months", 24), share is { } s ? ("share", s) : null, years is { } y ? ("years", y) : null];
        Given("video-game", "workstations", "FR", [.. told.OfType<(string, decimal)>()], []).Lines.Single().Quantity.ShouldBe((decimal)pieces);
    }

    [Fact]
    public void A_lifetime_of_zero_is_no_lifetime()
    {
        var broken = new List<RuleBrokenException>();
        QuestionRules.Read(Context("video-game"), Shelf.For("video-game").Find("workstations")!, Reply("workstations", [("pieces", 1), ("months", 1), ("years", 0)], []), Assessment.Empty, broken).ShouldBeNull();
        broken.Single().Field.ShouldBe("years");
    }

    [Fact]
    public void The_electricity_of_the_lead_country_is_counted()
    {
        AllUnknown("documentary", "FR").State.Lines.Where(l => l.Post == "electricity").ShouldAllBe(l => l.Factor.Code == "elec-fr-2024-mix-moyen");
        AllUnknown("documentary", "PL").State.Lines.Where(l => l.Post == "electricity").ShouldAllBe(l => l.Factor.Code == "elec-mix-pl");
        AllUnknown("documentary", "GB").State.Lines.Where(l => l.Post == "electricity").ShouldAllBe(l => l.Factor.Code == "elec-uk-2025-complet");
    }

    [Fact]
    public void A_country_whose_electricity_nobody_knows_is_said_and_never_another_one()
    {
        var broken = new List<RuleBrokenException>();
        QuestionRules.Read(Context("documentary", "AQ"), Shelf.For("documentary").Find("location-electricity")!, Unknown("location-electricity"), Assessment.Empty, broken).ShouldBeNull();
        broken.Single().Code.ShouldBe("footprint.no-electricity-mix");
    }

    [Fact]
    public void A_file_is_read()
    {
        var questionnaires = QuestionnaireFile.Parse("small.yaml", Small, Factors);
        questionnaires.Select(q => q.Genre).ShouldBe(["documentary", "other"]);
        questionnaires[0].Changes.Select(c => c.Version).ShouldBe([2, 1]);
        questionnaires[1].Find("train")!.Lines.Single().Factor.ShouldBe("tgv");
    }

    [Theory]
    [InlineData("factor: tgv", "factor: tgvv", "tgvv is no factor")]
    [InlineData("factor: tgv", "factor: elec-mix-fr", "elec-mix-fr is no factor to be offered")]
    [InlineData("unit: passenger.km", "unit: km", "tgv counts in passenger.km, not in km")]
    [InlineData("quantity: [km]", "quantity: [people]", "people in the quantity")]
    [InlineData("post: transport", "post: travel", "not in its list")]
    [InlineData("department: transport", "department: travel", "travel is no department")]
    [InlineData("en: Trains", "en: \"\"", "not said in both languages")]
    [InlineData("typical: [crew, 100]", "typical: [cast, 100]", "rests on what has none")]
    [InlineData("unit: km,", "unit: miles,", "miles is not in the list of units")]
    [InlineData("documentary: {", "documentaire: {", "documentaire is no editorial genre")]
    [InlineData("source: own", "source: mine", "the source mine")]
    [InlineData("version: 2\n", "version: 3\n", "that of version 3")]
    [InlineData("code: train", "cod: train", "'cod'")]
    public void A_file_with_a_fault_is_refused_and_the_fault_is_named(string right, string wrong, string why)
    {
        Small.ShouldContain(right);
        Should.Throw<FormatException>(() => QuestionnaireFile.Parse("small.yaml", Small.Replace(right, wrong, StringComparison.Ordinal), Factors)).Message.ShouldContain(why);
    }

    [Theory]
    [InlineData("", "places: [{ code: country, fr: Pays, en: Country }]", "each place belongs to one line")]
    [InlineData("place: country, ", "places: [{ code: country, fr: Pays, en: Country }]", "only electricity has a place")]
    [InlineData("over: [0], ", "", "divided by zero")]
    [InlineData("over: [years], ", "", "years in the quantity")]
    public void A_place_or_a_divisor_that_cannot_be_counted_stops_the_file(string line, string question, string why)
    {
        var wrong = Small.Replace("        lines: [{ factor", $"{(question.Length == 0 ? "" : $"        {question}\n")}        lines: [{{ {line}factor", StringComparison.Ordinal);
        Should.Throw<FormatException>(() => QuestionnaireFile.Parse("small.yaml", wrong, Factors)).Message.ShouldContain(why);
    }

    [Fact]
    public void More_questions_than_a_team_finishes_in_half_an_hour_are_refused()
    {
        var question = Small[Small.IndexOf("      - code: train", StringComparison.Ordinal)..];
        var many = Small + "\n" + string.Join("\n", Enumerable.Range(0, 50).Select(i => question.Replace("code: train", $"code: train{i}", StringComparison.Ordinal)));
        Should.Throw<FormatException>(() => QuestionnaireFile.Parse("small.yaml", many, Factors)).Message.ShouldContain("51 questions");
    }

    internal static AnswerContext Context(string genre, string country = "FR")
        => new(new ProjectId(FirstProject.Id(1000)), AssessmentKind.Provisional, Shelf.For(genre), country, Factors);

    private static (Answer Answer, IReadOnlyList<ActivityLine> Lines) Given(string genre, string question, string country, (string, decimal)[] fields, (string, string)[] places)
    {
        var broken = new List<RuleBrokenException>();
        var read = QuestionRules.Read(Context(genre, country), Shelf.For(genre).Find(question)!, Reply(question, fields, places), Assessment.Empty, broken);
        broken.ShouldBeEmpty();
        return read!.Value;
    }

    private static Reply Reply(string question, (string Field, decimal Quantity)[] fields, (string Place, string Country)[] places)
        => new(question, AnswerState.Given, fields.ToDictionary(f => f.Field, f => (decimal?)f.Quantity, StringComparer.Ordinal), null, IsConfirmed: true)
        {
            Places = places.ToDictionary(p => p.Place, p => (string?)p.Country, StringComparer.Ordinal),
        };

    private static Reply Unknown(string question) => new(question, AnswerState.Unknown, new Dictionary<string, decimal?>(StringComparer.Ordinal), null, IsConfirmed: true);

    private static (Assessment State, decimal Kg) AllUnknown(string genre, string country = "FR")
    {
        var (context, state) = (Context(genre, country), Assessment.Empty);
        foreach (var question in context.Questionnaire.Questions)
        {
            var broken = new List<RuleBrokenException>();
            var read = QuestionRules.Read(context, question, Unknown(question.Code), state, broken);
            broken.ShouldBeEmpty();
            state = state.Respond(context.ProjectId, context.Kind, read!.Value.Answer, read.Value.Lines, 0).Aggregate(state, (s, e) => s.Apply(e));
        }

        return (state, state.Lines.Sum(l => l.Emission.Kilograms));
    }
}
