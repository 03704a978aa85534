using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>
/// A factor as a project states it: what one unit of something emits, and who says so. A supplier's figure, an EPD, an invoice that gives its carbon. Form, JSON and equality
/// follow from <see cref="Fields"/>.
/// </summary>
public sealed record StatedFactor
{
    public const int LongestName = 120;
    public const int LongestSource = 300;

    /// <summary>How the catalogue writes that a source does not say what it counts.</summary>
    internal const string NotStated = "not-stated";

    private const decimal MostPercent = 1000;

    private static readonly ClosedList Units = new(QuantityUnits.Countable.Select(u => new ClosedList.Entry(u, QuantityUnits.NameOf(u))));
    private static readonly ClosedList Geographies = new(Places.All.Select(p => new ClosedList.Entry(p, Places.NameOf(p))));
    private static readonly ClosedList Parts = new(Factors.Perimeter.All.Select(p => new ClosedList.Entry(p.Code, p.Name)));
    private static readonly ClosedList Posts = new(EmissionPosts.All.Select(p => new ClosedList.Entry(p.Code, new(p.Fr, p.En))));

    private static readonly AmountKind<StatedFactor> Mass = new(
        f => f.Value, "footprint.own-factor-value", new("Valeur", "Value"), FactorFile.GreatestValue, FactorFile.MostDecimals, (_, value) => Format.Decimal(value, FactorFile.MostDecimals))
    {
        IsRequired = true,
        Unit = _ => "kgCO2e",
        Help = new("Ce qu’une unité émet, en kilogrammes de CO2e. Si la source donne des grammes, divisez par 1 000.", "What one unit emits, in kilograms of CO2e. If the source gives grams, divide by 1,000."),
    };

    /// <summary>Every field, in the order in which it is asked for.</summary>
    internal static IReadOnlyList<Field<StatedFactor>> Fields { get; } =
    [
        new LineKind<StatedFactor>(f => f.Name, "footprint.own-factor-name", new("Nom", "Name"), LongestName)
        {
            IsRequired = true,
            Help = new("Celui sous lequel vous le chercherez : « Groupe électrogène HVO 60 kVA, loueur X ».", "The one by which you will look for it: “HVO generator 60 kVA, rental house X”."),
        },
        new ChoiceKind<StatedFactor>(f => f.Unit, "footprint.own-factor-unit", new("Une unité est", "One unit is"), Units) { IsRequired = true },
        Mass,
        new LineKind<StatedFactor>(f => f.Source, "footprint.own-factor-source", new("Source", "Source"), LongestSource)
        {
            IsRequired = true,
            Help = new("Qui donne ce chiffre, tel qu’un contrôleur le citerait : « FDES n° 12345, fabricant Y ».", "Who gives this figure, as an auditor would quote it: “EPD no. 12345, maker Y”."),
        },
        new LineKind<StatedFactor>(f => f.Reference, "footprint.own-factor-reference", new("Référence ou adresse", "Reference or address"), LongestSource)
        {
            Help = new("La page, le tableau, l’adresse du document.", "The page, the table, the address of the document."),
        },
        new CountKind<StatedFactor>(f => f.Year, "footprint.own-factor-year", new("Année", "Year"), min: 1990, max: 2100) { IsYear = true },
        new ChoiceKind<StatedFactor>(f => f.Geography, "footprint.own-factor-geography", new("Lieu", "Place"), Geographies)
        {
            IsRequired = true,
            Suggested = ["FR", "EU", "world", "BE", "CH", "DE", "ES", "GB", "IT", "LU"],
            Help = new("Le pays pour lequel il vaut, Union européenne, ou Monde.", "The country that it holds for, European Union, or World."),
        },
        new ChoicesKind<StatedFactor>(f => f.Perimeter, "footprint.own-factor-perimeter", new("Ce qu’il compte", "What it counts"), Parts)
        {
            Help = new("Rien de coché : la source ne le précise pas.", "Nothing ticked: the source does not say it."),
        },
        new AmountKind<StatedFactor>(f => f.UncertaintyPercent, "footprint.own-factor-uncertainty", new("Incertitude publiée", "Published uncertainty"), MostPercent, decimals: 2, (_, percent) => Format.Percent(percent / 100m, 1))
        {
            Unit = _ => "%",
            Help = new("Seulement si la source en donne une.", "Only where the source gives one."),
        },
        new ChoiceKind<StatedFactor>(f => f.Post, "footprint.own-factor-post", new("Poste habituel", "Usual post"), Posts),
    ];

    /// <summary>What it is looked for by; data, never markup.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a quantity is counted in: one of the units that lines may count in (<c>night</c>).</summary>
    public string Unit { get; init; } = "";

    /// <summary>Kilograms of CO2e for one unit: over 0, at most 10^9, at most 6 decimals.</summary>
    public decimal? Value { get; init; }

    /// <summary>Who says so.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where in the source, or its address; often empty.</summary>
    public string Reference { get; init; } = "";

    /// <summary>1990 to 2100, or null.</summary>
    public int? Year { get; init; }

    /// <summary>Code of a place of the catalogue (<c>FR</c>, <c>EU</c>, <c>world</c>).</summary>
    public string Geography { get; init; } = "";

    /// <summary>Codes of the parts that it counts, as in the catalogue; none where the source does not say it.</summary>
    public IReadOnlyList<string> Perimeter { get; init; } = [];

    /// <summary>As the source prints it, or null: 0 to 1,000, at most 2 decimals.</summary>
    public decimal? UncertaintyPercent { get; init; }

    /// <summary>Code of the emission post that its lines are usually of, or null.</summary>
    public string? Post { get; init; }

    /// <summary>The parts as the catalogue writes them; "not stated" where none is ticked, which is not "unknown".</summary>
    internal Perimeter Counts => Factors.Perimeter.Find(Perimeter.Count == 0 ? NotStated : string.Join('+', Factors.Perimeter.All.Select(p => p.Code).Where(Perimeter.Contains)))!;

    /// <summary>The same in one canonical form.</summary>
    internal StatedFactor Tidy()
    {
        var tidy = Fields.Tidy(this);
        return tidy with { Perimeter = tidy.Perimeter is [NotStated] ? [] : [.. tidy.Perimeter.OrderBy(c => Parts.All.TakeWhile(p => p.Code != c).Count())] };
    }

    /// <summary>Everything that keeps it from being a factor, one rule for each field, in their order.</summary>
    internal IReadOnlyList<RuleBrokenException> Faults()
    {
        RuleBrokenException? none = Value switch
        {
            null => Mass.Broken(new("à renseigner", "please fill in")),
            0 => Mass.Broken(new("un facteur à zéro ne compte rien ; une source qui donne zéro compense ou laisse de côté", "a factor of zero counts nothing; a source that gives zero offsets or leaves out")),
            < 0 => Mass.Broken(new("un facteur négatif déduit ce qui est évité ou compensé, ce qu’un bilan ne fait pas", "a negative factor takes off what is avoided or offset, which an assessment does not do")),
            _ => null,
        };
        return [.. Fields.SelectMany(f => f == Mass && none is not null ? [none] : f.Faults(this)).DistinctBy(f => f.Field)];
    }

    public bool Equals(StatedFactor? other) => other is not null && Fields.AreSame(this, other);

    public override int GetHashCode() => HashCode.Combine(Name, Value);
}
