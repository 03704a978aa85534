using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>One entry of the section's menu.</summary>
/// <param name="Count">A number shown after the label ("Collaboration (3)").</param>
/// <param name="Current">Left out: current when the page's path is <paramref name="Href"/>.</param>
public sealed record Tab(Text Label, string Href, int? Count = null, bool? Current = null)
{
    /// <summary>Where the addresses of further pages of it begin.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}
