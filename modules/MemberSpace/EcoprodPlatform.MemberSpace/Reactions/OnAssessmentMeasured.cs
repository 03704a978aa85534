namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>Records the newest result of an assessment.</summary>
internal sealed class OnAssessmentMeasured(EventStore<MemberSpaceModule> store, TimeProvider clock) : IReaction<AssessmentMeasuredV1>
{
    public async Task ReactAsync(AssessmentMeasuredV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<SharedProject>(message.ProjectId, ct);
        work.AppendTelling(project, [.. project.State.Measure(new AssessmentMeasured(
            message.Kind,
            message.AssessmentVersion,
            message.TotalKg,
            message.Lines,
            [.. message.Cells.Select(c => new MeasuredCell(c.Department, c.Post, c.Phase, c.Kg))],
            message.MeasuredAt,
            message.IsFrozen))], clock);
    }
}
