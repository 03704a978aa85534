namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Takes several lines into an assessment at once, or none: one that is wrong refuses them all, and each is named. Sent twice with the same ids, they are there once.</summary>
/// <param name="Seen">The version of the assessment that the caller decided on, if it insists on it.</param>
internal sealed record EnterLines(ProjectId ProjectId, AssessmentKind Kind, IReadOnlyList<EnteredLine> Lines, Actor By, long? Seen = null) : IRequest<EntryResult>
{
    /// <summary>A line with the id of one that is there takes its place; otherwise that is a fault.</summary>
    public bool MayChange { get; init; }

    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<EnterLines, EntryResult>
    {
        /// <summary>Answers what is wrong; nothing was written unless that is empty.</summary>
        public async Task<EntryResult> Handle(EnterLines command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var known = await factors.FindAsync(command.ProjectId, [.. command.Lines.Select(l => l.Input.Factor).OfType<string>()], ct);
            var faults = new List<LineFault>();
            var lines = new List<ActivityLine>();
            var ids = new HashSet<LineId>();
            foreach (var (entered, at) in command.Lines.Select((line, at) => (line, at)))
            {
                var broken = new List<RuleBrokenException>(entered.Input.Broken);
                if (!ids.Add(entered.Id))
                {
                    broken.Add(new RuleBrokenException("footprint.line-id-twice", new(
                        "Deux lignes portent le même identifiant.", "Two lines carry the same id."), field: "id"));
                }

                var there = assessment.State.Find(entered.Id);
                if (LineRules.Read(entered.Id, entered.Input, known.GetValueOrDefault(entered.Input.Factor ?? ""), broken, there) is { } line)
                {
                    line = line with { CopiedFrom = there?.CopiedFrom };
                    lines.Add(line);
                    var clash = there?.Origin is not null ? Assessment.IsOfQuestionnaire() : command.MayChange && there is not null ? null : assessment.State.ClashOf(line);
                    broken.AddRange(clash is null ? [] : [new RuleBrokenException(clash.Code, clash.Text, field: "id")]);
                }

                faults.AddRange(broken.DistinctBy(b => b.Field).Select(b => new LineFault(at, b)));
            }

            if (faults.Count > 0)
            {
                return new EntryResult(faults, assessment.Version, [], assessment.State);
            }

            var events = assessment.State.Enter(command.ProjectId, command.Kind, lines).ToArray();
            if (events.Length > 0)
            {
                // What is there already was sent twice: the version it was decided on is long past.
                assessment.Expect(command.Seen);
                await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            }

            return new EntryResult([], assessment.Version + events.Length, [.. events.OfType<LinesEntered>().SelectMany(e => e.Lines)], events.Aggregate(assessment.State, (state, e) => state.Apply(e)));
        }
    }

    public static void Map(Routes to) => to.Post("/api/footprints/{projectId:guid}/{kind}/lines/bulk", CreateAsync).Produces<EnteredLinesResource>();

    /// <summary>Adds up to 2,000 lines to an assessment, or none; those that are there stay.</summary>
    /// <remarks>With ids of your own, sending them again adds nothing. Every wrong line is named, as when all lines are replaced. If-Match with the assessment's version is optional.</remarks>
    private static async Task<IResult> CreateAsync(ProjectId projectId, string kind, ReplaceLines.LinesBody body, Asked asked, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        if (body.Lines is not { Length: > 0 } sent || sent.Any(l => l is null))
        {
            throw new RuleBrokenException("footprint.lines-missing", new("Envoyez { \"lines\": [ … ] }, avec au moins une ligne.", "Send { \"lines\": [ … ] }, with at least one line."), field: "lines");
        }

        if (sent.Length > Assessment.MostLines)
        {
            throw Assessment.TooManyLines();
        }

        EnteredLine[] lines = [.. sent.Select(l => new EnteredLine(new LineId(l.Id ?? ids.NewId()), l.Read()))];
        var result = await mediator.Send(new EnterLines(projectId, of, lines, asked.By, asked.Seen), ct);
        return result.Faults.Count > 0
            ? AssessmentApi.Refused(result.Faults)
            : asked.Versioned(Results.Ok(new EnteredLinesResource(result.Version, result.After.Lines.Sum(l => l.Emission.Kilograms), result.Saved.Count, [.. lines.Select(l => l.Id.Value)])), result.Version);
    }
}

/// <summary>A line that comes in with others.</summary>
internal sealed record EnteredLine(LineId Id, LineInput Input);

/// <summary>What became of lines that came in at once.</summary>
/// <param name="Version">Of the assessment since.</param>
/// <param name="Saved">Those that were not there just so before.</param>
/// <param name="After">The assessment since.</param>
internal sealed record EntryResult(IReadOnlyList<LineFault> Faults, long Version, IReadOnlyList<ActivityLine> Saved, Assessment After)
{
    public decimal Kilograms => Saved.Sum(l => l.Emission.Kilograms);
}

/// <summary>What became of lines that were added at once, for programs.</summary>
/// <param name="Version">Of the assessment since.</param>
/// <param name="TotalKgCo2e">Of the assessment since, exact.</param>
/// <param name="Added">How many were not there before.</param>
/// <param name="Ids">Of the lines, in the order they were sent.</param>
internal sealed record EnteredLinesResource(long Version, decimal TotalKgCo2e, int Added, IReadOnlyList<Guid> Ids);
