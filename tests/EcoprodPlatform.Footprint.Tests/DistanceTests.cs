using EcoprodPlatform.Footprint.Distances;
using EcoprodPlatform.Footprint.Factors;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The distance between two cities, and what the way adds to it.</summary>
public sealed class DistanceTests
{
    private static readonly CityFile Cities = CityFile.Embedded();

    private static readonly RouteFile Routes = RouteFile.Embedded();

    /// <summary>Great circles as atlases print them, within one percent.</summary>
    [Theory]
    [InlineData("Paris", "Marseille", 660)]
    [InlineData("Paris", "Dakar", 4_215)]
    [InlineData("Paris", "New York", 5_837)]
    [InlineData("Paris", "Tokyo", 9_712)]
    [InlineData("London", "Paris", 344)]
    [InlineData("Los Angeles", "Sydney", 12_060)]
    [InlineData("Auckland", "Santiago", 9_660)]
    [InlineData("Paris", "Saint-Denis de La Réunion", 9_390)]
    public void A_great_circle_is_as_atlases_print_it(string from, string to, int kilometres)
    {
        var distance = Cities.Find(from)!.KilometresTo(Cities.Find(to)!);
        distance.ShouldBeInRange((int)(kilometres * 0.99), (int)(kilometres * 1.01));
        Cities.Find(to)!.KilometresTo(Cities.Find(from)!).ShouldBe(distance);
    }

    [Theory]
    [InlineData("avion-moyen-long-avec-trainees", "Dakar", false, 4_205 + 95)]
    [InlineData("avion-moyen-long-avec-trainees", "Dakar", true, 2 * (4_205 + 95))]
    [InlineData("tgv", "Marseille", false, 792)]
    [InlineData("voiture-moyenne-2023", "Lyon", true, 2 * 508)]
    public void The_way_adds_to_the_great_circle_what_its_source_says(string factor, string to, bool isReturn, int kilometres)
    {
        var trip = new Trip(Cities.Find("Paris")!, Cities.Find(to)!, Routes.Of(factor)!, isReturn);
        trip.Kilometres.ShouldBeInRange(kilometres - 2, kilometres + 2);
        (trip.Kilometres % 1).ShouldBe(0);
    }

    [Fact]
    public void Its_formula_says_how_it_comes_about()
    {
        var trip = new Trip(Cities.Find("Paris")!, Cities.Find("Dakar")!, Routes.Of("avion-moyen-long-avec-trainees")!, true);
        trip.Formula.Fr.Replace('\u202F', ' ').Replace('\u00A0', ' ').ShouldBe("Paris – Dakar : 4 205 km + 95 km = 4 300 km, × 2 = 8 600 km");
        trip.Name.En.ShouldBe("Paris – Dakar, there and back");
    }

    [Theory]
    [InlineData("saint etienne", "Saint-Étienne")]
    [InlineData("LA ROCHELLE", "La Rochelle")]
    [InlineData("Londres", "Londres")]
    [InlineData("brussels", "Bruxelles")]
    [InlineData(" Valence (Espagne) ", "Valence (Espagne)")]
    public void A_city_is_found_in_both_languages_without_accents(string written, string name) => Cities.Find(written)!.Name.Fr.ShouldBe(name);

    [Fact]
    public void What_is_almost_a_city_is_offered_and_nothing_is_guessed()
    {
        Cities.Find("Marseile").ShouldBeNull();
        Cities.Near("Marseile").Select(c => c.Name.Fr).ShouldBe(["Marseille"]);
        Cities.Near("Trifouilly").ShouldBeEmpty();
        Cities.Near("").ShouldBeEmpty();
    }

    [Fact]
    public void The_list_has_the_prefectures_of_france_and_cities_of_the_world()
    {
        Cities.All.Count(c => c.Country == "FR").ShouldBeGreaterThanOrEqualTo(96);
        Cities.All.Select(c => c.Country).Distinct().Count().ShouldBeGreaterThan(60);
        Cities.All.Where(c => c.Country == "FR").ShouldAllBe(c => c.Latitude > 41 && c.Latitude < 51.2 && c.Longitude > -5 && c.Longitude < 10);
    }

    [Theory]
    [InlineData("Paris,Paris,FR,91,2", "nowhere")]
    [InlineData("Paris,Paris,France,48,2", "no country of two letters")]
    [InlineData("Paris,Paris,FR,48,2\nPARIS,Paris (Texas),US,33,-95", "there twice")]
    public void A_list_with_a_fault_is_refused(string rows, string why)
        => Should.Throw<FormatException>(() => CityFile.Parse($"fr,en,country,latitude,longitude\n{rows}\n")).Message.ShouldContain(why);

    [Theory]
    [InlineData("tgv,boat", "goes by none of")]
    [InlineData("tgvv,rail", "no factor over a distance")]
    [InlineData("elec-fr-2024-mix-moyen,rail", "no factor over a distance")]
    [InlineData("tgv,rail\ntgv,rail", "there twice")]
    public void Routes_with_a_fault_are_refused(string rows, string why)
        => Should.Throw<FormatException>(() => RouteFile.Parse($"code,mode\n{rows}\n", FactorFile.Embedded().Facts)).Message.ShouldContain(why);

    [Fact]
    public void Every_plane_train_and_car_goes_its_way()
    {
        Routes.Of("avion-long-affaires-complet")!.Code.ShouldBe("plane");
        Routes.Of("ter")!.Code.ShouldBe("rail");
        Routes.Of("vul-3t5-diesel")!.Code.ShouldBe("road");
        Routes.Of("ferry-pieton").ShouldBeNull();
        Routes.Of("fret-train").ShouldBeNull();
    }
}
