namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The ways a quantity is known, in words and as the API and tables write them.</summary>
internal static class DataStatuses
{
    public static readonly IReadOnlyList<DataStatus> All = [DataStatus.Measured, DataStatus.Calculated, DataStatus.Estimated, DataStatus.Monetary];

    /// <summary>The same as terms of a list.</summary>
    public static readonly IReadOnlyList<Term> Terms = [.. All.Select(s => new Term(s.Code(), s.Name().Fr, s.Name().En))];

    public static string Code(this DataStatus status) => status switch
    {
        DataStatus.Measured => "measured",
        DataStatus.Calculated => "calculated",
        DataStatus.Estimated => "estimated",
        DataStatus.Monetary => "monetary",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Text Name(this DataStatus status) => status switch
    {
        DataStatus.Measured => new("Mesurée", "Measured"),
        DataStatus.Calculated => new("Calculée", "Calculated"),
        DataStatus.Estimated => new("Estimée", "Estimated"),
        DataStatus.Monetary => new("Monétaire", "Monetary"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>One line that tells it from the others.</summary>
    public static Text Explain(this DataStatus status) => status switch
    {
        DataStatus.Measured => new("relevée ou comptée : compteur, facture en litres, billet", "read or counted: a meter, an invoice in litres, a ticket"),
        DataStatus.Calculated => new("déduite de ce qui a été relevé : personnes × distance", "worked out from what was counted: people × distance"),
        DataStatus.Estimated => new("supposée : valeur habituelle, devis, ordre de grandeur", "assumed: a usual value, a quote, an order of magnitude"),
        DataStatus.Monetary => new("une dépense, à défaut de la quantité elle-même", "an expense, for want of the quantity itself"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>
    /// The marks of a quantity that nobody has marked: a convention of ours (docs/method.md). Not said counts as estimated. An amount
    /// is as well known as what is calculated, but says nothing of the technique.
    /// </summary>
    public static QualityMarks Marks(this DataStatus? status) => status switch
    {
        DataStatus.Measured => QualityMarks.Uniform(4),
        DataStatus.Calculated => QualityMarks.Uniform(3),
        DataStatus.Estimated or null => QualityMarks.Uniform(2),
        DataStatus.Monetary => QualityMarks.Uniform(3) with { Technical = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status of a code; null when there is none.</summary>
    public static DataStatus? Find(string? code) => All.Where(s => s.Code() == code).Select(s => (DataStatus?)s).FirstOrDefault();
}
