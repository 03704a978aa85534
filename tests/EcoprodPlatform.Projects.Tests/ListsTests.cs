using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Projects.Lists;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

public sealed class ListsTests
{
    private static readonly Dictionary<string, ClosedList> All = new(StringComparer.Ordinal)
    {
        ["genres"] = Terms.Genres,
        ["typologies"] = Terms.Typologies,
        ["distributions"] = Terms.Distributions,
        ["formats"] = Terms.Formats,
        ["currencies"] = Terms.Currencies,
        ["countries"] = Terms.Countries,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Codes_and_names_are_unique_and_complete(string list)
    {
        var terms = All[list].All;
        terms.Select(t => t.Code).ShouldBeUnique();
        terms.Select(t => Folded.Words(t.Name.Fr)).ShouldBeUnique();
        terms.Select(t => Folded.Words(t.Name.En)).ShouldBeUnique();
        terms.ShouldAllBe(t => t.Name.Fr.Trim().Length > 0 && t.Name.En.Trim().Length > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_is_found_by_its_code_and_both_its_names(string list)
    {
        foreach (var term in All[list].All)
        {
            All[list].Find(term.Code).ShouldBe(term.Code);
            All[list].Find(term.Name.Fr).ShouldBe(term.Code);
            All[list].Find(term.Name.En.ToUpperInvariant()).ShouldBe(term.Code);
        }
    }

    [Fact]
    public void Countries_are_those_of_ISO_3166()
    {
        Terms.Countries.All.Count.ShouldBe(249);
        Terms.Countries.All.ShouldAllBe(t => t.Code.Length == 2);
        Terms.Countries.Name("BW").Fr.ShouldBe("Botswana");
    }

    [Fact]
    public void A_country_can_be_written_in_a_list_separated_by_commas() => Terms.Countries.All.ShouldAllBe(t => !t.Name.Fr.Contains(',') && !t.Name.En.Contains(','));

    [Fact]
    public void Currencies_are_those_of_ISO_4217() => Terms.Currencies.All.ShouldAllBe(t => t.Code.Length == 3);

    [Theory]
    [InlineData("€", "EUR")]
    [InlineData("eur", "EUR")]
    [InlineData("franc suisse", "CHF")]
    public void A_currency_is_found_as_people_write_it(string written, string code) => Terms.Currencies.Find(written).ShouldBe(code);

    [Theory]
    [InlineData("cote d'ivoire", "CI")]
    [InlineData("Côte d’Ivoire", "CI")]
    [InlineData("ÉTATS-UNIS", "US")]
    [InlineData("usa", "US")]
    [InlineData("république tchèque", "CZ")]
    public void A_country_is_found_as_people_write_it(string written, string code) => Terms.Countries.Find(written).ShouldBe(code);

    [Fact]
    public void What_is_near_is_in_the_list()
        => Prop.ForAll<string>(text => Terms.Countries.Near(text).All(t => Terms.Countries.Has(t.Code))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_contracts_lists_are_the_ones_in_use() => Terms.Genres.All.Select(t => t.Code).ShouldBe(EditorialGenres.All.Select(t => t.Code));
}
