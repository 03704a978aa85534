namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaire of an assessment with what was answered, for the pages and the API.</summary>
internal sealed class AnswerReader(ProjectAccess access, QuestionnaireShelf shelf, AnswerSheets answers, AssessmentSheets sheets, Authors authors)
{
    public async Task<QuestionnaireView> ViewAsync(ProjectView project, AssessmentKind kind, CancellationToken ct)
        => await ViewAsync(project, await sheets.GetAsync(project.Id, kind, ct), ct);

    public async Task<QuestionnaireView> ViewAsync(ProjectView project, AssessmentSheet sheet, CancellationToken ct)
        => new(project, shelf.For(project.Genre), await answers.GetAsync(project.Id, sheet.Kind, ct), sheet);

    public async Task<QuestionnaireView> ViewAsync(ProjectId id, AssessmentKind kind, Actor by, CancellationToken ct)
        => await ViewAsync(await access.ReadAsync(id, by, ct), kind, ct);

    /// <summary>With who gave each answer, for the pages that show it.</summary>
    public async Task<QuestionnaireView> WithAuthorsAsync(QuestionnaireView view, Actor by, CancellationToken ct) => view with
    {
        Reader = by.Id,
        Authors = await authors.OfAsync(view.Project.Id, view.Kind, view.Answers.Answers.Values.Select(a => a.Version), ct),
    };

    /// <summary>A question and its answer, for programs.</summary>
    public async Task<AnswerResource> FindAsync(ProjectId id, AssessmentKind kind, string question, Actor by, CancellationToken ct)
    {
        var view = await ViewAsync(id, kind, by, ct);
        return AnswerResource.Of(view, view.Questionnaire.Find(question) ?? throw AnswerQuestions.UnknownQuestion());
    }
}

/// <summary>A questionnaire with what was answered.</summary>
/// <param name="Sheet">The assessment, whose lines tell what each answer comes to.</param>
public sealed record QuestionnaireView(ProjectView Project, Questionnaire Questionnaire, AnswerSheet Answers, AssessmentSheet Sheet)
{
    public AssessmentKind Kind => Sheet.Kind;

    /// <summary>Who looks.</summary>
    public PersonId Reader { get; init; }

    /// <summary>Who gave the answers, by their version; empty where the page does not show it.</summary>
    public IReadOnlyDictionary<long, Author> Authors { get; init; } = new Dictionary<long, Author>();

    /// <summary>Who gave an answer; null where there is none, or it is not shown.</summary>
    public Author? AuthorOf(Question question) => AnswerTo(question) is { } there ? Authors.GetValueOrDefault(there.Version) : null;

    /// <summary>Who answered a section, each once, the last one first.</summary>
    public IEnumerable<Text> AuthorsOf(Section section)
        => section.Questions.Select(AuthorOf).OfType<Author>().OrderByDescending(a => a.At).Select(a => a.Who(Reader)).Distinct();

    /// <summary>Questions of the sections that count.</summary>
    public IEnumerable<Question> Asked => Questionnaire.Sections.Where(s => !IsAside(s)).SelectMany(s => s.Questions);

    /// <summary>Somebody has answered something: whoever enters lines without the questionnaire owes it no answer.</summary>
    public bool IsBegun => Answers.Answers.Count + Answers.Aside.Count > 0;

    public int Open => Asked.Count(q => AnswerTo(q) is null || IsStillToDetail(q));

    /// <summary>It was left to lines, and no line of its posts has been entered: nothing is counted, which nobody meant.</summary>
    public bool IsStillToDetail(Question question) => AnswerTo(question)?.Answer.State == AnswerState.Detailed
        && !Sheet.Lines.Any(l => l.Line.Origin is null && question.Lines.Any(q => q.Post == l.Line.Post));

    /// <summary>Answers to what the questionnaire does not ask (any more): their lines count, and can only be taken back.</summary>
    public IEnumerable<SheetAnswer> Retired => Answers.Answers.Values.Where(a => Questionnaire.Find(a.Answer.Question) is null && !Answers.Aside.Contains(a.Answer.Section))
        .OrderBy(a => a.Answer.Question, StringComparer.Ordinal);

    public bool IsAside(Section section) => Answers.Aside.Contains(section.Code);

    public SheetAnswer? AnswerTo(Question question) => Answers.Find(question.Code);

    public int Answered(Section section) => section.Questions.Count(q => AnswerTo(q) is not null);

    /// <summary>What a question comes to; null where it is not answered, or answered without a line.</summary>
    public Co2e? EmissionOf(Question question) => EmissionOf(question.Code);

    public Co2e? EmissionOf(string question) => Sum(l => l.Origin?.Question == question);

    public Co2e? EmissionOf(Section section) => Sum(l => l.Origin?.Section == section.Code);

    /// <summary>The next section that has an open question, after this one; from the beginning for null.</summary>
    public Section? Next(Section? after)
    {
        var sections = Questionnaire.Sections.Where(s => !IsAside(s) && Answered(s) < s.Questions.Count).ToList();
        var all = Questionnaire.Sections.Select(s => s.Code).ToList();
        return after is null
            ? sections.FirstOrDefault()
            : sections.FirstOrDefault(s => all.IndexOf(s.Code) > all.IndexOf(after.Code)) ?? sections.FirstOrDefault(s => s.Code != after.Code);
    }

    /// <summary>What stands in for a field that nobody knows, by what was answered so far.</summary>
    public decimal? TypicalOf(QuestionField field) => QuestionRules.TypicalOf(Questionnaire, field, q => Questionnaire.Find(q)?.Fields.Contains(field) == true ? null : Answers.Find(q)?.Answer);

    private Co2e? Sum(Func<ActivityLine, bool> isOf)
    {
        var lines = Sheet.Lines.Select(l => l.Line).Where(isOf).ToList();
        return lines.Count == 0 ? null : new Co2e(lines.Sum(l => l.Emission.Kilograms));
    }
}
