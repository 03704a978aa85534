namespace EcoprodPlatform.Web.Charts;

/// <summary>One row of a <c>BarTable</c>.</summary>
/// <param name="Value">What the bar draws, in any unit; null when it cannot be computed.</param>
/// <param name="Display">The value as printed, with its unit.</param>
/// <param name="Second">A second line under the label ("Long métrage").</param>
/// <param name="Extra">A second printed figure ("18 %").</param>
/// <param name="Color">1 to 14, the same for the same thing wherever it is drawn, or 0 for all that has none; meaning is carried by the label, never by the colour.</param>
/// <param name="Why">Why it cannot be computed ("sans budget").</param>
public sealed record Bar(string Label, decimal? Value, string Display, string? Href = null, string? Second = null, string? Extra = null, int Color = 1, string? Why = null);
