namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>How much of a total rests on fossil fuels burnt (CC-5), and of how much that is not known.</summary>
internal static class FossilShares
{
    /// <summary>Those of the three that have a line, in the order of the list; their sum is the total.</summary>
    public static IReadOnlyList<Share> Among(IEnumerable<ActivityLine> lines, IReadOnlyDictionary<(string Code, int Version), Factor> sources) =>
        [.. lines
            .GroupBy(l => sources.GetValueOrDefault((l.Factor.Code, l.Factor.CatalogueVersion))?.Fossil ?? FossilUse.NotSaid)
            .OrderBy(g => g.Key)
            .Select(g => new Share(g.Key.Code(), new Co2e(g.Sum(l => l.Emission.Kilograms))))];

    /// <summary>The part of one of the three, of 1; null where there is nothing to share.</summary>
    public static decimal? Of(IReadOnlyCollection<Share> shares, FossilUse use) => shares.Sum(s => s.Emission.Kilograms) is var total and > 0
        ? shares.Where(s => s.Code == use.Code()).Sum(s => s.Emission.Kilograms) / total
        : null;

    /// <summary>"Au moins 62 % du total repose sur une énergie fossile brûlée ; pour 35 %, la source ne dit pas l’énergie." Null where there is nothing to share.</summary>
    public static Text? Sentence(IReadOnlyCollection<Share> shares)
    {
        if (Of(shares, FossilUse.Burnt) is not { } burnt || Of(shares, FossilUse.NotSaid) is not { } unknown)
        {
            return null;
        }

        string In(decimal share, CultureInfo language) => Format.Percent(share, 0, language);
        return unknown == 0
            ? new(
                $"{In(burnt, Languages.French)} du total repose sur une énergie fossile brûlée.",
                $"{In(burnt, Languages.English)} of the total rests on fossil fuel burnt.")
            : new(
                $"Au moins {In(burnt, Languages.French)} du total repose sur une énergie fossile brûlée. Pour {In(unknown, Languages.French)} du total, les sources ne disent pas quelle énergie est brûlée.",
                $"At least {In(burnt, Languages.English)} of the total rests on fossil fuel burnt. For {In(unknown, Languages.English)} of the total the sources do not tell which energy is burnt.");
    }
}
