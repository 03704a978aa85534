namespace EcoprodPlatform.Footprint.Todo;

/// <summary>What is left to do in an assessment, with where to do it.</summary>
internal static class ShowTodo
{
    public static void Map(Routes to)
    {
        to.Page(Links.Todo, ShowAsync);
        to.Get("/api/footprints/{projectId:guid}/{kind}/todo", GetAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, AnswerReader reader, FactorList factors, CancellationToken ct)
    {
        var view = await reader.ViewAsync(id, kind, asked.By, ct);
        var sources = await factors.SourcesAsync(view.Sheet.Lines, ct);
        return Page.Of(new TodoPage { View = view, List = TodoList.Of(view, sources), Sources = sources });
    }

    /// <summary>What is left to do in an assessment, what counts most first.</summary>
    private static async Task<IReadOnlyList<TodoResource>> GetAsync(ProjectId projectId, string kind, Asked asked, AnswerReader reader, FactorList factors, CancellationToken ct)
    {
        var view = await reader.ViewAsync(projectId, AssessmentApi.KindOf(kind), asked.By, ct);
        return [.. TodoList.Of(view, await factors.SourcesAsync(view.Sheet.Lines, ct)).Tasks.Select(TodoResource.Of)];
    }
}

/// <summary>One thing to do.</summary>
/// <param name="Kind"><c>question</c>, <c>department</c>, <c>factor-mark</c>, <c>expense</c>, <c>estimate</c> or <c>evidence</c>.</param>
/// <param name="Section">Code of the section that has open questions, or that asks an empty department.</param>
/// <param name="Open">Questions without an answer; null where it is about something else.</param>
internal sealed record TodoResource(string Kind, string? NameFr, string? NameEn, Guid? Line, string? Section, int? Open, decimal? KgCo2e)
{
    public static TodoResource Of(TodoTask task) => new(
        task.Kind == TodoKind.FactorMark ? "factor-mark" : task.Kind.ToString().ToLowerInvariant(),
        task.Name?.Fr, task.Name?.En, task.Line?.Id, task.Section?.Code, task.Kind == TodoKind.Question ? task.Open : null, task.Line?.Emission.Kilograms);
}
