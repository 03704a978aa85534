using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>Looks in ADEME's Base Carbone for a factor that the catalogue lacks, and fills the form of a project's own factor with it.</summary>
internal static class TakeElement
{
    /// <summary>Field of the address that names an element.</summary>
    public const string Element = "element";

    public static void Map(Routes to)
    {
        to.Page(Links.BaseCarboneSearch, ShowAsync);
        to.Get("/api/base-carbone/elements", ListAsync, "SearchBaseCarbone");
    }

    /// <summary>The form with what ADEME says of the element; what it says in another way than we do is left to be filled in.</summary>
    public static PageForm Fill(CurrentElement element)
    {
        var name = element.Name.ToString();
        return StatedFactor.Fields.Form(new StatedFactor
        {
            Name = name.Length <= StatedFactor.LongestName ? name : name[..StatedFactor.LongestName].TrimEnd(),
            Unit = element.Unit,
            Value = element.Value,
            Source = $"ADEME, Base Carbone{(element.Version is { } version ? $" {version}" : "")}, {T("élément", "element")} {element.Id}",
            Reference = element.Source.Length <= StatedFactor.LongestSource ? element.Source : element.Source[..StatedFactor.LongestSource].TrimEnd(),
            Geography = PlaceOf(element.Place),
            Perimeter = [.. element.Perimeter.Parts.Select(p => p.Code).Where(c => c != StatedFactor.NotStated)],
            UncertaintyPercent = element.UncertaintyPercent,
        });
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, HttpContext http, ProjectAccess access, CurrentElements elements, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var words = http.Request.Query[LineFields.Query].ToString();
        return Page.Of(new TakeElementPage { Project = project, Words = words, Found = await elements.SearchAsync(words, ct) });
    }

    /// <summary>Searches the Base Carbone in force: its valid emission factors, twelve at most. A project takes one over as a factor of its own.</summary>
    /// <param name="q">Words, in any order.</param>
    private static async Task<IReadOnlyList<ElementResource>> ListAsync(CurrentElements elements, CancellationToken ct, string? q = null)
        => [.. (await elements.SearchAsync(q ?? "", ct) ?? []).Select(e => new ElementResource(e.Id, e.Name.Fr, e.Name.En, e.Unit, e.Value, e.Place, e.IsCountable))];

    private static string PlaceOf(string written) => written switch
    {
        _ when written.StartsWith("France", StringComparison.OrdinalIgnoreCase) => "FR",
        _ when written.StartsWith("Europe", StringComparison.OrdinalIgnoreCase) => "EU",
        _ when written.StartsWith("Monde", StringComparison.OrdinalIgnoreCase) => "world",
        _ => Places.Find(written, [.. Places.All]) ?? "",
    };

    private static Text T(string fr, string en) => new(fr, en);
}

/// <summary>A valid emission factor of the Base Carbone in force.</summary>
/// <param name="Id">ADEME's.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>, exact.</param>
/// <param name="IsCountable">Lines can count in its unit.</param>
internal sealed record ElementResource(string Id, string NameFr, string NameEn, string Unit, decimal Value, string Place, bool IsCountable);
