namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>One project of a space as the dashboard adds it up.</summary>
/// <param name="Stamp">Of the row: another one says that the project has changed.</param>
/// <param name="BudgetEur">Null unless it is in euros, or converted, and above zero (T8).</param>
/// <param name="IsConverted">The budget was converted at a rate that staff gave.</param>
/// <param name="Minutes">Duration of one episode × episodes; null unless known (T8).</param>
/// <param name="Provisional">Null without one.</param>
/// <param name="Final">Null without one.</param>
internal sealed record SpaceProject(
    Guid Id,
    ulong Stamp,
    string Title,
    string FoldedTitle,
    string Genre,
    string[] Typologies,
    Guid[] Tags,
    DateOnly? FinalisedOn,
    bool IsInEuros,
    bool IsConverted,
    decimal? BudgetEur,
    string BudgetBracket,
    decimal? Minutes,
    string DurationBracket,
    MeasuredSums? Provisional,
    MeasuredSums? Final)
{
    public bool IsClosed => FinalisedOn is not null;

    /// <summary>The assessment that feeds the figures (T7): the one asked for, else the final one if it exists, else the provisional one.</summary>
    public MeasuredSums? Counted(string basis) => basis switch
    {
        AssessmentMeasuredV1.Provisional => Provisional,
        AssessmentMeasuredV1.Final => Final,
        _ => Final ?? Provisional,
    };

    /// <summary>It is a row of this basis: of the two assessments only where that one exists.</summary>
    public bool IsIn(string basis) => basis is not (AssessmentMeasuredV1.Provisional or AssessmentMeasuredV1.Final) || Counted(basis) is not null;
}

/// <summary>The sums of one assessment.</summary>
/// <param name="Total">The sum of its posts, and of its departments.</param>
/// <param name="Places">Posts, then departments, as <see cref="Slots"/> has them.</param>
/// <param name="Known">What lies in lines whose quantity is measured, calculated, estimated, monetary, not said.</param>
/// <param name="PerEuro">As the list sorts by it; null when it cannot be divided.</param>
/// <param name="PerMinute">As the list sorts by it.</param>
internal sealed record MeasuredSums(Picograms Total, Picograms[] Places, Picograms[] Known, decimal? PerEuro, decimal? PerMinute);

/// <summary>
/// A mass as a whole number of 10⁻¹² kg, the last digit a footprint has (<see cref="Micrograms"/>): sums of it are exact, whatever their
/// order, and ten times faster than those of decimals.
/// </summary>
internal readonly record struct Picograms(Int128 Value)
{
    private const decimal PerMicrogram = 1000m;

    private const decimal PerKilogram = 1_000_000_000_000m;

    private const decimal NoTrailingZeros = 1.0000000000000000000000000000m;

    public decimal Kilograms => (decimal)Value / PerKilogram / NoTrailingZeros;

    public static Picograms OfMicrograms(decimal micrograms) => new((Int128)(micrograms * PerMicrogram));

    public static Picograms OfKilograms(decimal kilograms) => new((Int128)(decimal.Round(kilograms, 12) * PerKilogram));

    public static Picograms operator +(Picograms a, Picograms b) => new(a.Value + b.Value);
}
