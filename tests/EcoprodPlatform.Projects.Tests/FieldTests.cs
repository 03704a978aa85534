using System.Text.Json;
using EcoprodPlatform.Web.Fields;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>A field of the configuration is declared once; a property nobody declared would be missing everywhere.</summary>
public sealed class FieldTests
{
    private static readonly ProjectConfiguration Other = new()
    {
        Title = "Autre",
        EditorialGenre = "sport",
        ShootingTypologies = ["studio"],
        MainDistribution = "cinema",
        IsExercise = true,
        Currency = "CHF",
        Budget = 12.5m,
        Episodes = 7,
        DurationSeconds = 61,
        ShootingFormat = "hd",
        StartDate = new(2026, 1, 2),
        DeliveryDate = new(2026, 3, 4),
        ProductionDays = 9,
        LeadCountry = "BE",
        CoproductionCountries = ["CH"],
        ProductionCompanies = ["Ça tourne"],
    };

    public static TheoryData<string> Properties => [.. typeof(ProjectConfiguration).GetProperties().Where(p => p.SetMethod is not null).Select(p => p.Name)];

    private static Field<ProjectConfiguration> Of(string property) => ProjectConfiguration.Fields.Single(f => f.Name == JsonNamingPolicy.CamelCase.ConvertName(property));

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_is_a_field_that_counts_in_equality_history_form_and_facts(string property)
    {
        var field = Of(property);
        var empty = new ProjectConfiguration();
        var form = new Web.Forms.PageForm();
        field.Fill(form, Other);

        var changed = field.Read(form, empty);

        changed.ShouldNotBe(empty);
        ProjectConfiguration.Fields.Changes(empty, changed).ShouldBe([field]);
        field.IsSame(changed, Other).ShouldBeTrue(property);
        field.Show(changed).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_change_of_one_field_leaves_the_record_it_came_from_as_it_was()
    {
        var before = new ProjectConfiguration { Title = "Avant" };
        Of(nameof(ProjectConfiguration.Title)).ShouldBeOfType<LineKind<ProjectConfiguration>>().With(before, "Après").Title.ShouldBe("Après");
        before.Title.ShouldBe("Avant");
    }
}
