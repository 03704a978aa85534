using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Adds one activity line to an assessment of a project. Sent twice with the same id, it is one line.</summary>
/// <param name="Expected">The version of the assessment the caller saw, if it insists on it.</param>
internal sealed record AddLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, LineInput Line, Actor By, long? Expected = null) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<AddLine, SheetLine>
    {
        public async Task<SheetLine> Handle(AddLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var factor = await factors.FindAsync(request.Line.Factor, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var line = LineRules.Demand(request.LineId, request.Line, factor, assessment.State.Find(request.LineId));
            assessment.MustBeAt(request.Expected);
            var work = store.Begin(request.By).Append(assessment, assessment.State.Add(request.ProjectId, request.Kind, line));
            await work.SaveAsync(ct);
            return new SheetLine(line, assessment.State.VersionOf(line.Id) ?? assessment.Version + 1);
        }
    }
}
