using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EcoprodPlatform.Footprint.Upgrades;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// One carbon assessment of a project, provisional, final or a scenario: its lines, until the project is closed. Its total is the
/// sum of its lines and is never entered.
/// </summary>
internal sealed record Assessment : IAggregate<Assessment, AssessmentEvent>
{
    /// <summary>More lines than any production file; keeps sums exact and pages bearable.</summary>
    public const int MostLines = 2000;

    /// <summary>Pieces of evidence of one line.</summary>
    public const int MostEvidence = 20;

    public static string StreamType => "assessment";

    public static Assessment Empty { get; } = new();

    /// <summary>A crew may change lines thousands of times.</summary>
    public static int SnapshotForm => 3;

    /// <summary>Events so far, which is the stream's version.</summary>
    [JsonInclude]
    public long Version { get; private init; }

    /// <summary>Somebody has worked on it: an assessment that was only frozen at closing was never made.</summary>
    [JsonInclude]
    public bool IsStarted { get; private init; }

    /// <summary>What a scenario is called; null for the two assessments.</summary>
    [JsonInclude]
    public string? Name { get; private init; }

    [JsonInclude]
    public bool IsFrozen { get; private init; }

    /// <summary>The project, or the scenario, was deleted: nothing is here, and nothing comes in any more.</summary>
    [JsonInclude]
    public bool IsErased { get; private init; }

    [JsonInclude]
    private ImmutableDictionary<Guid, KeptLine> Kept { get; init; } = ImmutableDictionary<Guid, KeptLine>.Empty;

    [JsonInclude]
    private ImmutableHashSet<Guid> Removed { get; init; } = [];

    [JsonInclude]
    private ImmutableDictionary<string, KeptAnswer> Answers { get; init; } = ImmutableDictionary<string, KeptAnswer>.Empty;

    /// <summary>Sections of the questionnaire that were unticked: what they hold is kept and does not count.</summary>
    [JsonInclude]
    public ImmutableHashSet<string> Aside { get; private init; } = [];

    /// <summary>The lines that count, in the order they were entered.</summary>
    public IReadOnlyList<ActivityLine> Lines => [.. InOrder.Where(l => l.Origin is not { } origin || !Aside.Contains(origin.Section))];

    /// <summary>The same with a number that sorts them; it stays that of its line.</summary>
    public IEnumerable<(ActivityLine Line, long Place)> Placed
        => Kept.Values.Where(k => k.Line.Origin is not { } origin || !Aside.Contains(origin.Section)).Select(k => (k.Line, (k.AddedAt * 10_000) + k.Place));

    /// <summary>All lines there are, those of sections set aside among them.</summary>
    public IReadOnlyList<ActivityLine> AllLines => [.. InOrder];

    /// <summary>Those that were entered as lines, not by the questionnaire.</summary>
    private IEnumerable<ActivityLine> OwnLines => InOrder.Where(l => l.Origin is null);

    private IEnumerable<ActivityLine> InOrder => Kept.Values.OrderBy(k => k.AddedAt).ThenBy(k => k.Place).Select(k => k.Line);

    /// <summary>All lines there are, those of sections set aside among them.</summary>
    public int Count => Kept.Count;

