using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Footprint;

/// <summary>All that leaves Footprint: the whole result after each change; and, by a relay of their own, the lines behind it (<see cref="LinePublications"/>).</summary>
internal static class Publications
{
    public static readonly Messaging.Publications All = new Messaging.Publications()
        .Message<AssessmentMeasuredV1>("Bilan calculé", "Footprint measured")
        .On<LineAdded>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<LineChanged>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<LineRemoved>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<LinesEntered>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<LinesRemoved>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<EditUndone>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<LinesReplaced>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<AssessmentCopied>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<QuestionAnswered>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<AnswerWithdrawn>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<SectionSwitched>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<FactorsUpgraded>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct))
        .On<AssessmentFrozen>((services, stored, e, ct) => MeasuredAsync(services, stored, e.ProjectId, e.Kind, ct));

    /// <summary>The result as it was right after the event; nothing for an assessment that was never started, nor for a scenario: it is its team's alone.</summary>
    private static async Task<object?> MeasuredAsync(IServiceProvider services, IEvent stored, Guid projectId, AssessmentKind kind, CancellationToken ct)
    {
        if (kind.IsScenario)
        {
            return null;
        }

        var store = services.GetRequiredService<EventStore<FootprintModule>>();
        var stream = await store.LoadAsync<Assessment>(stored.StreamId, stored.Version, ct);
        if (!stream.State.IsStarted)
        {
            return null;
        }

        var cube = ResultCube.Of(stream.State.Lines);
        return new AssessmentMeasuredV1(
            stored.Id, projectId, kind.Code, stored.Version, cube.Total.Kilograms, cube.Lines, cube.Cells, stored.Timestamp, stream.State.IsFrozen);
    }
}
