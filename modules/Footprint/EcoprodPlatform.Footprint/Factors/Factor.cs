namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// One fact of the catalogue: what one <see cref="QuantityUnit"/> of something emits, who says so, for where and when.
/// </summary>
/// <param name="Unit">As the source gives it (<c>kgCO2e/passenger.km</c>).</param>
/// <param name="Value">Exact.</param>
/// <param name="ValueText">The value as printed, digit for digit.</param>
/// <param name="UncertaintyPercent">As the source prints it; null when it prints none, never invented.</param>
/// <param name="Geography">ISO 3166-1 alpha-2 of the place it holds for, or <c>world</c>, <c>EU</c>, <c>FR-OM</c>.</param>
/// <param name="Note">Begins with the tag that tells how the value was seen, see <see cref="Factors.Provenance"/>.</param>
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
    string Source,
    string SourceReference,
    string Note)
{
    private const string KilogramsPer = "kgCO2e/";

    /// <summary>First sentences of notes that only repeat what the tag says.</summary>
    private static readonly string[] Repetitions =
    [
        "seen in a real Base Carbone file.", "seen in an official/ABC open-source module.", "other public dataset seen.",
        "third-party restatement of Base Carbone with element id.", "derived by me from rows/facts that were seen.",
        "old dataset (2011) seen.", "seed figure.", "general knowledge, to verify.",
    ];

    /// <summary>Version of the catalogue it was read from; 0 while it is only in the file.</summary>
    public int CatalogueVersion { get; init; }

    public Text Name => new(NameFr, NameEn);

    /// <summary>What a quantity of it is counted in (<c>passenger.km</c>); null when it is not kilograms of CO2e for something.</summary>
    public string? QuantityUnit => Unit.StartsWith(KilogramsPer, StringComparison.Ordinal) ? Unit[KilogramsPer.Length..] : null;

    public Provenance Provenance => Provenance.Of(Note);

    /// <summary>Why it cannot be used on an activity line; null when it can.</summary>
    public FactorBarrier? Barrier => this switch
    {
        { Category: "benchmark" } => FactorBarrier.SectorMean,
        _ when Provenance.Tag == "S" || Code.StartsWith("seed-", StringComparison.Ordinal) => FactorBarrier.PosterFigure,
        { QuantityUnit: null } => FactorBarrier.NotAnEmission,
        { QuantityUnit: "yr" or "FTE.yr" or "person.yr" } => FactorBarrier.WholeYear,
        _ => null,
    };

    public bool IsUsable => Barrier is null;

    /// <summary>What the note adds to its tag, in English; empty when it adds nothing.</summary>
    public string Remark
    {
        get
        {
            var remark = Note.StartsWith('[') ? Note[(Note.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim() : Note;
            var repetition = Array.Find(Repetitions, r => remark.StartsWith(r, StringComparison.Ordinal));
            return remark[(repetition?.Length ?? 0)..].Trim();
        }
    }

    /// <summary>The source in words; the posters of the 2025 meeting are quoted by the name of their slides.</summary>
    public string SourceName => Source.StartsWith("seed:003", StringComparison.Ordinal)
        ? "Diaporama Cartouch’Verte et BoCAJ, RADI-RAF 2025"
        : Source;
}

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
        _ => throw new ArgumentOutOfRangeException(nameof(barrier), barrier, null),
    };
}
