namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaire of a project's genre with what was answered, for programs.</summary>
/// <param name="Code">Of the questionnaire (<c>live-action</c>).</param>
/// <param name="Version">Of the questionnaire: grows with what it asks or computes.</param>
/// <param name="Genre">Code of the editorial genre it is for.</param>
/// <param name="Open">Questions of sections that count which nobody has answered: while there are some, the total is incomplete.</param>
internal sealed record QuestionnaireResource(Guid ProjectId, string Kind, string Code, int Version, string Genre, int Open, IReadOnlyList<SectionResource> Sections)
{
    public static QuestionnaireResource Of(QuestionnaireView view) => new(
        view.Project.Id, view.Kind.Code, view.Questionnaire.Code, view.Questionnaire.Version, view.Questionnaire.Genre, view.Open,
        [.. view.Questionnaire.Sections.Select(s => new SectionResource(
            s.Code, s.Department, s.Name.Fr, s.Name.En, s.IsOptional, view.IsAside(s), view.EmissionOf(s)?.Kilograms, [.. s.Questions.Select(q => QuestionResource.Of(view, q))]))]);
}

/// <summary>A section of a questionnaire.</summary>
/// <param name="IsAside">It was unticked: what it holds is kept and does not count.</param>
/// <param name="KgCo2e">What its answers come to; null where none makes a line.</param>
internal sealed record SectionResource(
    string Code, string Department, string NameFr, string NameEn, bool IsOptional, bool IsAside, decimal? KgCo2e, IReadOnlyList<QuestionResource> Questions);

/// <summary>A question.</summary>
/// <param name="SourceFr">Where its typical values come from.</param>
/// <param name="Answer">Null while nobody has answered.</param>
internal sealed record QuestionResource(
    string Code, string NameFr, string NameEn, string? HelpFr, string? HelpEn, string SourceFr, string SourceEn, IReadOnlyList<FieldResource> Fields, AnswerResource? Answer)
{
    public static QuestionResource Of(QuestionnaireView view, Question question) => new(
        question.Code, question.Name.Fr, question.Name.En, question.Help?.Fr, question.Help?.En, question.Source.Fr, question.Source.En,
        [.. question.Fields.Select(f => new FieldResource(f.Code, f.Name.Fr, f.Name.En, f.Unit.Fr, f.Unit.En, view.TypicalOf(f), f.Most, f.IsWhole))],
        view.AnswerTo(question) is null ? null : AnswerResource.Of(view, question));
}

/// <summary>A number that a question asks for.</summary>
/// <param name="Typical">What stands in for <c>unknown</c>, by what was answered so far; null where there is nothing to go by.</param>
/// <param name="Most">More is refused.</param>
internal sealed record FieldResource(string Code, string NameFr, string NameEn, string UnitFr, string UnitEn, decimal? Typical, decimal Most, bool IsWhole);

/// <summary>The answer to a question.</summary>
/// <param name="State"><c>given</c>, <c>unknown</c>, <c>none</c> or <c>detailed</c>; null where it is not answered.</param>
/// <param name="Version">For If-Match of a change of this answer; 0 where it is not answered.</param>
/// <param name="QuestionnaireVersion">Of the questionnaire it was given in.</param>
/// <param name="KgCo2e">What it comes to, exact; null where it makes no line, or its section was set aside.</param>
/// <param name="Lines">Ids of its lines.</param>
/// <param name="TotalKgCo2e">What the whole assessment comes to now; null where it has no line.</param>
/// <param name="Open">Questions that nobody has answered yet: while there are some, the total is incomplete.</param>
internal sealed record AnswerResource(
    string Question, string? State, IReadOnlyDictionary<string, decimal> Fields, long Version, int? QuestionnaireVersion, decimal? KgCo2e, IReadOnlyList<Guid> Lines,
    decimal? TotalKgCo2e, int Open)
{
    public static AnswerResource Of(QuestionnaireView view, Question question)
    {
        var there = view.AnswerTo(question);
        return new AnswerResource(
            question.Code,
            there?.Answer.State.Code(),
            (there?.Answer.Fields ?? []).ToDictionary(f => f.Field, f => f.Quantity, StringComparer.Ordinal),
            there?.Version ?? 0,
            there?.Answer.QuestionnaireVersion,
            view.EmissionOf(question)?.Kilograms,
            [.. view.Sheet.Lines.Where(l => l.Line.Origin?.Question == question.Code).Select(l => l.Line.Id)],
            view.Sheet.Lines.Count == 0 ? null : view.Sheet.Result.Total.Kilograms,
            view.Open);
    }
}
