namespace EcoprodPlatform.Footprint.Reports;

/// <summary>An assessment against the one it follows, explained: the final against the provisional (CC-9), a scenario against what it was copied from (CC-10).</summary>
internal static class ShowVariance
{
    private const int MostLines = 20;

    public static void Map(Routes to)
    {
        to.Page(Links.Variance, ShowAsync);
        to.Page(Links.FormerVariance, (ProjectId id) => Page.Redirect(Links.Variance(id, AssessmentKind.Final)));
        to.Get("/api/footprints/{projectId:guid}/{kind}/variance", GetAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, QuestionnaireShelf shelf, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var (before, after) = await PairAsync(id, kind, sheets, ct);
        var (variance, sources) = await FindAsync(before, after, factors, ct);
        return Page.Of(new VariancePage
        {
            Project = project,
            BeforeName = before.Name,
            AfterName = after.Name,
            After = after.Kind,
            Parts = variance is null ? [] : [.. variance.Parts.All.Select(p => new VariancePage.Part(p.Name, p.Meaning, p.Kilograms))],
            Totals = variance is null ? null : (variance.Before, variance.After),
            Lines = variance is null ? [] : [.. variance.Lines.Where(l => l.Parts.Sum != 0 || l.IsMoved).Take(MostLines).Select(l => Row(l, sources, shelf))],
        });
    }

    /// <summary>Why an assessment comes to something else than its base: the final one than the provisional one, a scenario than what it was copied from.</summary>
    /// <remarks>In kilograms of CO2e, exact: the parts of a line sum to its difference, those of all lines to the difference of the totals. 404 while one of the two has no line, and for the provisional assessment.</remarks>
    private static async Task<VarianceResource> GetAsync(ProjectId projectId, string kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, asked.By, ct);
        var (before, after) = await PairAsync(projectId, of, sheets, ct);
        var (variance, _) = await FindAsync(before, after, factors, ct);
        return variance is null
            ? throw RuleBrokenException.NotFound("footprint.no-variance", new(
                "Il faut des lignes dans les deux bilans pour les comparer.", "Both assessments need lines to be compared."))
            : new VarianceResource(
                projectId, before.Kind.Code, after.Kind.Code, variance.Before.Kilograms, variance.After.Kilograms, variance.Gap.Kilograms, PartsResource.Of(variance.Parts),
                [.. variance.Lines.Select(l => new VarianceLineResource(l.Before?.Id, l.After?.Id, l.Before?.Emission.Kilograms, l.After?.Emission.Kilograms, PartsResource.Of(l.Parts), l.IsMoved))]);
    }

    private static async Task<(AssessmentSheet Before, AssessmentSheet After)> PairAsync(ProjectId id, AssessmentKind kind, AssessmentSheets sheets, CancellationToken ct)
    {
        var after = await sheets.GetAsync(id, kind, ct);
        return after.Base is { } from
            ? (await sheets.GetAsync(id, from, ct), after)
            : throw RuleBrokenException.NotFound("footprint.no-base", new(
                "Le bilan prévisionnel ne se compare à aucun autre : l’écart est celui du définitif, ou d’un scénario.",
                "The provisional assessment is compared with no other: the variance is that of the final one, or of a scenario."));
    }

    /// <summary>Null while one of the two has no line.</summary>
    private static async Task<(Variance? Variance, IReadOnlyDictionary<(string Code, int Version), Factor> Sources)> FindAsync(AssessmentSheet before, AssessmentSheet after, FactorList factors, CancellationToken ct)
    {
        var sources = await factors.SourcesAsync([.. before.Lines, .. after.Lines], ct);
        return (
            before.Lines.Count == 0 || after.Lines.Count == 0 ? null : Variance.Of([.. before.Lines.Select(l => l.Line)], [.. after.Lines.Select(l => l.Line)], sources),
            sources);
    }

