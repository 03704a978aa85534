using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Changes one activity line, if it is still as the caller saw it. Two people may change two lines at once.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record ChangeLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, LineInput Line, long Seen, Actor By) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<ChangeLine, SheetLine>
    {
        public async Task<SheetLine> Handle(ChangeLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var there = assessment.State.Find(request.LineId) ?? throw Assessment.UnknownLine();
            var line = LineRules.Demand(request.LineId, request.Line, await factors.FindAsync(request.Line.Factor, ct), there);
            var events = assessment.State.Change(request.ProjectId, request.Kind, line, request.Seen).ToArray();
            await store.Begin(request.By).Append(assessment, events).SaveAsync(ct);
            return new SheetLine(line, events.Length == 0 ? assessment.State.VersionOf(line.Id)!.Value : assessment.Version + 1);
        }
    }
}
