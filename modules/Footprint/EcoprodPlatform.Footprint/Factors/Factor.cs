namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// One fact of the catalogue: what one <see cref="QuantityUnit"/> of something emits, who says so, for where and when.
/// </summary>
/// <param name="Unit">As the source gives it (<c>kgCO2e/passenger.km</c>).</param>
/// <param name="Value">Exact.</param>
/// <param name="ValueText">The value as printed, digit for digit.</param>
/// <param name="UncertaintyPercent">As the source prints it; null when it prints none, never invented.</param>
/// <param name="Geography">ISO 3166-1 alpha-2 of the place it holds for, or <c>world</c>, <c>EU</c>, <c>FR-OM</c>.</param>
/// <param name="Found">Where and how the value was found, as it was noted then, in English: for whoever checks it.</param>
public sealed record Factor(
    string Code,
    string NameFr,
    string NameEn,
    string Category,
    string Unit,
    decimal Value,
    string ValueText,
    decimal? UncertaintyPercent,
    string Geography,
    int? ValidYear,
    FactorFinding Found)
{
    private const string KilogramsPer = "kgCO2e/";

    /// <summary>Version of the catalogue it was read from, 0 while it is only in the file; of a project's own factor its own version.</summary>
    public int CatalogueVersion { get; init; }

    public Text Name => new(NameFr, NameEn);

    /// <summary>What a quantity of it is counted in (<c>passenger.km</c>); null when it is not kilograms of CO2e for something.</summary>
    public string? QuantityUnit => Unit.StartsWith(KilogramsPer, StringComparison.Ordinal) ? Unit[KilogramsPer.Length..] : null;

    /// <summary>The project that has it of its own; null for a fact of the catalogue.</summary>
    public ProjectId? Project { get; init; }

    /// <summary>Code of the emission post that its project says it is usually of; null where nobody says it.</summary>
    public string? Post { get; init; }

    /// <summary>Its project no longer lets new lines take it.</summary>
    public bool IsRetired { get; init; }

    /// <summary>What it counts.</summary>
    public Perimeter Perimeter { get; init; } = Perimeter.Unknown;

    /// <summary>Why it is not offered first; null when nothing speaks against it.</summary>
    public FactorMark? Mark { get; init; }

    /// <summary>Whether what it stands for burns a fossil fuel; told by <see cref="FossilFile"/> when the catalogue is read from the database.</summary>
    public FossilUse Fossil { get; init; } = FossilUse.NotSaid;

    /// <summary>The same flight without contrails, or with them; told by <see cref="ContrailFile"/>, null where the catalogue of that version has one form alone.</summary>
    public Factor? OtherForm { get; init; }

    /// <summary>Code of the factor to use instead of a marked one; null when there is none.</summary>
    public string? Instead { get; init; }

    /// <summary>Who publishes it, as an auditor would quote it.</summary>
    public Text Source { get; init; } = Text.Same(Found.Source);

    /// <summary>Where in the source it stands; empty when the source is one number.</summary>
    public Text Reference { get; init; } = Text.Same("");

    /// <summary>What has to be known to use it; often empty.</summary>
    public Text Remark { get; init; } = Text.Same("");

    public Provenance Provenance => Provenance.Of(Found.Note);

    /// <summary>Why it cannot be used on an activity line; null when it can.</summary>
    public FactorBarrier? Barrier => this switch
    {
        { IsRetired: true } => FactorBarrier.Retired,
        { Category: "benchmark" } => FactorBarrier.SectorMean,
        _ when Provenance.Tag == "S" || Code.StartsWith("seed-", StringComparison.Ordinal) => FactorBarrier.PosterFigure,
        { QuantityUnit: null } => FactorBarrier.NotAnEmission,
        { QuantityUnit: "yr" or "FTE.yr" or "person.yr" } => FactorBarrier.WholeYear,
        { Mark: FactorMark.Doubtful } => FactorBarrier.Doubtful,
        _ => null,
    };

    public bool IsUsable => Barrier is null;

    /// <summary>Where it is read about.</summary>
    internal string Address => Project is { } project ? Links.OwnFactor(project, Code) : Links.Factor(Code);

    /// <summary>The unit of a fact that is kilograms of CO2e for something.</summary>
    internal static string UnitOf(string quantityUnit) => KilogramsPer + quantityUnit;
}

/// <summary>Where and how a value was found.</summary>
/// <param name="Source">The file or page it was read in.</param>
/// <param name="Reference">Where in it.</param>
/// <param name="Note">Begins with the tag that tells how it was seen, see <see cref="Factors.Provenance"/>.</param>
public sealed record FactorFinding(string Source, string Reference, string Note);

/// <summary>Why a fact of the catalogue is not an emission factor of an activity (docs/method.md).</summary>
public enum FactorBarrier
{
    /// <summary>An energy, a share, a ratio: not a mass of CO2e (kWh/h, percent).</summary>
    NotAnEmission,

    /// <summary>A mean of whole productions, to compare with, in tonnes (tCO2e/unit).</summary>
    SectorMean,

    /// <summary>A figure of a poster or a slide (T14, T16): never reused as a factor.</summary>
    PosterFigure,

    /// <summary>A year of a person or a studio: it already holds what the lines would count again.</summary>
    WholeYear,

    /// <summary>Its own source or remark doubts the value. Lines that have it keep it; a new one cannot take it.</summary>
    Doubtful,

    /// <summary>The project whose own factor it is has retired it. Lines that have it keep it.</summary>
    Retired,
}

/// <summary>The barriers in words.</summary>
internal static class FactorBarriers
{
    public static Text Explain(this FactorBarrier barrier) => barrier switch
    {
        FactorBarrier.NotAnEmission => new(
            "ce n’est pas une masse de CO2e par unité d’activité (énergie, part ou ratio)",
            "it is not a mass of CO2e per unit of activity (an energy, a share or a ratio)"),
        FactorBarrier.SectorMean => new(
            "c’est une moyenne du secteur, pour se comparer",
            "it is a mean of the sector, to compare with"),
        FactorBarrier.PosterFigure => new(
            "c’est un chiffre d’affiche, remplacé par des facteurs sourcés",
            "it is a figure of a poster, superseded by sourced factors"),
        FactorBarrier.WholeYear => new(
            "c’est une année entière d’une personne ou d’un studio, qui compte déjà ce que les lignes détaillent",
            "it is a whole year of a person or a studio, which already counts what the lines detail"),
        FactorBarrier.Doubtful => new(
            "sa valeur est mise en doute par sa propre remarque",
            "its value is called doubtful by its own remark"),
        FactorBarrier.Retired => new("le projet l’a retiré", "the project has retired it"),
        _ => throw new ArgumentOutOfRangeException(nameof(barrier), barrier, null),
    };
}
