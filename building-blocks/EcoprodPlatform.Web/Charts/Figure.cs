using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Charts;

/// <summary>One key number.</summary>
/// <param name="Value">The number as printed; null when it cannot be computed.</param>
/// <param name="Unit">Its unit, printed small after it.</param>
/// <param name="Note">Its uncertainty, sample size or source. A key number without one is rarely honest.</param>
public sealed record Figure(Text Label, string? Value, string? Unit = null, string? Note = null, string? Href = null);
