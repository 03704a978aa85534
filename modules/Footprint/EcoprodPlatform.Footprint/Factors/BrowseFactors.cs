using EcoprodPlatform.Footprint.Favourites;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>The public catalogue: every fact with its source, for people and for programs.</summary>
internal static class BrowseFactors
{
    public static void Map(Routes to)
    {
        to.Public.Page(Links.Factors, ShowListAsync);
        to.Public.Page(Links.Factor, ShowOneAsync);
        to.Public.Get("/api/factors", ListAsync, "ListFactors").Produces<FactorListResource>();
        to.Public.Get("/api/factors/{code}", GetAsync, "GetFactor");
    }

    private static async Task<IResult> ShowListAsync(HttpContext http, FactorList factors, CancellationToken ct)
    {
        var search = new FactorSearch(http.Request.Query[Assessments.LineFields.Query].ToString().Trim(), http.Request.Query[Assessments.LineFields.Category]);
        var paging = Paging.Of(http);
        var found = await factors.SearchAsync(search, paging.Offset, paging.Size, ct);
        return Page.Of(new FactorsPage { Found = found, Paging = paging with { Total = found.Total }, Query = search.Query });
    }

    private static async Task<IResult> ShowOneAsync(string code, HttpContext http, FactorList factors, FactorHistory history, FavouriteFactors favourites, CancellationToken ct)
    {
        var factor = await factors.FindAsync(code, ct) ?? throw Unknown();
        return Page.Of(new FactorPage
        {
            Factor = factor,
            Instead = await factors.FindAsync(factor.Instead, ct),
            Versions = await history.OfAsync(code, ct),
            Elements = await history.ElementsAsync(factor, ct),
            IsFavourite = await IsFavouriteAsync(),
        });

        async Task<bool?> IsFavouriteAsync() => http.ActorOrNull() is { } by && factor.IsUsable ? (await favourites.CodesAsync(by.Id, ct)).Contains(code) : null;
    }

    /// <summary>Searches the factor catalogue by French or English words, those of the names and those of the trade; accents do not count, typing errors are forgiven.</summary>
    /// <param name="q">Words, in any order; none lists everything.</param>
    /// <param name="category">One category of the catalogue (<c>transport</c>).</param>
    /// <param name="usable">True leaves out what cannot be used on a line.</param>
    /// <param name="page">From 1; 20 facts each.</param>
    private static async Task<IResult> ListAsync(HttpContext http, FactorList factors, CancellationToken ct, string? q = null, string? category = null, bool usable = false, int page = 1)
    {
        if (category is not null && FactorCategories.All.All(c => c.Code != category))
        {
            var codes = string.Join(", ", FactorCategories.All.Select(c => c.Code));
            throw new RuleBrokenException(
                "footprint.unknown-category", new($"Cette catégorie n’existe pas ; il y a {codes}.", $"There is no such category; there are {codes}."), field: "category");
        }

        var paging = Paging.Of(http);
        var found = await factors.SearchAsync(new FactorSearch(q, category, usable), paging.Offset, paging.Size, ct);
        return Results.Ok(new FactorListResource(found.Total, paging.Number, paging.Size, [.. found.Facts.Select(FactorResource.Of)], found.IsNear, found.Family, found.Elsewhere));
    }

    /// <summary>One fact of the current catalogue.</summary>
    private static async Task<FactorResource> GetAsync(string code, FactorList factors, CancellationToken ct)
        => FactorResource.Of(await factors.FindAsync(code, ct) ?? throw Unknown());

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("footprint.unknown-factor", new(
        "Ce facteur n’existe pas dans le catalogue.", "This factor is not in the catalogue."));
}

/// <summary>A page of facts, best first: what can be used, is complete and holds for France stands before the rest.</summary>
/// <param name="IsNear">Nothing has all the words as they were sent: these come nearest.</param>
/// <param name="Family">The category that comes nearest, where nothing, or only what is near, was found; null otherwise.</param>
/// <param name="Elsewhere">Codes of the countries that the words name, where nothing that was found holds for one of them: the items are of other places.</param>
internal sealed record FactorListResource(int Total, int Page, int PageSize, IReadOnlyList<FactorResource> Items, bool IsNear, string? Family, IReadOnlyList<string> Elsewhere);

