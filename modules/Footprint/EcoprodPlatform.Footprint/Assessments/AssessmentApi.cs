namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>What the endpoints of assessments share.</summary>
internal static class AssessmentApi
{
    /// <summary>The kind named by the address; 404 for any other word.</summary>
    public static AssessmentKind KindOf(string written) => AssessmentKind.Find(written)
        ?? throw RuleBrokenException.NotFound("footprint.unknown-kind", new(
            "Un bilan est « provisional », « final », ou l’un des scénarios du projet.", "An assessment is “provisional”, “final”, or one of the project’s scenarios."));

    /// <summary>422 that names every wrong line: <c>errors["lines[3].unit"]</c>, and the same with codes in <c>faults</c>.</summary>
    public static IResult Refused(IReadOnlyList<LineFault> faults) => ApiProblem.Of(
        StatusCodes.Status422UnprocessableEntity,
        faults[0].Rule.Code,
        new Text("Aucune ligne n’a été enregistrée", "No line was saved"),
        new Text(
            $"{faults.Count} {(faults.Count == 1 ? "point" : "points")} à corriger. Les lignes sont enregistrées toutes ensemble ou pas du tout.",
            $"{faults.Count} {(faults.Count == 1 ? "thing" : "things")} to correct. Lines are saved all together or not at all.").ToString(),
        faults.GroupBy(f => $"lines[{f.Index.ToString(CultureInfo.InvariantCulture)}].{f.Rule.Field}", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(f => f.Rule.Text.ToString()).ToArray(), StringComparer.Ordinal),
        faults.Select(f => new { line = f.Index, field = f.Rule.Field, code = f.Rule.Code, message = f.Rule.Text.ToString() }).ToArray());
}
