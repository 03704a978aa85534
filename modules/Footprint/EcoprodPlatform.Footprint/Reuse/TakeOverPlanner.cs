namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>Works out what an assessment would take from another project: what is shown and what is done are the same.</summary>
internal sealed class TakeOverPlanner(EventStore<FootprintModule> store, ProjectAccess access, QuestionnaireShelf shelf, FactorList factors)
{
    public async Task<TakeOverPlan> PlanAsync(ProjectId id, AssessmentKind kind, ProjectId from, AssessmentKind fromKind, CopySeed seed, Actor by, CancellationToken ct)
    {
        var project = await access.EditAsync(id, by, ct);
        var source = await access.ReadAsync(from, by, ct);
        // Whoever only reads it was not given it to use elsewhere. That it is closed is no matter: nothing changes there.
        DataLife.Table.Demand(DataAct.Change, source.Role, DataState.Open);
        if (from == id)
        {
            throw new RuleBrokenException("footprint.same-project", new("Choisissez un autre projet.", "Choose another project."), field: TakeOverFields.Project);
        }

        var there = (await store.LoadAsync<Assessment>(fromKind.StreamId(from), ct)).State;
        if (there.Count == 0 && there.AllAnswers.Count == 0)
        {
            throw RuleBrokenException.Conflict("footprint.nothing-to-copy", new("Ce bilan n’a rien à reprendre.", "This assessment has nothing to take over."));
        }

        var now = await store.LoadAsync<Assessment>(kind.StreamId(id), ct);
        var questionnaire = shelf.For(project.Genre);
        var context = new AnswerContext(id, kind, questionnaire, project.Country, await factors.FindAsync([.. questionnaire.FactorsIn(project.Country)], ct));
        var own = there.AllLines.Where(l => l.Origin is null).ToList();
        var known = await factors.FindAsync(id, [.. own.Select(l => l.Factor.Code)], ct);
        var sources = await factors.SourcesAsync(own.Select(l => (l.Factor.Code, l.Factor.CatalogueVersion)), ct);
        var taking = new Taking(context, now.State);
        taking.Answers(there, shelf);
        taking.Lines(own, known, sources, seed);
        return new TakeOverPlan(project, source, now, taking.Events, taking.Effect());
    }

    /// <summary>What is taken, one thing after the other.</summary>
    private sealed class Taking(AnswerContext context, Assessment now)
    {
        private readonly List<NotTaken> _left = [];
        private readonly Assessment _before = now;
        private Assessment _state = now;
        private int _answers;
        private int _stay;
        private int _lines;
        private int _revalued;

        public List<AssessmentEvent> Events { get; } = [];

        /// <summary>Answers of the other where this assessment has none, as this project's questionnaire asks them now.</summary>
        public void Answers(Assessment there, QuestionnaireShelf shelf)
        {
            var isFresh = _before.AllAnswers.Count == 0 && _before.Aside.IsEmpty;
            foreach (var answer in there.AllAnswers.Where(a => context.Questionnaire.Find(a.Question) is null))
            {
                _left.Add(new NotTaken(shelf.NameOf(answer.Question), new("le questionnaire de ce genre ne pose pas cette question", "the questionnaire of this genre does not ask this question")));
            }

            // In the order of the questionnaire: what others rest on comes first.
            foreach (var question in context.Questionnaire.Questions)
            {
                if (there.AnswerTo(question.Code) is not { } answer)
                {
                    continue;
                }

                if (_before.AnswerTo(question.Code) is not null)
                {
                    _stay++;
                    continue;
                }

                if (!isFresh && there.Aside.Contains(answer.Section))
                {
                    _left.Add(new NotTaken(question.Name, new("cette partie était mise de côté dans l’autre projet", "this section was set aside in the other project")));
                    continue;
                }

                var faults = new List<RuleBrokenException>();
                if (QuestionRules.Read(context, question, Again(answer), _state, faults) is { } read)
                {
                    Take(_state.Respond(context.ProjectId, context.Kind, read.Answer, [.. read.Lines.Select(AsEstimate)], seen: null));
                    _answers++;
                }
                else
                {
                    _left.Add(new NotTaken(question.Name, faults[0].Text));
                }
            }

            foreach (var resting in AnswerQuestions.Resting(context, _before, _state).Where(q => _before.AnswerTo(q.Code) is not null).ToList())
            {
                if (QuestionRules.Read(context, resting, new Reply(resting.Code, AnswerState.Unknown, new Dictionary<string, decimal?>(StringComparer.Ordinal), Seen: null, IsConfirmed: true), _state, []) is { } read)
                {
                    Take(_state.Respond(context.ProjectId, context.Kind, read.Answer, read.Lines, seen: null));
                }
            }

            // What did not concern the other may concern this one, where somebody has begun to say so.
            foreach (var section in context.Questionnaire.Sections.Where(s => isFresh && s.IsOptional && there.Aside.Contains(s.Code)))
            {
                Take(_state.Switch(context.ProjectId, context.Kind, section.Code, isAside: true));
            }
        }

