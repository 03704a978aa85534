using System.Globalization;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Configuration;
using EcoprodPlatform.Web.Forms;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>The Configuration page's form gives back what it was filled with, in both languages.</summary>
public sealed class ConfigurationFormTests
{
    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void The_project_of_the_screenshot_survives_its_form(string language)
    {
        CultureInfo.CurrentUICulture = Languages.Of(language);
        var form = ConfigurationForm.Of(Samples.Documentary with { ProductionCompanies = ["ECOLOPROD", "Les Films d’à côté"], Budget = 1234567.89m });
        ConfigurationForm.Read(form).ShouldBe(Samples.Documentary with { ProductionCompanies = ["ECOLOPROD", "Les Films d’à côté"], Budget = 1234567.89m });
        form.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void A_duration_in_hours_minutes_and_seconds_is_the_same_duration()
        => Prop.ForAll(
            Gen.Choose(0, ProjectConfiguration.MaxDurationSeconds).ToArbitrary(),
            seconds => ConfigurationForm.Read(ConfigurationForm.Of(Samples.Documentary with { DurationSeconds = seconds })).DurationSeconds == seconds).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_budget_is_the_same_budget_after_the_form()
        => Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Select(cents => cents / 100m).ToArbitrary(),
            Gen.Elements("fr", "en").ToArbitrary(),
            (budget, language) =>
            {
                CultureInfo.CurrentUICulture = Languages.Of(language);
                return ConfigurationForm.Read(ConfigurationForm.Of(Samples.Documentary with { Budget = budget })).Budget == budget;
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1 500 000 €", "EUR", true)]
    [InlineData("1 500 000 euros", "EUR", true)]
    [InlineData("€1,500,000", "EUR", true)]
    [InlineData("1 500 000 CHF", "CHF", true)]
    [InlineData("1 500 000 €", "CHF", false)]
    [InlineData("1 500 000 USD", "EUR", false)]
    public void A_budget_is_written_with_the_currency_of_the_field_and_no_other(string budget, string currency, bool isRead)
    {
        CultureInfo.CurrentUICulture = Languages.French;
        var form = ConfigurationForm.Of(Samples.Documentary).Set("budget", budget).Set("currency", currency);
        var read = ConfigurationForm.Read(form);
        (read.Budget, form.IsValid).ShouldBe(isRead ? (1_500_000m, true) : (null, false));
    }

    [Fact]
    public void Countries_are_added_as_people_write_them()
    {
        CultureInfo.CurrentUICulture = Languages.French;
        var form = ConfigurationForm.Of(Samples.Documentary).Set("coproductionAdd", "suisse, Côte d'Ivoire; LU");
        ConfigurationForm.Read(form).CoproductionCountries.ShouldBe(["BE", "BW", "CH", "CI", "LU"]);
        form.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Everything_to_correct_is_told_at_once_beside_its_field()
    {
        CultureInfo.CurrentUICulture = Languages.French;
        var form = new PageForm { ["budget"] = "300 000 $", ["episodes"] = "0", ["leadCountry"] = "Belgik", ["startDate"] = "31/02/2025", ["currency"] = "EUR" }
            .Set("coproductionAdd", "Suise");
        ConfigurationForm.Read(form);
        form.Errors.Select(e => e.Field).ShouldBe(
            ["budget", "startDate", "title", "editorialGenre", "episodes", "leadCountry", "coproductionAdd"], ignoreOrder: true);
        form.ErrorsOf("coproductionAdd").Single().Text.Fr.ShouldContain("Suisse");
    }
}
