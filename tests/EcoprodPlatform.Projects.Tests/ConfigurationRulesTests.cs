using Shouldly;
using Xunit;
using static EcoprodPlatform.Projects.Tests.Samples;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>What each field of the Configuration page accepts (PR-2 to PR-16), by the domain, whatever the door.</summary>
public sealed class ConfigurationRulesTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "title", "project.title" },
        { "title-long", "project.title" },
        { "title-nul", "project.title" },
        { "title-invisible", "project.title" },
        { "title-surrogate", "project.title" },
        { "title-override", "project.title" },
        { "title-noncharacter", "project.title" },
        { "genre-noncharacter", "project.unknown-genre" },
        { "genre", "project.unknown-genre" },
        { "genre-empty", "project.unknown-genre" },
        { "typology", "project.unknown-typology" },
        { "distribution", "project.unknown-distribution" },
        { "currency", "project.unknown-currency" },
        { "budget-negative", "project.budget" },
        { "budget-huge", "project.budget" },
        { "budget-precise", "project.budget" },
        { "episodes-none", "project.episodes" },
        { "episodes-many", "project.episodes" },
        { "duration-negative", "project.duration" },
        { "duration-long", "project.duration" },
        { "format", "project.unknown-format" },
        { "start-old", "project.date" },
        { "delivery-far", "project.date" },
        { "delivery-first", "project.delivery-before-start" },
        { "days-negative", "project.production-days" },
        { "days-many", "project.production-days" },
        { "country", "project.unknown-country" },
        { "country-none", "project.unknown-country" },
        { "coproduction", "project.unknown-country" },
        { "coproduction-lead", "project.coproduction-with-lead-country" },
        { "companies-many", "project.too-many-companies" },
        { "company-long", "project.company" },
        { "company-nul", "project.company" },
    };

    [Fact]
    public void The_project_of_the_screenshot_is_in_order() => Documentary.Tidy().Faults().ShouldBeEmpty();

    [Fact]
    public void The_least_one_must_fill_in_is_title_genre_and_country()
    {
        new ProjectConfiguration { Title = "A", EditorialGenre = "sport", LeadCountry = "FR" }.Faults().ShouldBeEmpty();
        new ProjectConfiguration().Faults().Select(f => f.Field).ShouldBe(["title", "editorialGenre", "leadCountry"]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_out_of_bounds_is_refused_with_its_code_and_its_field(string what, string code)
    {
        var faults = Wrong(what).Tidy().Faults();
        faults.Select(f => f.Code).ShouldBe([code]);
        faults[0].Field.ShouldNotBeNull();
        faults[0].Text.Fr.ShouldEndWith(".");
        faults[0].Text.En.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("🎬 Tournage 🌱")]
    [InlineData("مشروع وثائقي")]
    [InlineData("‏עברית‏ et français")]
    [InlineData("'; drop table project_list; --")]
    [InlineData("L’été — « 100 % »\u00A0!")]
    public void Any_text_that_can_be_seen_is_a_title(string title) => (Documentary with { Title = title }).Tidy().Faults().ShouldBeEmpty();

    [Fact]
    public void The_bounds_themselves_are_accepted() => (Documentary with
    {
        Title = new string('é', 200),
        Budget = 1_000_000_000_000m,
        Episodes = 10_000,
        DurationSeconds = 3_600_000,
        ProductionDays = 10_000,
        StartDate = new DateOnly(2023, 10, 2),
        ProductionCompanies = [new string('x', 200)],
    }).Tidy().Faults().ShouldBeEmpty();

    [Fact]
    public void Nothing_but_the_least_is_required() => (Documentary with
    {
        ShootingTypologies = [],
        MainDistribution = null,
        Budget = null,
        DurationSeconds = null,
        ShootingFormat = null,
        StartDate = null,
        DeliveryDate = null,
        ProductionDays = null,
        CoproductionCountries = [],
    }).Tidy().Faults().ShouldBeEmpty();

    [Fact]
    public void A_value_that_is_not_in_its_list_comes_back_with_those_that_are_near()
    {
        var genre = (Documentary with { EditorialGenre = "Documentaire unitere" }).Faults().Single();
        genre.Text.Fr.ShouldContain("Documentaire unitaire");
        genre.Text.En.ShouldContain("Single documentary");
        (Documentary with { LeadCountry = "Belgik" }).Faults().Single().Text.Fr.ShouldContain("Belgique");
        (Documentary with { ShootingFormat = "VHS" }).Faults().Single().Text.Fr.ShouldContain("HD");
    }

    [Fact]
    public void A_value_of_ten_thousand_characters_is_answered_shortly()
        => (Documentary with { EditorialGenre = new string('x', 10_000) }).Faults().Single().Text.Fr.Length.ShouldBeLessThan(1000);

    [Fact]
    public void Two_faults_of_one_field_are_told_as_one()
        => (Documentary with { CoproductionCountries = ["??", "!!", "FR"] }).Faults().Count.ShouldBe(1);

    private static ProjectConfiguration Wrong(string what) => what switch
    {
        "title" => Documentary with { Title = "  " },
        "title-long" => Documentary with { Title = new string('x', 201) },
        "title-nul" => Documentary with { Title = "a\0b" },
        "title-invisible" => Documentary with { Title = "\u200B\u200B" },
        "title-surrogate" => Documentary with { Title = "a\uD83D" },
        "title-override" => Documentary with { Title = "a\u202Eb" },
        "title-noncharacter" => Documentary with { Title = "a\uFFFE\uFFFF" },
        "genre-noncharacter" => Documentary with { EditorialGenre = "a\uFFFE" },
        "genre" => Documentary with { EditorialGenre = "western" },
        "genre-empty" => Documentary with { EditorialGenre = "" },
        "typology" => Documentary with { ShootingTypologies = ["other", "moon"] },
        "distribution" => Documentary with { MainDistribution = "laserdisc" },
        "currency" => Documentary with { Currency = "FRF" },
        "budget-negative" => Documentary with { Budget = -0.01m },
        "budget-huge" => Documentary with { Budget = 1_000_000_000_000.01m },
        "budget-precise" => Documentary with { Budget = 1.001m },
        "episodes-none" => Documentary with { Episodes = 0 },
        "episodes-many" => Documentary with { Episodes = 10_001 },
        "duration-negative" => Documentary with { DurationSeconds = -1 },
        "duration-long" => Documentary with { DurationSeconds = 3_600_001 },
        "format" => Documentary with { ShootingFormat = "vhs" },
        "start-old" => Documentary with { StartDate = new DateOnly(1899, 12, 31) },
        "delivery-far" => Documentary with { DeliveryDate = new DateOnly(2200, 1, 1) },
        "delivery-first" => Documentary with { DeliveryDate = new DateOnly(2022, 12, 4) },
        "days-negative" => Documentary with { ProductionDays = -1 },
        "days-many" => Documentary with { ProductionDays = 10_001 },
        "country" => Documentary with { LeadCountry = "ZZ" },
        "country-none" => Documentary with { LeadCountry = "" },
        "coproduction" => Documentary with { CoproductionCountries = ["BE", "Atlantide"] },
        "coproduction-lead" => Documentary with { CoproductionCountries = ["BE", "FR"] },
        "companies-many" => Documentary with { ProductionCompanies = [.. Enumerable.Range(0, 51).Select(n => $"Société {n}")] },
        "company-long" => Documentary with { ProductionCompanies = [new string('x', 201)] },
        "company-nul" => Documentary with { ProductionCompanies = ["a\0b"] },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
