namespace EcoprodPlatform.Footprint.Reports;

/// <summary>The final assessment against the provisional one, explained (CC-9, CC-10).</summary>
internal static class ShowVariance
{
    private const int MostLines = 20;

    public static void Map(Routes to)
    {
        to.Page(Links.Variance, ShowAsync);
        to.Get("/api/footprints/{projectId:guid}/variance", GetAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, QuestionnaireShelf shelf, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var (variance, sources) = await FindAsync(id, sheets, factors, ct);
        return Page.Of(new VariancePage
        {
            Project = project,
            Parts = variance is null ? [] : [.. variance.Parts.All.Select(p => new VariancePage.Part(p.Name, p.Meaning, p.Kilograms))],
            Before = variance?.Before,
            After = variance?.After,
            Lines = variance is null ? [] : [.. variance.Lines.Where(l => l.Parts.Sum != 0 || l.IsMoved).Take(MostLines).Select(l => Row(l, sources, shelf))],
        });
    }

    /// <summary>Why the final assessment comes to something else than the provisional one.</summary>
    /// <remarks>In kilograms of CO2e, exact: the parts of a line sum to its difference, those of all lines to the difference of the totals. 404 while one of the two assessments has no line.</remarks>
    private static async Task<VarianceResource> GetAsync(ProjectId projectId, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        await access.ReadAsync(projectId, asked.By, ct);
        var (variance, _) = await FindAsync(projectId, sheets, factors, ct);
        return variance is null
            ? throw RuleBrokenException.NotFound("footprint.no-variance", new(
                "Il faut des lignes dans les deux bilans pour les comparer.", "Both assessments need lines to be compared."))
            : new VarianceResource(
                projectId, variance.Before.Kilograms, variance.After.Kilograms, variance.Gap.Kilograms, PartsResource.Of(variance.Parts),
                [.. variance.Lines.Select(l => new VarianceLineResource(l.Before?.Id, l.After?.Id, l.Before?.Emission.Kilograms, l.After?.Emission.Kilograms, PartsResource.Of(l.Parts), l.IsMoved))]);
    }

    /// <summary>Null while one of the two has no line.</summary>
    private static async Task<(Variance? Variance, IReadOnlyDictionary<(string Code, int Version), Factor> Sources)> FindAsync(ProjectId id, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        var both = await sheets.GetAsync(id, ct);
        var sources = await factors.SourcesAsync(both.SelectMany(s => s.Lines), ct);
        return (
            both.Any(s => s.Lines.Count == 0) ? null : Variance.Of([.. both[0].Lines.Select(l => l.Line)], [.. both[1].Lines.Select(l => l.Line)], sources),
            sources);
    }

    private static VariancePage.Row Row(VarianceLine line, IReadOnlyDictionary<(string Code, int Version), Factor> sources, QuestionnaireShelf shelf)
    {
        var shown = (line.After ?? line.Before)!;
        return new(shelf.TitleOf(shown, sources.GetValueOrDefault((shown.Factor.Code, shown.Factor.CatalogueVersion))), line.Before?.Emission.Kilograms, line.After?.Emission.Kilograms, line.Parts.Sum, Why(line));

        Text NameOf(ActivityLine of) => sources.GetValueOrDefault((of.Factor.Code, of.Factor.CatalogueVersion))?.Name ?? Text.Same(of.Factor.Code);

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
                reasons.Add(Said(new($"{Amount(before)} prévus, {Amount(after)} à la fin", $"{Amount(before)} planned, {Amount(after)} in the end")));
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

/// <summary>The final assessment against the provisional one, in kilograms of CO2e, exact.</summary>
/// <param name="GapKgCo2e">Final less provisional: the sum of the parts, and of the lines.</param>
internal sealed record VarianceResource(
    Guid ProjectId, decimal ProvisionalKgCo2e, decimal FinalKgCo2e, decimal GapKgCo2e, PartsResource Parts, IReadOnlyList<VarianceLineResource> Lines);

/// <summary>One line of both assessments; one of the two is null where it came or went.</summary>
/// <param name="IsMoved">It counts for another department, post or phase.</param>
internal sealed record VarianceLineResource(Guid? Provisional, Guid? Final, decimal? ProvisionalKgCo2e, decimal? FinalKgCo2e, PartsResource Parts, bool IsMoved);

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
