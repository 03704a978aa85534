using System.Text;

namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaires that this version of the program brings, one for each editorial genre (CC-11).</summary>
internal sealed class QuestionnaireShelf
{
    /// <summary>The files, as embedded.</summary>
    public static readonly IReadOnlyList<string> Files = ["live-action.yaml", "animation.yaml"];

    private readonly Dictionary<string, Questionnaire> _byGenre;
    private readonly Dictionary<string, Text> _names = new(StringComparer.Ordinal);

    public QuestionnaireShelf()
        : this(Embedded())
    {
    }

    internal QuestionnaireShelf(IEnumerable<Questionnaire> all)
    {
        _byGenre = all.ToDictionary(q => q.Genre, StringComparer.Ordinal);
        foreach (var question in _byGenre.Values.SelectMany(q => q.Questions))
        {
            _names.TryAdd(question.Code, question.Name);
        }
    }

    public IReadOnlyCollection<Questionnaire> All => _byGenre.Values;

    /// <summary>The questionnaire of a genre; every genre has one, which a test sees to.</summary>
    public Questionnaire For(string genre) => _byGenre[genre];

    /// <summary>What a question is called, in whichever questionnaire it stands; its code where no version asks it any more.</summary>
    public Text NameOf(string question) => _names.TryGetValue(question, out var name) ? name : Text.Same(question);

    /// <summary>What a line is called: its label, else the question it answers, else its factor.</summary>
    /// <param name="source">The factor as the catalogue has it; null where the catalogue no longer knows it.</param>
    public Text TitleOf(ActivityLine line, Factor? source)
        => line.Label is { } label ? Text.Same(label) : line.Origin is { } origin ? NameOf(origin.Question) : source?.Name ?? Text.Same(line.Factor.Code);

    /// <summary>Where a line of the questionnaire is changed: at its question, or in the overview where the project's questionnaire does not ask it (any more).</summary>
    public string AddressOf(ProjectView project, AssessmentKind kind, LineOrigin origin)
        => For(project.Genre).Find(origin.Question) is { } question
            ? Links.Question(project.Id, kind, origin with { Section = question.Section })
            : Links.Questionnaire(project.Id, kind);

    private static IEnumerable<Questionnaire> Embedded()
    {
        var factors = FactorFile.Embedded().Facts.ToDictionary(f => f.Code, StringComparer.Ordinal);
        return Files.SelectMany(file =>
        {
            using var stream = typeof(QuestionnaireShelf).Assembly.GetManifestResourceStream(file)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return QuestionnaireFile.Parse(file, reader.ReadToEnd(), factors);
        });
    }
}
