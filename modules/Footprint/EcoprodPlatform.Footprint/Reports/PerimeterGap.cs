namespace EcoprodPlatform.Footprint.Reports;

/// <summary>An emission post whose lines rest on factors that do not count the same things: they cannot be compared as they stand.</summary>
/// <param name="Post">Code of <see cref="EmissionPosts"/>.</param>
/// <param name="Perimeters">What they count, and how many lines each; the most frequent first.</param>
public sealed record PerimeterGap(string Post, IReadOnlyList<(Perimeter Perimeter, int Lines)> Perimeters)
{
    /// <summary>The posts with more than one perimeter, over all assessments that the page compares, in the order of the list.</summary>
    internal static IReadOnlyList<PerimeterGap> Among(IEnumerable<SheetLine> lines, IReadOnlyDictionary<(string Code, int Version), Factor> sources) =>
        [.. lines
            .GroupBy(l => l.Line.Post, StringComparer.Ordinal)
            .Select(post => new PerimeterGap(
                post.Key,
                [.. post
                    .GroupBy(l => sources.GetValueOrDefault((l.Line.Factor.Code, l.Line.Factor.CatalogueVersion))?.Perimeter ?? Perimeter.Unknown)
                    .Select(p => (p.Key, p.Count()))
                    .OrderByDescending(p => p.Item2).ThenBy(p => p.Key.Code, StringComparer.Ordinal)]))
            .Where(gap => gap.Perimeters.Count > 1)
            .OrderBy(gap => EmissionPosts.All.TakeWhile(p => p.Code != gap.Post).Count())];
}