    /// <summary>What was answered, in the order of the questions' codes.</summary>
    public IReadOnlyList<Answer> AllAnswers => [.. Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Value.Answer)];

    /// <summary>The answer to a question; null where there is none.</summary>
    public Answer? AnswerTo(string question) => Answers.GetValueOrDefault(question)?.Answer;

    /// <summary>Version of the stream at an answer's last change, which a change of it must have seen; 0 where there is none.</summary>
    public long AnswerVersion(string question) => Answers.GetValueOrDefault(question)?.ChangedAt ?? 0;

    /// <summary>With what is set aside: taking it up again must not break the bound.</summary>
    private decimal Total => Kept.Values.Sum(k => k.Line.Emission.Kilograms);

    public ActivityLine? Find(LineId lineId) => Kept.TryGetValue(lineId, out var kept) ? kept.Line : null;

    /// <summary>Version of the stream at a line's last change: what an edit of that line must have seen.</summary>
    public long? VersionOf(LineId lineId) => Kept.TryGetValue(lineId, out var kept) ? kept.ChangedAt : null;

    /// <summary>The files that prove a line, in the order they were attached.</summary>
    public IReadOnlyList<DocumentId> EvidenceOf(LineId lineId) => Kept.TryGetValue(lineId, out var kept) ? [.. kept.Evidence.Select(d => new DocumentId(d))] : [];

    /// <summary>All files that prove something here.</summary>
    public IReadOnlyList<DocumentId> AllEvidence => [.. Kept.Values.SelectMany(k => k.Evidence).Distinct().Select(d => new DocumentId(d))];

    // ----- decisions

    /// <summary>Adds a line. The same line sent twice is one line.</summary>
    public IEnumerable<AssessmentEvent> Add(ProjectId projectId, AssessmentKind kind, ActivityLine line)
    {
        if (ClashOf(line) is { } clash)
        {
            throw clash;
        }

        if (Find(new LineId(line.Id)) is not null)
        {
            return [];
        }

        MustBeOpen(kind);
        MustHaveRoomFor(Count + 1);
        MustBePossible(Total + line.Emission.Kilograms);
        return [new LineAdded(projectId, kind, line)];
    }

    /// <summary>Why a line cannot come in under its id; null where it can, or is there already just so.</summary>
    public RuleBrokenException? ClashOf(ActivityLine line)
        => Removed.Contains(line.Id)
            ? RuleBrokenException.Conflict("footprint.line-removed", new(
                "Cette ligne a été supprimée depuis. Ajoutez-la comme une nouvelle ligne si elle doit revenir.",
                "This line has been removed since. Add it as a new line if it should come back."))
            : Find(new LineId(line.Id)) is { } there && there != line
                ? RuleBrokenException.Conflict("footprint.line-id-taken", new(
                    "Cette ligne est déjà enregistrée, avec un autre contenu. Ouvrez-la pour la modifier.",
                    "This line is already there with another content. Open it to change it."))
                : null;

    /// <summary>
    /// Takes several lines in at once: new ones come after those that are there, one with the id of a line takes its place. What is there just so stays.
    /// Whoever may only add has asked <see cref="ClashOf"/>.
    /// </summary>
    public IEnumerable<AssessmentEvent> Enter(ProjectId projectId, AssessmentKind kind, IEnumerable<ActivityLine> lines)
    {
        ActivityLine[] entered = [.. lines.Where(l => Find(new LineId(l.Id)) != l)];
        if (entered.Length == 0)
        {
            return [];
        }

        MustBeOpen(kind);
        ActivityLine[] before = [.. entered.Select(l => Find(new LineId(l.Id))).OfType<ActivityLine>()];
        MustHaveRoomFor(Count + entered.Length - before.Length);
        MustBePossible(Total + entered.Sum(l => l.Emission.Kilograms) - before.Sum(l => l.Emission.Kilograms));
        return [new LinesEntered(projectId, kind, entered)];
    }

    /// <summary>Undoes an edit, where nobody has touched any of its lines since; what else has happened meanwhile stays.</summary>
    /// <param name="at">The version of the stream that names the edit.</param>
    /// <param name="before">The assessment before it.</param>
    /// <param name="after">The assessment right after it.</param>
    public EditUndone Undo(ProjectId projectId, AssessmentKind kind, long at, Assessment before, Assessment after)
    {
        MustBeOpen(kind);
        Guid[] touched = [.. before.Kept.Keys.Union(after.Kept.Keys).Where(id => before.ChangeOf(id) != after.ChangeOf(id))];
        // A line that the edit added and that has gone since is out already.
        Guid[] goes = [.. touched.Where(id => !before.Kept.ContainsKey(id) && Kept.ContainsKey(id)).OrderBy(id => Kept[id].Place)];
        KeptLine[] back = [.. touched.Where(before.Kept.ContainsKey).Select(id => before.Kept[id]).OrderBy(k => k.AddedAt).ThenBy(k => k.Place)];
        if (goes.Length + back.Length == 0 || goes.Concat(back.Select(k => k.Line.Id)).Any(id => ChangeOf(id) != after.ChangeOf(id)) || goes.Any(id => !Kept[id].Evidence.SequenceEqual(after.Kept[id].Evidence)))
        {
            throw RuleBrokenException.Conflict("footprint.entry-changed", new(
                "Une de ces lignes a été modifiée ou supprimée depuis, ou a reçu un justificatif : changez une à une celles qui doivent l’être.",
                "One of these lines has been changed or removed since, or was given evidence: change those that need it one by one."));
        }

        MustHaveRoomFor(Count - goes.Length + back.Count(k => !Kept.ContainsKey(k.Line.Id)));
        MustBePossible(Total + back.Sum(k => k.Line.Emission.Kilograms) - goes.Concat(back.Select(k => k.Line.Id)).Sum(id => Find(new LineId(id))?.Emission.Kilograms ?? 0));
        return new EditUndone(
            projectId, kind, at, [.. back.Select(k => k.Line)],
            // What proves a line that is still there is no matter of the edit.
            [.. back.Select(k => new PutBack(k.AddedAt, k.Place, [.. Kept.GetValueOrDefault(k.Line.Id, k).Evidence]))], goes);
    }

    /// <summary>Version of the stream at the last change of a line; null where it is not there.</summary>
    private long? ChangeOf(Guid line) => VersionOf(new LineId(line));

    /// <summary>Changes a line, on condition that it is still as the person saw it.</summary>
    public IEnumerable<AssessmentEvent> Change(ProjectId projectId, AssessmentKind kind, ActivityLine line, long seen)
    {
        var there = Find(new LineId(line.Id)) ?? throw UnknownLine();
        line = line with { CopiedFrom = there.CopiedFrom };
        MustBeOpen(kind);
        MustBeOwn(there);
        if (there == line)
        {
            return [];
        }

        MustBeAsSeen(new LineId(line.Id), seen);
        MustBePossible(Total - there.Emission.Kilograms + line.Emission.Kilograms);
        return [new LineChanged(projectId, kind, line)];
    }

    /// <summary>Removes a line, on condition that it is still as the person saw it.</summary>
    public IEnumerable<AssessmentEvent> Remove(ProjectId projectId, AssessmentKind kind, LineId lineId, long seen)
    {
        var there = Find(lineId) ?? throw UnknownLine();
        MustBeOpen(kind);
        MustBeOwn(there);
        MustBeAsSeen(lineId, seen);
        return [new LineRemoved(projectId, kind, lineId)];
    }

    /// <summary>Puts these lines in the place of all that were entered as lines; those of the questionnaire stay.</summary>
    public IEnumerable<AssessmentEvent> Replace(ProjectId projectId, AssessmentKind kind, IReadOnlyList<ActivityLine> lines)
    {
        MustBeOpen(kind);
        var kept = InOrder.Where(l => l.Origin is not null).ToArray();
        MustHaveRoomFor(lines.Count + kept.Length);
        MustBePossible(lines.Concat(kept).Sum(l => l.Emission.Kilograms));
        return lines.SequenceEqual(OwnLines) ? [] : [new LinesReplaced(projectId, kind, [.. lines.Concat(kept)])];
    }

    /// <summary>Answers a question, on condition that it is answered still as the person saw it; its lines take the place of those of the answer before.</summary>
    /// <param name="lines">What the answer comes to; none for "none" and for what is entered line by line.</param>
    /// <param name="seen">Version of the answer that the person saw, 0 where there was none; null where any may be replaced.</param>
    public IEnumerable<AssessmentEvent> Respond(ProjectId projectId, AssessmentKind kind, Answer answer, IReadOnlyList<ActivityLine> lines, long? seen)
    {
        MustBeOpen(kind);
        var before = LinesOf(answer.Question);
        if (AnswerTo(answer.Question) is { } there && there.Equals(answer) && before.SequenceEqual(lines))
        {
            return [];
        }

        MustBeAsSeen(answer.Question, seen);
        MustHaveRoomFor(Count - before.Count + lines.Count);
        MustBePossible(Total - before.Sum(l => l.Emission.Kilograms) + lines.Sum(l => l.Emission.Kilograms));
        return [new QuestionAnswered(projectId, kind, answer, [.. lines], [.. before.Select(l => l.Id).Except(lines.Select(l => l.Id))])];
    }

    /// <summary>Takes an answer back: the question is open again.</summary>
    public IEnumerable<AssessmentEvent> Withdraw(ProjectId projectId, AssessmentKind kind, string question, long? seen)
    {
        MustBeOpen(kind);
        if (AnswerTo(question) is null)
        {
            return [];
        }

        MustBeAsSeen(question, seen);
        return [new AnswerWithdrawn(projectId, kind, question, [.. LinesOf(question).Select(l => l.Id)])];
    }

    /// <summary>Sets a section of the questionnaire aside, or takes it up again with what it held.</summary>
    public IEnumerable<AssessmentEvent> Switch(ProjectId projectId, AssessmentKind kind, string section, bool isAside)
    {
        MustBeOpen(kind);
        return Aside.Contains(section) == isAside ? [] : [new SectionSwitched(projectId, kind, section, isAside)];
    }

    /// <summary>The lines of an answer, in their order.</summary>
    public IReadOnlyList<ActivityLine> LinesOf(string question) => [.. InOrder.Where(l => l.Origin?.Question == question)];

    /// <summary>Gives lines the factors of the current catalogue; those that cannot take one keep what they have.</summary>
    public IEnumerable<AssessmentEvent> Upgrade(ProjectId projectId, AssessmentKind kind, FactorUpgrade upgrade)
    {
        MustBeOpen(kind);
        ActivityLine[] lines = [.. upgrade.Lines.Where(l => l.To is not null).Select(l => Kept[l.Line.Id].Line with { Factor = l.To! })];
        MustBePossible(Total + upgrade.Difference);
        return lines.Length == 0 ? [] : [new FactorsUpgraded(projectId, kind, upgrade.Version, lines)];
    }

    /// <summary>Whether a line may get so many more files: asked before they are received.</summary>
    public void MustTakeEvidence(AssessmentKind kind, LineId lineId, int files)
    {
        if (!Kept.TryGetValue(lineId, out var kept))
        {
            throw UnknownLine();
        }

        MustBeOpen(kind);
        if (kept.Evidence.Count + files > MostEvidence)
        {
            throw new RuleBrokenException("footprint.too-much-evidence", new(
                $"Une ligne a {MostEvidence} justificatifs au plus, celle-ci en a {kept.Evidence.Count}. Réunissez les pages en un fichier, ou scindez la ligne.",
                $"A line has at most {MostEvidence} pieces of evidence, this one has {kept.Evidence.Count}. Put pages together into one file, or split the line."), field: IncomingFile.Field);
        }
    }

    /// <summary>Attaches files to a line. One that is there is not attached twice.</summary>
    public IEnumerable<AssessmentEvent> Attach(ProjectId projectId, AssessmentKind kind, LineId lineId, IEnumerable<DocumentId> documents)
    {
        Guid[] missing = [.. documents.Select(d => d.Value).Except(EvidenceOf(lineId).Select(d => d.Value))];
        MustTakeEvidence(kind, lineId, missing.Length);
        return missing.Length == 0 ? [] : [new EvidenceAttached(projectId, kind, lineId, missing)];
    }

    /// <summary>Takes a file off a line; it may prove other lines still.</summary>
    public IEnumerable<AssessmentEvent> Detach(ProjectId projectId, AssessmentKind kind, LineId lineId, DocumentId document)
    {
        if (!EvidenceOf(lineId).Contains(document))
        {
            throw UnknownEvidence();
        }

        MustBeOpen(kind);
        return [new EvidenceDetached(projectId, kind, lineId, document)];
    }

    /// <summary>Starts the final assessment as a copy of the provisional one (CC-18), evidence included; <paramref name="newId"/> names the copies.</summary>
    public IEnumerable<AssessmentEvent> CopyOf(ProjectId projectId, EventStream<Assessment> provisional, Func<Guid> newId)
    {
        MustBeOpen(AssessmentKind.Final);
        if (Count > 0 || Answers.Count > 0)
        {
            throw RuleBrokenException.Conflict("footprint.final-started", new(
                "Le bilan définitif a déjà des lignes : il ne peut plus partir d’une copie du prévisionnel.",
                "The final assessment already has lines: it can no longer start as a copy of the provisional one."));
        }

        var from = provisional.State;
        from.MustHaveWork(new("Le bilan prévisionnel n’a pas de ligne à copier.", "The provisional assessment has no line to copy."));
        MustBePossible(from.Total);
        var copies = Copies(from.InOrder, projectId, AssessmentKind.Final, newId);
        return
        [
            new AssessmentCopied(projectId, AssessmentKind.Final, provisional.Version, copies) { Answers = from.CopiedAnswers, Aside = from.CopiedAside },
            .. from.InOrder.Zip(copies).Where(c => from.Kept[c.First.Id].Evidence.Count > 0)
                .Select(c => new EvidenceAttached(projectId, AssessmentKind.Final, c.Second.Id, [.. from.Kept[c.First.Id].Evidence])),
        ];
    }

    /// <summary>
    /// Starts a scenario as a copy of an assessment (CC-10). Evidence stays behind: it proves what is, not what might be. The same scenario
    /// started twice is one.
    /// </summary>
    /// <param name="change">What the scenario supposes, applied to the lines that were entered or answered; null to start as they are.</param>
    public IEnumerable<AssessmentEvent> StartScenario(
        ProjectId projectId, AssessmentKind kind, string name, AssessmentKind baseKind, EventStream<Assessment> from, Func<Guid> newId, Func<ActivityLine, ActivityLine>? change = null)
    {
        if (IsStarted)
        {
            return [];
        }

        if (IsErased)
        {
            throw UnknownScenario();
        }

        if (from.State.IsFrozen)
        {
            throw DataLife.IsFrozen();
        }

        from.State.MustHaveWork(new("Ce bilan n’a pas de ligne : un scénario part d’un bilan commencé.", "This assessment has no line: a scenario starts from one that is begun."));
        var supposed = from.State.InOrder.Select(l => change?.Invoke(l) ?? l).ToList();
        // An answer whose lines are supposed otherwise says no longer what they come to: it becomes "line by line", and they lines of their own.
        var detailed = from.State.InOrder.Zip(supposed).Where(p => p.First != p.Second).Select(p => p.First.Origin?.Question).OfType<string>().ToHashSet(StringComparer.Ordinal);
        ActivityLine[] lines = [.. Copies(supposed.Select(l => l.Origin is { } o && detailed.Contains(o.Question) ? l with { Origin = null } : l), projectId, kind, newId)];
        MustBePossible(lines.Sum(l => l.Emission.Kilograms));
        return
        [
            new ScenarioStarted(projectId, kind, name, baseKind, from.Version, lines)
            {
                Answers = from.State.CopiedAnswers is { } answers ? [.. answers.Select(a => detailed.Contains(a.Question) ? a with { State = AnswerState.Detailed, Fields = [], Places = null } : a)] : null,
                Aside = from.State.CopiedAside,
            },
        ];
    }

    /// <summary>Calls a scenario something else.</summary>
    public IEnumerable<AssessmentEvent> Rename(ProjectId projectId, AssessmentKind kind, string name)
    {
        MustBeOpen(kind);
        return name == Name ? [] : [new ScenarioRenamed(projectId, kind, name)];
    }

    /// <summary>Removes a scenario, which somebody who may change it asks for.</summary>
    public IEnumerable<AssessmentEvent> Drop(ProjectId projectId, AssessmentKind kind)
    {
        MustBeOpen(kind);
        return Erase(projectId, kind);
    }

    private void MustHaveWork(Text otherwise)
    {
        if (Count == 0 && Answers.Count == 0)
        {
            throw RuleBrokenException.Conflict("footprint.nothing-to-copy", otherwise);
        }
    }

    /// <summary>Lines as lines of another assessment; those of the questionnaire stay its lines there.</summary>
    private static ActivityLine[] Copies(IEnumerable<ActivityLine> lines, ProjectId projectId, AssessmentKind to, Func<Guid> newId)
        => [.. lines.Select(l => l with { CopiedFrom = l.Id, Id = l.Origin is { } origin ? to.LineId(projectId, origin) : newId() })];

    private Answer[]? CopiedAnswers => Answers.Count == 0 ? null : [.. AllAnswers];

    private string[]? CopiedAside => Aside.Count == 0 ? null : [.. Aside.Order(StringComparer.Ordinal)];

    /// <summary>Ends all changes: the project was closed (CC-22).</summary>
    public IEnumerable<AssessmentEvent> Freeze(ProjectId projectId, AssessmentKind kind)
        => IsFrozen || IsErased ? [] : [new AssessmentFrozen(projectId, kind) { Seal = AssessmentSeal.Of(Lines) }];

    /// <summary>Ends it: the project, or the scenario, was deleted.</summary>
    public IEnumerable<AssessmentEvent> Erase(ProjectId projectId, AssessmentKind kind)
        => IsErased ? [] : [new AssessmentErased(projectId, kind)];

    private void MustBeOpen(AssessmentKind kind)
    {
        if (kind.IsScenario && !IsStarted)
        {
            throw UnknownScenario();
        }

        if (IsErased)
        {
            throw ProjectAccess.Unknown();
        }

        if (IsFrozen)
        {
            throw DataLife.IsFrozen();
        }
    }

    internal static RuleBrokenException UnknownLine() => RuleBrokenException.NotFound("footprint.unknown-line", new(
        "Cette ligne n’existe pas, ou n’existe plus.",
        "This line does not exist, or no longer."));

    internal static RuleBrokenException UnknownScenario() => RuleBrokenException.NotFound("footprint.unknown-scenario", new(
        "Ce scénario n’existe pas, ou n’existe plus.",
        "This scenario does not exist, or no longer."));

    internal static RuleBrokenException UnknownEvidence() => RuleBrokenException.NotFound("footprint.unknown-evidence", new(
        "Ce justificatif n’existe pas, ou n’est plus joint à cette ligne.",
        "This piece of evidence does not exist, or is no longer attached to this line."));

    private void MustBeAsSeen(LineId lineId, long seen)
    {
        if (Kept[lineId].ChangedAt != seen)
        {
            throw new ConcurrencyException($"Line {lineId} was changed at version {Kept[lineId].ChangedAt}; the caller had seen version {seen}.");
        }
    }

    private void MustBeAsSeen(string question, long? seen)
    {
        if (seen is { } version && AnswerVersion(question) != version)
        {
            throw new ConcurrencyException($"The answer to {question} was changed at version {AnswerVersion(question)}; the caller had seen version {version}.");
        }
    }

    /// <summary>A line of the questionnaire is what its answer says.</summary>
    private static void MustBeOwn(ActivityLine line)
    {
        if (line.Origin is not null)
        {
            throw IsOfQuestionnaire();
        }
    }

    internal static RuleBrokenException IsOfQuestionnaire() => RuleBrokenException.Conflict("footprint.line-of-questionnaire", new(
        "Cette ligne vient du questionnaire : changez la réponse, ou choisissez « En lignes » pour la détailler vous-même.",
        "This line comes from the questionnaire: change the answer, or choose “Line by line” to detail it yourself."));

    private static void MustHaveRoomFor(int lines)
    {
        if (lines > MostLines)
        {
            throw TooManyLines();
        }
    }

    internal static RuleBrokenException TooManyLines() => new("footprint.too-many-lines", new(
        $"Un bilan a {MostLines} lignes au plus : regroupez des lignes semblables.",
        $"An assessment has at most {MostLines} lines: put similar lines together."));

    /// <summary>One that was over the bound before there was a bound may still become smaller.</summary>
    private void MustBePossible(decimal kilograms)
    {
        if (kilograms > AssessmentMeasuredV1.GreatestKilograms && kilograms >= Total)
        {
            string Most(CultureInfo language) => Format.Quantity(AssessmentMeasuredV1.GreatestKilograms / 1000m, "t", 0, language);
            throw new RuleBrokenException("footprint.total-too-large", new(
                $"Le bilan dépasserait {Most(Languages.French)}, plus que tout le secteur en un an : vérifiez les quantités et leurs unités.",
                $"The assessment would exceed {Most(Languages.English)}, more than the whole sector in a year: check the quantities and their units."), field: "quantity");
        }
    }

    // ----- folding

    public Assessment Apply(AssessmentEvent @event)
    {
        var at = Version + 1;
        var next = @event switch
        {
            LineAdded e => this with { IsStarted = true, Kept = Kept.Add(e.Line.Id, new KeptLine(e.Line, at, 0, at, [])) },
            LineChanged e => this with { Kept = Kept.SetItem(e.Line.Id, Kept[e.Line.Id] with { Line = e.Line, ChangedAt = at }) },
            LineRemoved e => this with { Kept = Kept.Remove(e.LineId), Removed = Removed.Add(e.LineId) },
            LinesEntered e => this with { IsStarted = true, Kept = Kept.SetItems(e.Lines.Select((line, place) => KeyValuePair.Create(line.Id, Entered(line, place, at)))) },
            LinesRemoved e => this with { Kept = Kept.RemoveRange(e.LineIds), Removed = Removed.Union(e.LineIds) },
            EditUndone e => this with
            {
                Kept = Kept.RemoveRange(e.LineIds).SetItems(e.Lines.Zip(e.Places, (line, p) => KeyValuePair.Create(line.Id, new KeptLine(line, p.AddedAt, p.Place, at, [.. p.Evidence])))),
                Removed = Removed.Union(e.LineIds).Except(e.Lines.Select(l => l.Id)),
            },
            LinesReplaced e => this with { IsStarted = true, Kept = AllAt(e.Lines, at), Removed = Removed.Union(Kept.Keys).Except(e.Lines.Select(l => l.Id)) },
            AssessmentCopied e => CopiedAt(at, e.Lines, e.Answers, e.Aside),
            ScenarioStarted e => CopiedAt(at, e.Lines, e.Answers, e.Aside) with { Name = e.Name },
            ScenarioRenamed e => this with { Name = e.Name },
            QuestionAnswered e => this with
            {
                IsStarted = true,
                Kept = Kept.RemoveRange(e.Dropped).SetItems(AllAt(e.Lines, at)),
                Answers = Answers.SetItem(e.Answer.Question, new KeptAnswer(e.Answer, at)),
            },
            AnswerWithdrawn e => this with { Kept = Kept.RemoveRange(e.Dropped), Answers = Answers.Remove(e.Question) },
            SectionSwitched e => this with { IsStarted = true, Aside = e.IsAside ? Aside.Add(e.Section) : Aside.Remove(e.Section) },
            FactorsUpgraded e => this with { Kept = Kept.SetItems(e.Lines.Select(l => KeyValuePair.Create(l.Id, Kept[l.Id] with { Line = l, ChangedAt = at }))) },
            EvidenceAttached e => this with { Kept = Kept.SetItem(e.LineId, Kept[e.LineId] with { Evidence = Kept[e.LineId].Evidence.AddRange(e.DocumentIds) }) },
            EvidenceDetached e => this with { Kept = Kept.SetItem(e.LineId, Kept[e.LineId] with { Evidence = Kept[e.LineId].Evidence.Remove(e.DocumentId) }) },
            AssessmentFrozen => this with { IsFrozen = true },
            AssessmentErased => Empty with { IsErased = true },
            _ => throw new InvalidOperationException($"An assessment knows no {@event.GetType().Name}."),
        };
        return next with { Version = at };
    }

    private Assessment CopiedAt(long at, ActivityLine[] lines, Answer[]? answers, string[]? aside) => this with
    {
        IsStarted = true,
        Kept = AllAt(lines, at),
        Removed = Removed.Union(Kept.Keys),
        Answers = (answers ?? []).ToImmutableDictionary(a => a.Question, a => new KeptAnswer(a, at), StringComparer.Ordinal),
        Aside = [.. aside ?? []],
    };

    /// <summary>A line that stays the same line keeps its evidence.</summary>
    private ImmutableDictionary<Guid, KeptLine> AllAt(ActivityLine[] lines, long at)
        => lines.Select((line, place) => KeyValuePair.Create(line.Id, new KeptLine(line, at, place, at, Kept.GetValueOrDefault(line.Id)?.Evidence ?? []))).ToImmutableDictionary();

    /// <summary>A new line, or one that is there as it reads from now on.</summary>
    private KeptLine Entered(ActivityLine line, int place, long at)
        => Kept.TryGetValue(line.Id, out var there) ? there with { Line = line, ChangedAt = at } : new KeptLine(line, at, place, at, []);

    /// <param name="AddedAt">Version of the stream at which it came.</param>
    /// <param name="Place">Its place among those that came with it.</param>
    /// <param name="ChangedAt">Version of the stream at its last change; evidence that comes or goes is none.</param>
    /// <param name="Evidence">The files that prove it.</param>
    private sealed record KeptLine(ActivityLine Line, long AddedAt, int Place, long ChangedAt, ImmutableList<Guid> Evidence);

    /// <param name="ChangedAt">Version of the stream at its last change.</param>
    private sealed record KeptAnswer(Answer Answer, long ChangedAt);
}