/// <summary>One fact of the catalogue, for programs. The value is an exact JSON number.</summary>
/// <param name="Unit">As the source gives it (<c>kgCO2e/passenger.km</c>).</param>
/// <param name="QuantityUnit">What a line's quantity is counted in; null when the fact is not a mass of CO2e for something.</param>
/// <param name="UncertaintyPercent">As the source prints it; null when it prints none.</param>
/// <param name="Provenance">How the value was seen: A, B, B/C, C, D, E, DER, S, U (docs/method.md).</param>
/// <param name="IsUsable">Whether a line may use it.</param>
/// <param name="NotUsableBecause"><c>not-an-emission</c>, <c>sector-mean</c>, <c>poster-figure</c>, <c>whole-year</c>, <c>doubtful</c>; null when usable.</param>
/// <param name="Perimeter">What it counts: <c>use</c>, <c>upstream</c>, <c>losses</c>, <c>manufacture</c>, <c>distribution</c>, <c>end-of-life</c>, <c>life-cycle</c>, <c>supply-chain</c>, <c>service</c>, <c>not-stated</c>, <c>contrails</c>. Factors with other perimeters cannot be compared.</param>
/// <param name="Mark">Why it is not offered first: <c>incomplete</c>, <c>superseded</c>, <c>doubtful</c>; null when nothing speaks against it.</param>
/// <param name="Instead">Code of the factor to use in place of a marked one; null when there is none.</param>
/// <param name="Source">The file it was found in; <paramref name="SourceFr"/> and <paramref name="SourceEn"/> are the source to quote.</param>
/// <param name="SourceReference">Where in that file.</param>
/// <param name="Note">How it was found.</param>
/// <param name="Fossil">Whether what it stands for burns a fossil fuel: <c>fossil</c>, <c>none</c>, <c>not-said</c> (docs/method.md).</param>
/// <param name="UnitFr">The unit in words, for people; <paramref name="QuantityUnit"/> is what a line sends.</param>
internal sealed record FactorResource(
    string Code,
    int CatalogueVersion,
    string NameFr,
    string NameEn,
    string Category,
    string Unit,
    string? QuantityUnit,
    decimal Value,
    decimal? UncertaintyPercent,
    string Geography,
    int? Year,
    string Source,
    string SourceReference,
    string Note,
    string Provenance,
    bool IsUsable,
    FactorBarrier? NotUsableBecause,
    string UnitFr,
    string UnitEn,
    string GeographyFr,
    string GeographyEn,
    IReadOnlyList<string> Perimeter,
    string PerimeterFr,
    string PerimeterEn,
    FactorMark? Mark,
    string Fossil,
    string? Instead,
    string SourceFr,
    string SourceEn,
    string ReferenceFr,
    string ReferenceEn,
    string RemarkFr,
    string RemarkEn)
{
    public static FactorResource Of(Factor f) => new(
        f.Code, f.CatalogueVersion, f.NameFr, f.NameEn, f.Category, f.Unit, f.QuantityUnit, f.Value, f.UncertaintyPercent, f.Geography, f.ValidYear,
        f.Found.Source, f.Found.Reference, f.Found.Note, f.Provenance.Tag, f.IsUsable, f.Barrier,
        QuantityUnits.NameOfFact(f.Unit).Fr, QuantityUnits.NameOfFact(f.Unit).En, Places.NameOf(f.Geography).Fr, Places.NameOf(f.Geography).En,
        [.. f.Perimeter.Parts.Select(p => p.Code)], f.Perimeter.Name.Fr, f.Perimeter.Name.En, f.Mark, f.Fossil.Code(), f.Instead,
        f.Source.Fr, f.Source.En, f.Reference.Fr, f.Reference.En, f.Remark.Fr, f.Remark.En);
}
