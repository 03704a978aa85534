namespace EcoprodPlatform.Footprint.Entry;

/// <summary>
/// Tells what answers of the questionnaire count already of a line that comes in beside them. Whether it is the same expense, only the person knows: it is told, and nothing is left out or removed.
/// </summary>
internal sealed class DoubleCount(QuestionnaireShelf shelf, RouteFile routes)
{
    /// <summary>Answers that are told of one line.</summary>
    private const int MostTold = 3;

    /// <param name="factor">Code of the line's factor.</param>
    /// <param name="unit">What it counts in.</param>
    /// <param name="department">Of the line; null while it is not known.</param>
    public IReadOnlyList<CountedAlready> Of(ProjectView project, AssessmentSheet sheet, string factor, string unit, string? department)
    {
        var counted = new List<CountedAlready>();
        foreach (var answer in sheet.Lines.Select(l => l.Line).Where(l => l.Origin is not null).GroupBy(l => l.Origin!.Question, StringComparer.Ordinal))
        {
            var same = answer.Where(l => l.Factor.Code == factor).ToList();
            if (same.Count == 0 && answer.Where(l => department is null || l.Department == department).ToList() is { Count: > 0 } there && IsAlike(project, answer.Key, there, factor, unit))
            {
                same = there;
            }

            if (same.Count > 0)
            {
                counted.Add(Tell(project, sheet.Kind, answer.Key, same));
            }
        }

        return [.. counted.Take(MostTold)];
    }

    /// <summary>Another factor for the same thing: one that the question counts with too, nights and meals of any kind, kilometres by any train.</summary>
    private bool IsAlike(ProjectView project, string question, List<ActivityLine> there, string factor, string unit)
        => shelf.For(project.Genre).Find(question)?.Lines.Any(l => l.Factor == factor) == true
            || there.Exists(l => l.Factor.Unit == unit && (unit is "night" or "meal" || (IsRail(factor) && IsRail(l.Factor.Code))));

    private bool IsRail(string factor) => routes.Of(factor)?.Code == "rail";

    private CountedAlready Tell(ProjectView project, AssessmentKind kind, string question, List<ActivityLine> lines)
    {
        var name = shelf.NameOf(question);
        var department = TermNames.NameOf(Departments.All, lines[0].Department);
        return new CountedAlready(
            new($"Le questionnaire compte déjà {Sum(Languages.French)} : « {name.Fr} », {department.Fr}.", $"The questionnaire counts {Sum(Languages.English)} already: “{name.En}”, {department.En}."),
            shelf.AddressOf(project, kind, lines[0].Origin!));

        string Sum(CultureInfo language) => string.Join(", ", lines.GroupBy(l => l.Factor.Unit).Select(u => QuantityUnits.Count(u.Sum(l => l.Quantity), u.Key, language)));
    }
}

/// <summary>What an answer counts that a line would count again.</summary>
/// <param name="Words">How much of what, for which department.</param>
/// <param name="Href">Where the answer is changed.</param>
public sealed record CountedAlready(Text Words, string Href);