/// <summary>What happened to an assessment.</summary>
internal abstract record AssessmentEvent;

/// <summary>A line came in.</summary>
internal sealed record LineAdded(Guid ProjectId, AssessmentKind Kind, ActivityLine Line) : AssessmentEvent;

/// <summary>A line now reads otherwise; the whole line, as it is from now on.</summary>
internal sealed record LineChanged(Guid ProjectId, AssessmentKind Kind, ActivityLine Line) : AssessmentEvent;

/// <summary>A line was taken out.</summary>
internal sealed record LineRemoved(Guid ProjectId, AssessmentKind Kind, Guid LineId) : AssessmentEvent;

/// <summary>Several lines came in, or read otherwise from now on, at once; each is the whole line.</summary>
internal sealed record LinesEntered(Guid ProjectId, AssessmentKind Kind, ActivityLine[] Lines) : AssessmentEvent;

/// <summary>Several lines were taken out at once.</summary>
internal sealed record LinesRemoved(Guid ProjectId, AssessmentKind Kind, Guid[] LineIds) : AssessmentEvent;

/// <summary>An edit was undone: its lines are as they were, those that it had added are out.</summary>
/// <param name="At">A version of the stream that the edit made.</param>
/// <param name="Lines">As they were before it, and are from now on.</param>
/// <param name="Places">Where each of them stands, and what proves it.</param>
/// <param name="LineIds">Lines that are no more.</param>
internal sealed record EditUndone(Guid ProjectId, AssessmentKind Kind, long At, ActivityLine[] Lines, PutBack[] Places, Guid[] LineIds) : AssessmentEvent;

