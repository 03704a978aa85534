using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// Replaces all lines of an assessment at once, or none: one wrong line refuses them all, and every wrong line is named. Those of the questionnaire stay.
/// </summary>
/// <param name="Lines">With the id of a line that stays the same line, or none for a new one.</param>
/// <param name="Seen">Version of the assessment that the caller saw; 0 when nobody has touched it.</param>
internal sealed record ReplaceLines(ProjectId ProjectId, AssessmentKind Kind, IReadOnlyList<LineBody> Lines, long Seen, Actor By) : IRequest<IReadOnlyList<LineFault>>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors, IdSource ids)
        : IRequestHandler<ReplaceLines, IReadOnlyList<LineFault>>
    {
        /// <summary>Answers what is wrong; nothing was written unless that is empty.</summary>
        public async Task<IReadOnlyList<LineFault>> Handle(ReplaceLines command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            assessment.Expect(command.Seen);
            var known = await factors.FindAsync(command.ProjectId, [.. command.Lines.Select(l => l.Factor).OfType<string>()], ct);
            var lines = new List<ActivityLine>();
            var faults = new List<LineFault>();
            var seen = new HashSet<LineId>();
            for (var i = 0; i < command.Lines.Count; i++)
            {
                var body = command.Lines[i];
                LineId? id = body.Id is { } own ? new LineId(own) : null;
                var broken = new List<RuleBrokenException>();
                var input = body.Read(broken);
                if (id is { } given && !seen.Add(given))
                {
                    broken.Add(new RuleBrokenException("footprint.line-id-twice", new(
                        "Deux lignes portent le même identifiant.", "Two lines carry the same id."), field: "id"));
                }

                var there = id is { } old ? assessment.State.Find(old) : null;
                var line = LineRules.Read(id ?? new LineId(ids.NewId()), input, known.GetValueOrDefault(input.Factor ?? ""), broken, there);
                // One fault per field: a quantity that is no number need not also be called missing.
                faults.AddRange(broken.DistinctBy(b => b.Field).Select(b => new LineFault(i, b)));
                if (there?.Origin is not null)
                {
                    // What was read may be sent back with the rest; it stays what its answer says.
                    if (line is not null && line with { Origin = there.Origin, Status = there.Status, Marks = there.Marks, CopiedFrom = there.CopiedFrom } != there)
                    {
                        faults.Add(new LineFault(i, Assessment.IsOfQuestionnaire()));
                    }
                }
                else if (line is not null)
                {
                    lines.Add(line with { CopiedFrom = there?.CopiedFrom });
                }
            }

            if (faults.Count == 0)
            {
                await store.Begin(command.By).Append(assessment, assessment.State.Replace(command.ProjectId, command.Kind, lines))
                    .LetGo(assessment.State.AllEvidence).SaveAsync(ct);
            }

            return faults;
        }
    }

    public static void Map(Routes to)
        => to.Put("/api/footprints/{projectId:guid}/{kind}", PutAsync).Produces<AssessmentResource>();

    /// <summary>Replaces all lines of an assessment, or none.</summary>
    /// <remarks>If-Match carries the assessment's version: "0" for one that nobody has touched. A line with the id of a line that is there stays that line. Lines of the questionnaire (with a question) stay, sent back unchanged or left out.</remarks>
    private static async Task<IResult> PutAsync(
        ProjectId projectId, string kind, LinesBody body, Asked asked, SeenVersion seen, IMediator mediator, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);

        if (body.Lines is not { } lines || lines.Any(l => l is null))
        {
            throw new RuleBrokenException(
                "footprint.lines-missing",
                new("Envoyez { \"lines\": [ … ] } ; une liste vide retire toutes les lignes.", "Send { \"lines\": [ … ] }; an empty list removes every line."),
                field: "lines");
        }

        var faults = await mediator.Send(new ReplaceLines(projectId, of, lines, seen, asked.By), ct);
        if (faults.Count > 0)
        {
            return AssessmentApi.Refused(faults);
        }

        var project = await access.ReadAsync(projectId, asked.By, ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        return asked.Versioned(Results.Ok(await AssessmentResource.OfAsync(project, sheet, factors, ct)), sheet.Version);
    }

    /// <summary>All lines of an assessment.</summary>
    internal sealed record LinesBody(LineBody[]? Lines) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => (Lines ?? []).SelectMany((line, i) =>
            (line is null ? [] : line.Faults()).Select(f => new RuleBrokenException(f.Code, f.Text, f.Kind, string.Create(CultureInfo.InvariantCulture, $"lines[{i}].{f.Field}"))));
    }
}

/// <summary>What is wrong with one line of several.</summary>
/// <param name="Index">From 0, in the order sent.</param>
internal sealed record LineFault(int Index, RuleBrokenException Rule);
