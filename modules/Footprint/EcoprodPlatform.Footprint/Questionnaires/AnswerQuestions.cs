using System.Text.Json;
using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>
/// Answers questions of the questionnaire, or takes answers back: all of them or none, and everything that is wrong is told at once, as
/// <c>question.field</c>. An answer that others rest on (crew, days) recomputes the estimates that stand in for what nobody knows.
/// </summary>
internal sealed record AnswerQuestions(ProjectId ProjectId, AssessmentKind Kind, IReadOnlyList<Reply> Replies, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, QuestionnaireShelf shelf, FactorList factors) : IRequestHandler<AnswerQuestions, long>
    {
        /// <summary>Answers the version of the assessment since.</summary>
        public async Task<long> Handle(AnswerQuestions command, CancellationToken ct)
        {
            var project = await access.AnswerAsync(command.ProjectId, command.By, ct);
            var questionnaire = shelf.For(project.Genre);
            MustBeOf(project.Department, questionnaire, command.Replies);
            var context = new AnswerContext(command.ProjectId, command.Kind, questionnaire, project.Country, await factors.FindAsync([.. questionnaire.FactorsIn(project.Country)], ct));
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var (state, events, broken) = (assessment.State, new List<AssessmentEvent>(), new List<RuleBrokenException>());
            foreach (var reply in command.Replies)
            {
                Take(Decide(context, reply, state, broken));
            }

            RuleBrokenException.ThrowIfAny(broken);
            foreach (var question in Resting(context, assessment.State, state))
            {
                var estimate = new Reply(question.Code, AnswerState.Unknown, new Dictionary<string, decimal?>(StringComparer.Ordinal), Seen: null, IsConfirmed: true);
                Take(Decide(context, estimate, state, broken));
            }

            RuleBrokenException.ThrowIfAny(broken);
            await store.Begin(command.By).Append(assessment, events).LetGo(assessment.State.AllEvidence).SaveAsync(ct);
            return assessment.Version + events.Count;

            void Take(IEnumerable<AssessmentEvent> decided)
            {
                foreach (var e in decided)
                {
                    events.Add(e);
                    state = state.Apply(e);
                }
            }
        }

        /// <summary>A department's link answers the questions of that department.</summary>
        private static void MustBeOf(string? department, Questionnaire questionnaire, IEnumerable<Reply> replies)
        {
            if (department is not null && !replies.All(r => questionnaire.Find(r.Question) is { } question && questionnaire.FindSection(question.Section)?.Department == department))
            {
                throw UnknownQuestion();
            }
        }

        private static AssessmentEvent[] Decide(AnswerContext context, Reply reply, Assessment state, List<RuleBrokenException> broken)
        {
            if (reply.State is null)
            {
                return [.. state.Withdraw(context.ProjectId, context.Kind, reply.Question, reply.Seen)];
            }

            var question = context.Questionnaire.Find(reply.Question) ?? throw UnknownQuestion();
            var faults = new List<RuleBrokenException>();
            if (QuestionRules.Read(context, question, reply, state, faults) is not { } read)
            {
                broken.AddRange(faults.DistinctBy(f => f.Field).Select(f => new RuleBrokenException(f.Code, f.Text, f.Kind, $"{question.Code}.{f.Field}")));
                return [];
            }

            return [.. state.Respond(context.ProjectId, context.Kind, read.Answer, read.Lines, reply.Seen)];
        }
    }

    public static void Map(Routes to)
    {
        to.Put("/api/footprints/{projectId:guid}/{kind}/answers/{question}", PutAsync);
        to.Delete("/api/footprints/{projectId:guid}/{kind}/answers/{question}", DeleteAsync, "WithdrawAnswer");
    }

    /// <summary>What nobody knows and rests on an answer that has changed.</summary>
    internal static IEnumerable<Question> Resting(AnswerContext context, Assessment before, Assessment after)
    {
        var changed = context.Questionnaire.Questions.Where(q => q.IsBasis && !Equals(before.AnswerTo(q.Code), after.AnswerTo(q.Code)))
            .SelectMany(q => q.Fields).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        return changed.Count == 0 ? [] : context.Questionnaire.Questions.Where(q => after.AnswerTo(q.Code)?.State == AnswerState.Unknown
            && q.Fields.SelectMany(f => f.Typical).Any(o => o.Name is { } name && changed.Contains(name)));
    }

    internal static RuleBrokenException UnknownQuestion() => RuleBrokenException.NotFound("footprint.unknown-question", new(
        "Le questionnaire de ce genre ne pose pas cette question, ou ne la pose plus.",
        "The questionnaire of this genre does not ask this question, or no longer."));

    /// <summary>Answers a question of the questionnaire.</summary>
    /// <remarks>If-Match with the answer's version is optional ("0" for a question that is not answered); without it the answer there is replaced.</remarks>
    private static async Task<AnswerResource> PutAsync(ProjectId projectId, string kind, string question, AnswerBody body, Asked asked, IMediator mediator, AnswerReader reader, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await SendAsync(mediator, projectId, of, question, body, asked.Seen, asked.By, ct);
        var answer = await reader.FindAsync(projectId, of, question, asked.By, ct);
        return asked.Versioned(answer, answer.Version);
    }

    /// <summary>Takes an answer back: the question is open again.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, string question, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await WithdrawAsync(mediator, projectId, AssessmentApi.KindOf(kind), question, asked.Seen, asked.By, ct);
        return TypedResults.NoContent();
    }

    /// <summary>Answers one question; what is wrong is told by the names that the program used.</summary>
    internal static async Task SendAsync(IMediator mediator, ProjectId projectId, AssessmentKind kind, string question, AnswerBody body, long? seen, Actor by, CancellationToken ct)
    {
        try
        {
            await mediator.Send(new AnswerQuestions(projectId, kind, [body.Read(question, seen)], by), ct);
        }
        catch (RuleBrokenException e) when (e.Field is not null)
        {
            RuleBrokenException.ThrowIfAny([.. e.All.Select(b => new RuleBrokenException(b.Code, b.Text, b.Kind, b.Field?.Replace($"{question}.", body.Places?.Keys.Any(p => b.Field == $"{question}.{p}") == true ? "places." : "fields.", StringComparison.Ordinal)))]);
        }
    }

    /// <summary>Takes back one answer.</summary>
    internal static Task WithdrawAsync(IMediator mediator, ProjectId projectId, AssessmentKind kind, string question, long? seen, Actor by, CancellationToken ct)
        => mediator.Send(new AnswerQuestions(projectId, kind, [new Reply(question, null, new Dictionary<string, decimal?>(StringComparer.Ordinal), seen)], by), ct);

    /// <summary>An answer as a program sends it.</summary>
    /// <param name="State"><c>given</c>, <c>unknown</c> (typical values stand in), <c>none</c> or <c>detailed</c> (entered line by line).</param>
    internal sealed record AnswerBody(string? State) : IRuledBody
    {
        /// <summary>For <c>given</c>: the numbers by code of the field, as numbers or as the same in strings; what is left out is empty.</summary>
        public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

        /// <summary>For <c>given</c>: the countries where they were used, by code of the place (<c>BE</c>, or the name); what is left out is the lead country.</summary>
        public IReadOnlyDictionary<string, string?>? Places { get; init; }

        /// <summary>Says that a line over 1,000 t is meant; without it such an answer is refused with <c>footprint.line-unlikely</c>.</summary>
        public bool IsConfirmed { get; init; }

        public Reply Read(string question, long? seen)
        {
            var faults = Faults().ToList();
            if (AnswerStates.Find(State) is not { } state)
            {
                RuleBrokenException.ThrowIfAny(faults);
                throw new InvalidOperationException("A state that cannot be read is a fault.");
            }

            return new Reply(question, state, Given.ToDictionary(f => f.Key, f => ExactNumber.Read(f.Value, out _), StringComparer.Ordinal), seen, IsConfirmed)
            {
                Places = Places ?? new Dictionary<string, string?>(StringComparer.Ordinal),
                Broken = [.. faults.Select(f => new RuleBrokenException(f.Code, f.Text, f.Kind, f.Field!["fields.".Length..]))],
            };
        }

        private IReadOnlyDictionary<string, JsonElement> Given => Fields ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal);

        public IEnumerable<RuleBrokenException> Faults()
        {
            if (AnswerStates.Find(State) is null)
            {
                var codes = string.Join(", ", AnswerStates.All.Select(s => s.Code()));
                yield return new RuleBrokenException("footprint.unknown-answer-state", new($"État : choisissez parmi {codes}.", $"State: choose among {codes}."), field: "state");
            }

            foreach (var (field, value) in Given)
            {
                ExactNumber.Read(value, out var isNumber);
                if (!isNumber)
                {
                    yield return new RuleBrokenException("footprint.quantity-not-a-number", new(
                        "Ce n’est pas un nombre : envoyez par exemple 1250.5 ou \"1250.5\", sans unité ni espace.",
                        "This is not a number: send for example 1250.5 or \"1250.5\", without unit or space."), field: $"fields.{field}");
                }
            }
        }
    }
}
