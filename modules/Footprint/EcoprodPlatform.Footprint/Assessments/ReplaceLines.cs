using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// Replaces all lines of an assessment at once, or none: one wrong line refuses them all, and every wrong line is named.
/// </summary>
/// <param name="Lines">With the id of a line that stays the same line, or none for a new one.</param>
/// <param name="Expected">Version of the assessment that the caller saw; 0 when nobody has touched it.</param>
internal sealed record ReplaceLines(Guid ProjectId, AssessmentKind Kind, IReadOnlyList<(Guid? Id, LineInput Input)> Lines, long Expected, Actor By)
    : IRequest<IReadOnlyList<LineFault>>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors, IdSource ids)
        : IRequestHandler<ReplaceLines, IReadOnlyList<LineFault>>
    {
        /// <summary>Answers what is wrong; nothing was written unless that is empty.</summary>
        public async Task<IReadOnlyList<LineFault>> Handle(ReplaceLines request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            assessment.MustBeAt(request.Expected);
            var known = await factors.FindAsync([.. request.Lines.Select(l => l.Input.Factor).OfType<string>()], ct);
            var lines = new List<ActivityLine>();
            var faults = new List<LineFault>();
            var seen = new HashSet<Guid>();
            for (var i = 0; i < request.Lines.Count; i++)
            {
                var (id, input) = request.Lines[i];
                var broken = new List<RuleBrokenException>();
                if (id is { } given && !seen.Add(given))
                {
                    broken.Add(new RuleBrokenException("footprint.line-id-twice", new(
                        "Deux lignes portent le même identifiant.", "Two lines carry the same id."), field: "id"));
                }

                var there = id is { } old ? assessment.State.Find(old) : null;
                var line = LineRules.Read(id ?? ids.NewId(), input, known.GetValueOrDefault(input.Factor ?? ""), broken, there);
                faults.AddRange(broken.Select(b => new LineFault(i, b)));
                if (line is not null)
                {
                    lines.Add(line);
                }
            }

            if (faults.Count == 0)
            {
                await store.Begin(request.By).Append(assessment, assessment.State.Replace(request.ProjectId, request.Kind, lines)).SaveAsync(ct);
            }

            return faults;
        }
    }
}

/// <summary>What is wrong with one line of several.</summary>
/// <param name="Index">From 0, in the order sent.</param>
internal sealed record LineFault(int Index, RuleBrokenException Rule);
