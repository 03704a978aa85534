namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>
/// Forgets a deleted project: its rows, and in the log what was written of it and its lines. No space shows it by then, because what a structure sees
/// cannot be deleted; but a tag may have been taken off a moment before, and its message may be on the way still.
/// </summary>
internal sealed class OnProjectDeleted(EventStore<MemberSpaceModule> store, TimeProvider clock) : IReaction<ProjectDeletedV1>
{
    /// <summary>Whether it was an exercise stays, and who owned it when, by ids and numbers.</summary>
    private const string Less = """
        data - '{mainDistribution,budget,durationSeconds,shootingFormat,startDate,deliveryDate,productionDays}'::text[]
          || '{"title":"","editorialGenre":"","shootingTypologies":[],"leadCountry":"","coProductionCountries":[],"productionCompanies":[]}'
        """;

    public async Task ReactAsync(ProjectDeletedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var id = new ProjectId(message.ProjectId);
        var project = await store.LoadAsync<SharedProject>(message.ProjectId, ct);
        work.AppendTelling(project, [.. project.State.Delete()], clock).Forget(project, Less, typeof(ProjectDescribed));
        foreach (var kind in new[] { AssessmentMeasuredV1.Provisional, AssessmentMeasuredV1.Final })
        {
            var lines = await store.LoadAsync<SharedLines>(SharedLines.StreamId(id, kind), ct);
            work.Append(lines, lines.State.Forget(id, kind)).Forget(lines, """data || '{"lines":[]}'""", typeof(LinesTold));
        }
    }
}
