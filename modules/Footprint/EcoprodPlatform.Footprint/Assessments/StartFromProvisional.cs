using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Starts the final assessment as a copy of the provisional one (CC-18); both then live their own lives.</summary>
internal sealed record StartFromProvisional(Guid ProjectId, Actor By) : IRequest<int>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, IdSource ids) : IRequestHandler<StartFromProvisional, int>
    {
        /// <summary>Answers how many lines were copied.</summary>
        public async Task<int> Handle(StartFromProvisional request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var provisional = await store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(request.ProjectId), ct);
            var final = await store.LoadAsync<Assessment>(AssessmentKind.Final.StreamId(request.ProjectId), ct);
            await store.Begin(request.By).Append(final, final.State.CopyOf(request.ProjectId, provisional, ids.NewId)).SaveAsync(ct);
            return provisional.State.Count;
        }
    }
}
