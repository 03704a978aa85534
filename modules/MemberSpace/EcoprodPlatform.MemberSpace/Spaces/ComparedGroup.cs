namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>A part of a comparison as it is printed: on the page and in files the same rows.</summary>
public sealed record ComparedGroup(Text Title, IReadOnlyList<ComparedRow> Rows)
{
    internal const string Kilograms = "kgCO2e";

    internal const string PerEuro = "kgCO2e/€";

    internal static IReadOnlyList<ComparedGroup> Of(IReadOnlyList<ComparedProject> projects) =>
    [
        new(new("Chiffres clés", "Key figures"),
        [
            new(new("Bilan compté", "Counted assessment"), "", [.. projects.Select(p => ComparedCell.Said(p.Counted is { } kind ? Terms.Assessment(kind) : Why(NotComputable.NoAssessment)))]),
            Masses(new("Bilan total", "Total"), projects, p => p.TotalKg, NotComputable.NoAssessment),
            Intensities(new("Par minute d’œuvre", "Per minute of the work"), "kgCO2e/min", projects, p => p.PerMinute),
            Intensities(new("Par euro de budget", "Per euro of budget"), PerEuro, projects, p => p.PerEuro),
        ]),
        new(new("Prévisionnel et définitif", "Provisional and final"),
        [
            Masses(new("Bilan prévisionnel", "Provisional assessment"), projects, p => p.ProvisionalKg, NotComputable.NoAssessment),
            Masses(new("Bilan définitif", "Final assessment"), projects, p => p.FinalKg, NotComputable.NoAssessment),
            Masses(new("Définitif moins prévisionnel", "Final minus provisional"), projects, p => p.FinalKg - p.ProvisionalKg, null),
        ]),
        Parts(new("Par phase", "By phase"), projects, p => p.ByPhase, Terms.Phase),
        Parts(new("Par département", "By department"), projects, p => p.ByDepartment, Terms.Department),
        Parts(new("Par poste", "By post"), projects, p => p.ByPost, Terms.Post),
        new(new("Qualité des données", "Data quality"),
            [.. DashboardView.KnownAs.Where(code => projects.Any(p => p.ByDataStatus.Any(d => d.Code == code)))
                .Select(code => Shared(Terms.DataStatus(code == DashboardView.NotSaid ? null : code), code, projects, p => p.ByDataStatus))]),
    ];

    /// <summary>What any of the projects has, heaviest of all first.</summary>
    private static ComparedGroup Parts(Text title, IReadOnlyList<ComparedProject> projects, Func<ComparedProject, IReadOnlyList<Part>> parts, Func<string, Text> words)
        => new(title, [.. projects.SelectMany(parts).GroupBy(p => p.Code, p => p.Kg).OrderByDescending(g => g.Sum()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Shared(words(g.Key), g.Key, projects, parts))]);

    /// <summary>A measured project that has nothing there emits nothing there; one without an assessment has no figure at all.</summary>
    private static ComparedRow Shared(Text what, string code, IReadOnlyList<ComparedProject> projects, Func<ComparedProject, IReadOnlyList<Part>> parts)
        => new(what, Kilograms, [.. projects.Select(p => p.TotalKg is null
            ? ComparedCell.Said(Why(NotComputable.NoAssessment))
            : parts(p).FirstOrDefault(part => part.Code == code) is { } part ? new ComparedCell(part.Kg, part.Percent, null) : new ComparedCell(0, null, null))]);

    private static ComparedRow Masses(Text what, IReadOnlyList<ComparedProject> projects, Func<ComparedProject, decimal?> mass, string? reason)
        => new(what, Kilograms, [.. projects.Select(p => mass(p) is { } kg
            ? new ComparedCell(kg, null, null)
            : ComparedCell.Said(reason is null ? new Text("il faut les deux bilans", "both assessments are needed") : Why(reason)))]);

    private static ComparedRow Intensities(Text what, string unit, IReadOnlyList<ComparedProject> projects, Func<ComparedProject, ComparedIntensity> intensity)
        => new(what, unit, [.. projects.Select(p => intensity(p) is { Kg: { } kg } ? new ComparedCell(kg, null, null) : ComparedCell.Said(Why(intensity(p).Reason!)))]);

    private static Text Why(string reason) => new NotComputable(reason, 1, []).Why;
}

/// <summary>One figure of every project.</summary>
/// <param name="Unit">Of the values.</param>
/// <param name="Cells">One per project, in their order.</param>
public sealed record ComparedRow(Text What, string Unit, IReadOnlyList<ComparedCell> Cells);

/// <summary>A figure of one project: a value, or words.</summary>
/// <param name="Percent">Of its total.</param>
/// <param name="Words">What is said where there is no value, the reason mostly.</param>
public sealed record ComparedCell(decimal? Value, decimal? Percent, Text? Words)
{
    internal static ComparedCell Said(Text words) => new(null, null, words);
}
