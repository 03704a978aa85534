using System.Text.Json;

namespace EcoprodPlatform.Footprint.Entry;

/// <summary>What an entry sheet would do to an assessment.</summary>
/// <param name="Added">Lines that are not there yet.</param>
/// <param name="Changed">Lines that would read otherwise.</param>
/// <param name="Unchanged">How many stay as they are.</param>
/// <param name="Elsewhere">Lines of the assessment that the sheet does not have: they stay.</param>
/// <param name="Before">Total of the assessment now.</param>
public sealed record EntryPreview(IReadOnlyList<ActivityLine> Added, IReadOnlyList<ChangedLine> Changed, int Unchanged, int Elsewhere, Co2e Before)
{
    /// <summary>Lines to be added that the questionnaire may count already, with what it counts.</summary>
    public IReadOnlyList<(ActivityLine Line, IReadOnlyList<CountedAlready> Counted)> Doubles { get; init; } = [];

    public bool IsNothing => Added.Count == 0 && Changed.Count == 0;

    public Co2e After => new(Before.Kilograms + Added.Sum(l => l.Emission.Kilograms) + Changed.Sum(c => c.After.Emission.Kilograms - c.Before.Emission.Kilograms));

    /// <summary>Some line comes to so much that it has to be said that it is meant.</summary>
    public bool IsUnlikely => Added.Any(l => l.Emission.Kilograms > LineRules.LikelyKilograms)
        || Changed.Any(c => c.After.Emission.Kilograms > LineRules.LikelyKilograms && c.After.Emission != c.Before.Emission);

    public static EntryPreview Of(IReadOnlyList<ActivityLine> lines, AssessmentSheet there)
    {
        var own = there.Lines.Where(l => l.Line.Origin is null).ToDictionary(l => l.Line.Id, l => l.Line);
        ChangedLine[] known = [.. lines.Where(l => own.ContainsKey(l.Id)).Select(l => new ChangedLine(own[l.Id], l))];
        return new EntryPreview(
            [.. lines.Where(l => !own.ContainsKey(l.Id))],
            [.. known.Where(c => c.Before != c.After)],
            known.Count(c => c.Before == c.After),
            own.Count - known.Length,
            there.Result.Total);
    }

    /// <summary>The lines that change something, as the form of the preview carries them: the file itself is not kept.</summary>
    public string Carried() => JsonSerializer.Serialize(
        Added.Concat(Changed.Select(c => c.After)).Select(l => new
        {
            l.Id,
            l.Department,
            l.Post,
            l.Phase,
            Factor = l.Factor.Code,
            l.Quantity,
            l.Factor.Unit,
            l.Label,
            DataStatus = l.Status?.Code(),
            l.Marks,
        }),
        JsonSerializerOptions.Web);
}

/// <summary>A line as it is and as it would be.</summary>
public sealed record ChangedLine(ActivityLine Before, ActivityLine After);
