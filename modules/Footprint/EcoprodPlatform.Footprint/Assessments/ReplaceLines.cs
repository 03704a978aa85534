using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// Replaces all lines of an assessment at once, or none: one wrong line refuses them all, and every wrong line is named.
/// </summary>
/// <param name="Lines">With the id of a line that stays the same line, or none for a new one.</param>
/// <param name="Expected">Version of the assessment that the caller saw; 0 when nobody has touched it.</param>
internal sealed record ReplaceLines(Guid ProjectId, AssessmentKind Kind, IReadOnlyList<LineBody> Lines, long Expected, Actor By)
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
            var known = await factors.FindAsync([.. request.Lines.Select(l => l.Factor).OfType<string>()], ct);
            var lines = new List<ActivityLine>();
            var faults = new List<LineFault>();
            var seen = new HashSet<Guid>();
            for (var i = 0; i < request.Lines.Count; i++)
            {
                var body = request.Lines[i];
                var id = body.Id;
                var broken = new List<RuleBrokenException>();
                var input = body.Read(broken);
                if (id is { } given && !seen.Add(given))
                {
                    broken.Add(new RuleBrokenException("footprint.line-id-twice", new(
                        "Deux lignes portent le même identifiant.", "Two lines carry the same id."), field: "id"));
                }

                var there = id is { } old ? assessment.State.Find(old) : null;
                var line = LineRules.Read(id ?? ids.NewId(), input, known.GetValueOrDefault(input.Factor ?? ""), broken, there);
                // One fault per field: a quantity that is no number need not also be called missing.
                faults.AddRange(broken.DistinctBy(b => b.Field).Select(b => new LineFault(i, b)));
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

    public static void Map(RouteGroupBuilder api)
        => api.MapPut("/{projectId:guid}/{kind}", PutAsync).Produces<AssessmentResource>().RequireAuthorization(Policies.SignedIn);

    /// <summary>Replaces all lines of an assessment, or none.</summary>
    /// <remarks>If-Match carries the assessment's version: "0" for one that nobody has touched. A line with the id of a line that is there stays that line.</remarks>
    private static async Task<IResult> PutAsync(
        Guid projectId, string kind, LinesBody body, HttpContext http, IMediator mediator, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var seen = http.RequiredIfMatch();

        if (body.Lines is not { } lines || lines.Any(l => l is null))
        {
            throw new RuleBrokenException(
                "footprint.lines-missing",
                new("Envoyez { \"lines\": [ … ] } ; une liste vide retire toutes les lignes.", "Send { \"lines\": [ … ] }; an empty list removes every line."),
                field: "lines");
        }

        var faults = await mediator.Send(new ReplaceLines(projectId, of, lines, seen, http.Actor()), ct);
        if (faults.Count > 0)
        {
            return AssessmentApi.Refused(faults);
        }

        var project = await access.ReadAsync(projectId, http.Actor(), ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        http.ETag(sheet.Version);
        return Results.Ok(AssessmentResource.Of(project, sheet));
    }

    /// <summary>All lines of an assessment.</summary>
    internal sealed record LinesBody(LineBody[]? Lines);
}

/// <summary>What is wrong with one line of several.</summary>
/// <param name="Index">From 0, in the order sent.</param>
internal sealed record LineFault(int Index, RuleBrokenException Rule);