    private static VariancePage.Row Row(VarianceLine line, IReadOnlyDictionary<(string Code, int Version), Factor> sources, QuestionnaireShelf shelf)
    {
        var shown = (line.After ?? line.Before)!;
        return new(shelf.TitleOf(shown, sources.GetValueOrDefault((shown.Factor.Code, shown.Factor.CatalogueVersion))), line.Before?.Emission.Kilograms, line.After?.Emission.Kilograms, line.Parts.Sum, Why(line));

        Text NameOf(ActivityLine of) => sources.GetValueOrDefault((of.Factor.Code, of.Factor.CatalogueVersion))?.Name ?? Text.Same(of.Factor.Code);

        Text PerimeterOf(ActivityLine of) => (sources.GetValueOrDefault((of.Factor.Code, of.Factor.CatalogueVersion))?.Perimeter ?? Perimeter.Unknown).Name;

        Text Why(VarianceLine of) => of switch
        {
            { Before: null } => new("nouvelle ligne", "new line"),
            { After: null } => new("ligne qui n’est plus là", "line that is no longer there"),
            { Before: { } b, After: { } a } => new(Reasons(b, a, Languages.French), Reasons(b, a, Languages.English)),
        };

        string Reasons(ActivityLine before, ActivityLine after, CultureInfo language)
        {
            string Amount(ActivityLine of) => QuantityUnits.Count(of.Quantity, of.Factor.Unit, language);
            string Said(Text text) => text.In(language);
            var reasons = new List<string>();
            if (before.Factor.Unit != after.Factor.Unit || before.Quantity != after.Quantity)
            {
                reasons.Add(Said(new($"{Amount(before)} avant, {Amount(after)} après", $"{Amount(before)} before, {Amount(after)} after")));
            }

            if (before.Factor.Code != after.Factor.Code)
            {
                reasons.Add(Said(new($"« {NameOf(after).Fr} » à la place de « {NameOf(before).Fr} »", $"“{NameOf(after).En}” in place of “{NameOf(before).En}”")));
            }
            else if (before.Factor.Value != after.Factor.Value)
            {
                reasons.Add(Said(new(
                    $"facteur de {Format.Decimal(before.Factor.Value, 6, language)} à {Format.Decimal(after.Factor.Value, 6, language)}",
                    $"factor from {Format.Decimal(before.Factor.Value, 6, language)} to {Format.Decimal(after.Factor.Value, 6, language)}")));
            }

            if (line.Parts.Perimeter != 0)
            {
                reasons.Add(Said(new($"émissions comptées : {PerimeterOf(before).Fr} avant, {PerimeterOf(after).Fr} après", $"emissions counted: {PerimeterOf(before).En} before, {PerimeterOf(after).En} after")));
            }

            if (line.Parts.Quality != 0)
            {
                reasons.Add(Said(new("mieux connu", "better known")));
            }

            if (line.IsMoved)
            {
                reasons.Add(Said(new("compté dans un autre département, poste ou phase", "counted in another department, post or phase")));
            }

            return string.Join(" ; ", reasons);
        }
    }
}

/// <summary>An assessment against its base, in kilograms of CO2e, exact.</summary>
/// <param name="Base">Code of the assessment compared with.</param>
/// <param name="Kind">Code of the assessment explained.</param>
/// <param name="GapKgCo2e">The assessment less its base: the sum of the parts, and of the lines.</param>
internal sealed record VarianceResource(
    Guid ProjectId, string Base, string Kind, decimal BaseKgCo2e, decimal KgCo2e, decimal GapKgCo2e, PartsResource Parts, IReadOnlyList<VarianceLineResource> Lines);

/// <summary>One line of both; one of the two is null where it came or went.</summary>
/// <param name="BaseLine">Its id in the base.</param>
/// <param name="Line">Its id in the assessment explained.</param>
/// <param name="IsMoved">It counts for another department, post or phase.</param>
internal sealed record VarianceLineResource(Guid? BaseLine, Guid? Line, decimal? BaseKgCo2e, decimal? KgCo2e, PartsResource Parts, bool IsMoved);

/// <summary>What a difference is made of, in kilograms of CO2e.</summary>
/// <param name="Activity">More or less of the same; lines that came or went.</param>
/// <param name="Choice">Another factor of the same perimeter.</param>
/// <param name="FactorVersion">The same factor with another value.</param>
/// <param name="Perimeter">Another factor that counts other emissions.</param>
/// <param name="DataQuality">Known in another way.</param>
internal sealed record PartsResource(decimal Activity, decimal Choice, decimal FactorVersion, decimal Perimeter, decimal DataQuality)
{
    public static PartsResource Of(VarianceParts parts) => new(parts.Activity, parts.Choice, parts.Version, parts.Perimeter, parts.Quality);
}