/// <summary>Where a line that is put back stands among the others.</summary>
/// <param name="AddedAt">Version of the stream at which it came.</param>
/// <param name="Place">Its place among those that came with it.</param>
/// <param name="Evidence">The files that prove it.</param>
internal sealed record PutBack(long AddedAt, int Place, Guid[] Evidence);

/// <summary>All lines were replaced at once, by a program that sends a whole assessment.</summary>
internal sealed record LinesReplaced(Guid ProjectId, AssessmentKind Kind, ActivityLine[] Lines) : AssessmentEvent;

/// <summary>The final assessment was started as a copy of the provisional one, as that was at <paramref name="ProvisionalVersion"/> (CC-18).</summary>
internal sealed record AssessmentCopied(Guid ProjectId, AssessmentKind Kind, long ProvisionalVersion, ActivityLine[] Lines) : AssessmentEvent
{
    /// <summary>The answers of the questionnaire that came along; null where there was none.</summary>
    public Answer[]? Answers { get; init; }

    /// <summary>Its sections that were set aside; null where there was none.</summary>
    public string[]? Aside { get; init; }
}

/// <summary>A scenario was started as a copy of an assessment, as that was at <paramref name="BaseVersion"/> (CC-10).</summary>
/// <param name="Base">What it is compared with.</param>
/// <param name="Lines">Its lines, with what it supposes already in them.</param>
internal sealed record ScenarioStarted(Guid ProjectId, AssessmentKind Kind, string Name, AssessmentKind Base, long BaseVersion, ActivityLine[] Lines) : AssessmentEvent
{
    /// <summary>The answers of the questionnaire that came along; null where there was none.</summary>
    public Answer[]? Answers { get; init; }

