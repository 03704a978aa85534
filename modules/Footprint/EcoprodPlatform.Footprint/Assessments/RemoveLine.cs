using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Removes one activity line, if it is still as the caller saw it.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record RemoveLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, long Seen, Actor By) : IRequest<ActivityLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RemoveLine, ActivityLine>
    {
        public async Task<ActivityLine> Handle(RemoveLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var events = assessment.State.Remove(request.ProjectId, request.Kind, request.LineId, request.Seen).ToArray();
            await store.Begin(request.By).Append(assessment, events).SaveAsync(ct);
            return assessment.State.Find(request.LineId)!;
        }
    }
}
