using System.Reflection;

namespace EcoprodPlatform.Projects.Lists;

/// <summary>The closed lists that a project's fields take their values from.</summary>
internal static class Terms
{
    /// <summary>Editorial genres (PR-3).</summary>
    public static ClosedList Genres { get; } = Of(EditorialGenres.All);

    /// <summary>Shooting typologies (PR-4).</summary>
    public static ClosedList Typologies { get; } = Of(ShootingTypologies.All);

    /// <summary>Main distribution modes (PR-5).</summary>
    public static ClosedList Distributions { get; } = Of(DistributionModes.All);

    /// <summary>Shooting formats (PR-11).</summary>
    public static ClosedList Formats { get; } = Of(ShootingFormats.All);

    /// <summary>Currencies (PR-7): ISO 4217 without funds and metals, those withdrawn since 2020 kept for past projects; names from the Unicode CLDR.</summary>
    public static ClosedList Currencies { get; } = Of(Embedded("currencies.tsv"), ("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("US$", "USD"));

    /// <summary>Countries and territories (PR-14, PR-15): ISO 3166-1 alpha-2; names from the Unicode CLDR.</summary>
    public static ClosedList Countries { get; } = Of(
        Embedded("countries.tsv"),
        ("Grande-Bretagne", "GB"),
        ("Great Britain", "GB"),
        ("Angleterre", "GB"),
        ("UK", "GB"),
        ("USA", "US"),
        ("Hollande", "NL"),
        ("République tchèque", "CZ"),
        ("RDC", "CD"),
        ("Birmanie", "MM"));

    private static ClosedList Of(IEnumerable<Term> terms, params (string Alias, string Code)[] aliases)
        => new(terms.Select(t => new ClosedList.Entry(t.Code, new Text(t.Fr, t.En))), aliases);

    private static IEnumerable<Term> Embedded(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!);
        return [.. reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(cells => new Term(cells[0], cells[1], cells[2]))];
    }
}