    /// <summary>Its sections that were set aside; null where there was none.</summary>
    public string[]? Aside { get; init; }
}

/// <summary>A scenario is called something else.</summary>
internal sealed record ScenarioRenamed(Guid ProjectId, AssessmentKind Kind, string Name) : AssessmentEvent;

/// <summary>A question of the questionnaire was answered.</summary>
/// <param name="Lines">What the answer comes to; they take the place of those of the answer before.</param>
/// <param name="Dropped">Lines of the answer before that are no more.</param>
internal sealed record QuestionAnswered(Guid ProjectId, AssessmentKind Kind, Answer Answer, ActivityLine[] Lines, Guid[] Dropped) : AssessmentEvent;

/// <summary>An answer was taken back, with its lines.</summary>
internal sealed record AnswerWithdrawn(Guid ProjectId, AssessmentKind Kind, string Question, Guid[] Dropped) : AssessmentEvent;

/// <summary>A section of the questionnaire was set aside, its lines with it, or taken up again with what it held.</summary>
internal sealed record SectionSwitched(Guid ProjectId, AssessmentKind Kind, string Section, bool IsAside) : AssessmentEvent;

/// <summary>Lines took the factors of another version of the catalogue, which somebody asked for; the whole lines, as they are from now on.</summary>
internal sealed record FactorsUpgraded(Guid ProjectId, AssessmentKind Kind, int CatalogueVersion, ActivityLine[] Lines) : AssessmentEvent;

/// <summary>The project was closed: the result will not change any more (CC-22).</summary>
internal sealed record AssessmentFrozen(Guid ProjectId, AssessmentKind Kind) : AssessmentEvent
{
    /// <summary>What the result was computed from (<see cref="AssessmentSeal"/>); null where there was no line, and before closings were sealed.</summary>
    public string? Seal { get; init; }
}

/// <summary>The project, or the scenario, was deleted: lines and files are gone, and what the lines were called is in no event any more.</summary>
internal sealed record AssessmentErased(Guid ProjectId, AssessmentKind Kind) : AssessmentEvent;

/// <summary>Files prove a line from now on; what they are called stands with them, so that erasing them leaves nothing here.</summary>
internal sealed record EvidenceAttached(Guid ProjectId, AssessmentKind Kind, Guid LineId, Guid[] DocumentIds) : AssessmentEvent;

/// <summary>A file no longer proves a line. When its last line lets it go, it is erased.</summary>
internal sealed record EvidenceDetached(Guid ProjectId, AssessmentKind Kind, Guid LineId, Guid DocumentId) : AssessmentEvent;
