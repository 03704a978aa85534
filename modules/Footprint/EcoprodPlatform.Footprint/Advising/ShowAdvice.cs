namespace EcoprodPlatform.Footprint.Advising;

/// <summary>What would reduce an assessment most, computed from its own lines (CC-16).</summary>
internal static class ShowAdvice
{
    public static void Map(Routes to)
    {
        to.Page(Links.Advice, ShowAsync);
        to.Get("/api/footprints/{projectId:guid}/{kind}/advice", GetAsync, "GetAdvice");
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, ProjectAccess access, AssessmentSheets sheets, AdviceShelf shelf, QuestionnaireShelf questions, IdSource ids, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var sheet = (await sheets.GetAsync(id, ct)).LastOrDefault(s => s.Lines.Count > 0);
        return Page.Of(new AdvicePage { Project = project, Of = sheet?.Kind, All = sheet is null ? [] : await shelf.ForAsync(project, sheet, ct), NewId = ids.NewId, Titles = questions.TitleOf });
    }

    /// <summary>The advice that would save something in an assessment, the largest saving first.</summary>
    /// <remarks>
    /// A computation on the lines as they are, in kilograms of CO2e, exact; nothing is saved by it. The savings of two pieces of advice that change the same line do not add up.
    /// </remarks>
    private static async Task<AdviceListResource> GetAsync(ProjectId projectId, string kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, AdviceShelf shelf, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var project = await access.ReadAsync(projectId, asked.By, ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        return new AdviceListResource(
            projectId, kind, sheet.Version, shelf.Current.Version, sheet.Lines.Count == 0 ? null : sheet.Result.Total.Kilograms,
            [.. (await shelf.ForAsync(project, sheet, ct)).Select(AdviceResource.Of)]);
    }
}

/// <summary>What would reduce an assessment.</summary>
/// <param name="Version">Of the assessment that it is computed for.</param>
/// <param name="AdviceVersion">Of the file of advice: grows with what it says or computes.</param>
/// <param name="TotalKgCo2e">Of the assessment as it is; null when there is no line.</param>
internal sealed record AdviceListResource(Guid ProjectId, string Kind, long Version, int AdviceVersion, decimal? TotalKgCo2e, IReadOnlyList<AdviceResource> Items);

/// <summary>An advice with what it would change.</summary>
/// <param name="AssumptionFr">What is taken for granted where the saving is computed.</param>
/// <param name="Posts">The emission posts whose lines it changes, the largest saving first.</param>
/// <param name="SavingKgCo2e">The total less the total of the lines as they would be: the sum of <paramref name="Lines"/>.</param>
/// <param name="Share">Of the total, rounded to 4 decimals.</param>
/// <param name="IsTooLarge">A factor that it puts in leaves out a part of its emissions.</param>
/// <param name="HasOtherPerimeter">A factor that it puts in counts other emissions than the one before.</param>
internal sealed record AdviceResource(
    string Code, string TitleFr, string TitleEn, string MeansFr, string MeansEn, string AssumptionFr, string AssumptionEn, string SourceFr, string SourceEn,
    IReadOnlyList<string> Posts, decimal SavingKgCo2e, decimal Share, bool IsTooLarge, bool HasOtherPerimeter, IReadOnlyList<AdvisedLineResource> Lines)
{
    public static AdviceResource Of(AdviceView view) => new(
        view.Advice.Code, view.Advice.Title.Fr, view.Advice.Title.En, view.Advice.Means.Fr, view.Advice.Means.En, view.Advice.Assumption.Fr, view.Advice.Assumption.En,
        view.Advice.Source.Fr, view.Advice.Source.En, [.. view.Posts], view.Saving.Kilograms, decimal.Round(view.Share, 4, MidpointRounding.AwayFromZero), view.IsTooLarge, view.HasOtherPerimeter,
        [.. view.Changes.Select(c => new AdvisedLineResource(c.Before.Id, AdvisedQuantityResource.Of(c.Before), AdvisedQuantityResource.Of(c.After), c.Saving.Kilograms))]);
}

/// <summary>A line as it is and as it would be.</summary>
internal sealed record AdvisedLineResource(Guid Id, AdvisedQuantityResource Before, AdvisedQuantityResource After, decimal SavingKgCo2e);

/// <summary>Quantity × factor.</summary>
internal sealed record AdvisedQuantityResource(string Post, string Factor, decimal FactorValue, int CatalogueVersion, decimal Quantity, string Unit, decimal KgCo2e)
{
    public static AdvisedQuantityResource Of(ActivityLine line)
        => new(line.Post, line.Factor.Code, line.Factor.Value, line.Factor.CatalogueVersion, line.Quantity, line.Factor.Unit, line.Emission.Kilograms);
}
