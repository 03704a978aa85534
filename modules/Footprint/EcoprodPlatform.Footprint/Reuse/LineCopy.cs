namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>A line that repeats another one.</summary>
/// <param name="Name">What it says in the place of the mark; empty where there is none.</param>
public sealed record LineCopy(string Name, ActivityLine Line)
{
    /// <summary>All copies, one name after the other.</summary>
    /// <param name="known">Factors of the lines as they are now: what a new line may not use is not copied either.</param>
    internal static IReadOnlyList<LineCopy> All(IReadOnlyList<ActivityLine> lines, CopyNames names, CopySeed seed, IReadOnlyDictionary<string, Factor> known)
    {
        if (lines.Count == 0)
        {
            throw new RuleBrokenException("footprint.lines-missing", new("Choisissez au moins une ligne.", "Choose at least one line."), field: CopyFields.Line);
        }

        foreach (var line in lines)
        {
            if (line.Origin is not null)
            {
                throw Assessment.IsOfQuestionnaire();
            }

            LineRules.Use(line.Factor.Code, known.GetValueOrDefault(line.Factor.Code), out var barred);
            if (barred is not null)
            {
                throw new RuleBrokenException(barred.Code, new($"{NameOf(line)} : {barred.Text.Fr}", $"{NameOf(line)}: {barred.Text.En}"), field: CopyFields.Line);
            }
        }

        if (lines.Count * names.Names.Count > Assessment.MostLines)
        {
            throw Assessment.TooManyLines();
        }

        return [.. names.Names.SelectMany((name, at) => lines.Select(l => new LineCopy(name, Of(l, seed, at) with { Label = LabelOf(l, names, name) })))];
    }

    /// <summary>The same of the same, as an estimate: that of a day that has not been counted.</summary>
    internal static ActivityLine Of(ActivityLine line, CopySeed seed, int at) => line with
    {
        Id = AssessmentKind.CopyId(seed, line.Id, at),
        CopiedFrom = null,
        Origin = null,
        Status = QuantityUnits.IsMoney(line.Factor.Unit) ? null : DataStatus.Estimated,
        Marks = null,
    };

    private static string? LabelOf(ActivityLine line, CopyNames names, string name)
    {
        var label = names.Label(line.Label, name)?.Trim();
        return PlainText.Fault(label ?? "-", LineRules.LongestLabel, lines: false) is { } fault
            ? throw new RuleBrokenException("footprint.label-too-long", new($"{NameOf(line)}, « {name} » : {fault.Fr}.", $"{NameOf(line)}, “{name}”: {fault.En}."), field: CopyFields.Names)
            : label;
    }

    private static string NameOf(ActivityLine line) => line.Label ?? line.Factor.Code;
}
