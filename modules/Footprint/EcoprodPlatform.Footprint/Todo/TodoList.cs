namespace EcoprodPlatform.Footprint.Todo;

/// <summary>
/// What is left to do to make an assessment better, what counts most first: questions without an answer, departments without a line, and the lines that make most
/// of the total while they rest on an expense, an estimate, a factor with a mark, or on no evidence.
/// </summary>
/// <param name="Heavy">Lines that together make <see cref="HeavyShare"/> of the total, five at most.</param>
public sealed record TodoList(IReadOnlyList<TodoTask> Tasks, IReadOnlyList<ActivityLine> Heavy)
{
    /// <summary>The part of the total that is worth the trouble first.</summary>
    public const decimal HeavyShare = 0.8m;

    private const int MostHeavy = 5;

    /// <summary>Tasks of one kind: the ten that count most.</summary>
    private const int MostOfAKind = 10;

    internal static TodoList Of(QuestionnaireView view, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var heavy = HeaviestOf(view.Sheet);
        return new TodoList(
            [
                .. OpenSections(view),
                .. EmptyDepartments(view),
                .. Lines(view, TodoKind.FactorMark, l => SourceOf(l.Line)?.Mark is not null),
                .. Lines(view, TodoKind.Expense, l => l.Line.KnownStatus == DataStatus.Monetary),
                .. Lines(view, TodoKind.Estimate, l => l.Line.KnownStatus is DataStatus.Estimated or null),
                .. Lines(view, TodoKind.Evidence, l => l.Evidence == 0 && l.Line.KnownStatus is DataStatus.Measured or DataStatus.Calculated && heavy.Any(h => h.Id == l.Line.Id)),
            ],
            heavy);

        Factor? SourceOf(ActivityLine line) => sources.GetValueOrDefault((line.Factor.Code, line.Factor.CatalogueVersion));
    }

    /// <summary>The heaviest lines until they make most of the total.</summary>
    private static List<ActivityLine> HeaviestOf(AssessmentSheet sheet)
    {
        var (enough, sum, heavy) = (sheet.Result.Total.Kilograms * HeavyShare, 0m, new List<ActivityLine>());
        foreach (var line in sheet.Lines.Select(l => l.Line).OrderByDescending(l => l.Emission.Kilograms).ThenBy(l => l.Id).Take(MostHeavy).TakeWhile(_ => sum < enough))
        {
            heavy.Add(line);
            sum += line.Emission.Kilograms;
        }

        return heavy;
    }

    /// <summary>Whoever enters lines without the questionnaire owes it no answer.</summary>
    private static IEnumerable<TodoTask> OpenSections(QuestionnaireView view) => !view.IsBegun && view.Sheet.Lines.Count > 0 ? [] : view.Questionnaire.Sections
        .Where(s => !view.IsAside(s) && view.Answered(s) < s.Questions.Count)
        .Select(s => new TodoTask(TodoKind.Question, s.Name, Section: s, Open: s.Questions.Count - view.Answered(s)));

    /// <summary>Departments in which nothing is counted, and of which nobody has said that there is nothing.</summary>
    private static IEnumerable<TodoTask> EmptyDepartments(QuestionnaireView view) => Departments.All
        .Where(d => view.Sheet.Lines.Count > 0 && view.Sheet.Lines.All(l => l.Line.Department != d.Code))
        .Select(d => (Department: d, Sections: view.Questionnaire.Sections.Where(s => s.Department == d.Code).ToList()))
        .Where(d => !view.IsBegun || d.Sections.Count == 0)
        .Select(d => new TodoTask(TodoKind.Department, new Text(d.Department.Fr, d.Department.En), Section: d.Sections.FirstOrDefault()));

    private static IEnumerable<TodoTask> Lines(QuestionnaireView view, TodoKind kind, Func<SheetLine, bool> isLeft) => view.Sheet.Lines.Where(isLeft)
        .OrderByDescending(l => l.Line.Emission.Kilograms).ThenBy(l => l.Line.Id).Take(MostOfAKind).Select(l => new TodoTask(kind, null, l.Line));
}

/// <summary>One thing to do.</summary>
/// <param name="Name">Of a section or a department; null for a line, which has its own.</param>
/// <param name="Open">Questions without an answer.</param>
public sealed record TodoTask(TodoKind Kind, Text? Name, ActivityLine? Line = null, Section? Section = null, int Open = 0);

/// <summary>What a task is about.</summary>
public enum TodoKind
{
    /// <summary>Questions of a section have no answer.</summary>
    Question,

    /// <summary>A department has no line.</summary>
    Department,

    /// <summary>A line has a factor that is incomplete, superseded or doubtful.</summary>
    FactorMark,

    /// <summary>A line rests on an expense.</summary>
    Expense,

    /// <summary>A line rests on an estimate, or nobody has said how its quantity is known.</summary>
    Estimate,

    /// <summary>A heavy line has no evidence.</summary>
    Evidence,
}

/// <summary>The kinds in words.</summary>
internal static class TodoKinds
{
    public static Text Name(this TodoKind kind) => kind switch
    {
        TodoKind.Question => new("Répondre aux questions", "Answer the questions"),
        TodoKind.Department => new("Vérifier les départements vides", "Check the empty departments"),
        TodoKind.FactorMark => new("Changer de facteur", "Change the factor"),
        TodoKind.Expense => new("Remplacer des euros par des quantités", "Replace euros by quantities"),
        TodoKind.Estimate => new("Préciser les estimations", "Make estimates precise"),
        TodoKind.Evidence => new("Joindre un justificatif", "Attach evidence"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Text Explain(this TodoKind kind) => kind switch
    {
        TodoKind.Question => new("Tant qu’une question est sans réponse, le total est incomplet.", "While a question has no answer, the total is incomplete."),
        TodoKind.Department => new("Rien n’y est compté : est-ce juste ?", "Nothing is counted there: is that right?"),
        TodoKind.FactorMark => new("Leur facteur est incomplet, remplacé ou douteux.", "Their factor is incomplete, superseded or in doubt."),
        TodoKind.Expense => new("Une dépense convertie en CO2e (ratio monétaire) est le moins sûr des calculs : les plus lourds d’abord.", "An expense turned into CO2e (monetary ratio) is the least certain calculation: the heaviest first."),
        TodoKind.Estimate => new("Une mesure, une facture ou un relevé resserre l’intervalle : les plus lourdes d’abord.", "A measure, an invoice or a reading narrows the interval: the heaviest first."),
        TodoKind.Evidence => new("Parmi les lignes qui font l’essentiel du total, celles qu’aucune pièce ne prouve.", "Among the lines that make most of the total, those that no file proves."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
