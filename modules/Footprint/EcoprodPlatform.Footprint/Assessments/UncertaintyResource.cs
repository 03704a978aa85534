namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>How sure a mass is, for programs: the same numbers as on the pages.</summary>
/// <param name="Factor">G, what the mass may be divided or multiplied by in 95 cases of 100; at least 1, rounded to 4 decimals.</param>
/// <param name="LowKgCo2e">Lower end, two digits that mean something, rounded down.</param>
/// <param name="HighKgCo2e">Upper end, two digits that mean something, rounded up.</param>
/// <param name="Class">The method's class: <c>very-low</c>, <c>low</c>, <c>moderate</c>, <c>high</c>, <c>very-high</c>.</param>
internal sealed record UncertaintyResource(decimal Factor, decimal LowKgCo2e, decimal HighKgCo2e, UncertaintyClass Class)
{
    public static UncertaintyResource? Of(Interval? interval) => interval is null ? null : new UncertaintyResource(
        decimal.Round((decimal)interval.G, 4, MidpointRounding.AwayFromZero), interval.Low.Kilograms, interval.High.Kilograms, interval.Class);
}