        public void Lines(IReadOnlyList<ActivityLine> own, IReadOnlyDictionary<string, Factor> known, IReadOnlyDictionary<(string Code, int Version), Factor> sources, CopySeed seed)
        {
            var lines = new List<ActivityLine>();
            foreach (var line in own)
            {
                var name = line.Label is { } label ? Text.Same(label) : sources.GetValueOrDefault((line.Factor.Code, line.Factor.CatalogueVersion))?.Name ?? Text.Same(line.Factor.Code);
                if (WhyNot(line, known.GetValueOrDefault(line.Factor.Code), out var used) is { } why)
                {
                    _left.Add(new NotTaken(name, why));
                    continue;
                }

                var copy = LineCopy.Of(line, seed, 0) with { Factor = used! };
                if (_state.Find(new LineId(copy.Id)) != copy)
                {
                    lines.Add(copy);
                    _revalued += used!.Value == line.Factor.Value ? 0 : 1;
                }
            }

            if (lines.Select(_state.ClashOf).FirstOrDefault(c => c is not null) is { } clash)
            {
                throw clash;
            }

            _lines = lines.Count;
            Take(_state.Enter(context.ProjectId, context.Kind, lines));
        }

        public TakeOverEffect Effect() => new(
            _answers, _stay, _lines, _revalued, _before.Lines.Sum(l => l.Emission.Kilograms), _state.Lines.Sum(l => l.Emission.Kilograms), [.. _left]);

        /// <summary>The answer as it would be given here.</summary>
        private static Reply Again(Answer answer) => new(
            answer.Question, answer.State,
            answer.State == AnswerState.Given ? answer.Fields.ToDictionary(f => f.Field, f => (decimal?)f.Quantity, StringComparer.Ordinal) : new Dictionary<string, decimal?>(StringComparer.Ordinal),
            Seen: null, IsConfirmed: true)
        {
            Places = (answer.Places ?? []).ToDictionary(p => p.Place, p => (string?)p.Country, StringComparer.Ordinal),
        };

        private static ActivityLine AsEstimate(ActivityLine line) => line with { Status = QuantityUnits.IsMoney(line.Factor.Unit) ? null : DataStatus.Estimated };

        private static Text? WhyNot(ActivityLine line, Factor? factor, out LineFactor? used)
        {
            used = null;
            if (OwnFactor.Is(line.Factor.Code))
            {
                return new("son facteur est propre à l’autre projet : ajoutez-le d’abord à celui-ci", "its factor is the other project’s own: add it to this one first");
            }

            used = LineRules.Use(line.Factor.Code, factor, out _);
            return used is null ? new("le catalogue actuel n’a plus ce facteur, ou ne l’offre plus", "the current catalogue does not have this factor any more, or no longer offers it")
                : used.Unit != line.Factor.Unit ? new("son facteur compte maintenant dans une autre unité", "its factor counts in another unit now")
                : line.Quantity * used.Value > LineRules.GreatestKilograms ? new("elle serait trop grande avec le facteur actuel", "it would be too large with the current factor")
                : null;
        }

        private void Take(IEnumerable<AssessmentEvent> decided)
        {
            foreach (var e in decided)
            {
                Events.Add(e);
                _state = _state.Apply(e);
            }
        }
    }
}

/// <summary>What is taken from another project, worked out and not done.</summary>
/// <param name="From">The project that it is taken from.</param>
/// <param name="Now">The assessment that takes it.</param>
internal sealed record TakeOverPlan(ProjectView Project, ProjectView From, EventStream<Assessment> Now, IReadOnlyList<AssessmentEvent> Events, TakeOverEffect Effect)
{
    public bool IsNothing => Events.Count == 0;
}

/// <summary>What an assessment takes from another project.</summary>
/// <param name="Answers">How many answers come in.</param>
/// <param name="Stay">How many questions were answered here already, and stay as they are.</param>
/// <param name="Lines">How many lines come in besides.</param>
/// <param name="Revalued">Of these, how many have another value in the current catalogue.</param>
/// <param name="KgCo2eBefore">The assessment without, kilograms.</param>
/// <param name="KgCo2eAfter">The assessment with them, kilograms.</param>
/// <param name="NotTaken">What stays behind, and why.</param>
public sealed record TakeOverEffect(int Answers, int Stay, int Lines, int Revalued, decimal KgCo2eBefore, decimal KgCo2eAfter, IReadOnlyList<NotTaken> NotTaken)
{
    /// <summary>"12 réponses et 3 lignes"</summary>
    internal Text Words
    {
        get
        {
            Text[] parts =
            [
                .. Answers == 0 && Lines > 0 ? (Text[])[] : [Web.Words.Count(Answers, new("réponse", "answer"), new("réponses", "answers"))],
                .. Lines == 0 ? (Text[])[] : [Web.Words.Count(Lines, new("ligne", "line"), new("lignes", "lines"))],
            ];
            return new(string.Join(" et ", parts.Select(p => p.Fr)), string.Join(" and ", parts.Select(p => p.En)));
        }
    }
}

/// <summary>An answer or a line that stays behind.</summary>
public sealed record NotTaken(Text Name, Text Why);
