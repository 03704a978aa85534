namespace EcoprodPlatform.Footprint.Entry;

/// <summary>A value of a closed list as people write it: its code, or its name in either language.</summary>
internal static class TermNames
{
    public static Term? Find(IReadOnlyList<Term> list, string? written)
    {
        var folded = Folded.Of(written?.Trim());
        return folded.Length == 0 ? null : list.FirstOrDefault(t => t.Code == written?.Trim() || Folded.Of(t.Fr) == folded || Folded.Of(t.En) == folded);
    }

    public static Text NameOf(IReadOnlyList<Term> list, string code) => list.FirstOrDefault(t => t.Code == code) is { } term ? new(term.Fr, term.En) : Text.Same(code);
}
