namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>Reads the questionnaires before the first request is served: one that cannot be computed stops the start, not somebody's answer.</summary>
internal sealed class QuestionnaireCheckAtStart(QuestionnaireShelf shelf) : IStartupTask
{
    public Task RunAsync(CancellationToken ct) => EditorialGenres.All.FirstOrDefault(g => shelf.All.All(q => q.Genre != g.Code)) is { } missing
        ? throw new InvalidOperationException($"The genre {missing.Code} has no questionnaire.")
        : Task.CompletedTask;
}
