using System.Text;

namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaires that this version of the program brings, one for each editorial genre (CC-11).</summary>
internal sealed class QuestionnaireShelf
{
    /// <summary>The files, as embedded.</summary>
    public static readonly IReadOnlyList<string> Files = ["live-action.yaml", "animation.yaml"];

    private readonly Dictionary<string, Questionnaire> _byGenre;

    public QuestionnaireShelf()
        : this(Embedded())
    {
    }

    internal QuestionnaireShelf(IEnumerable<Questionnaire> all) => _byGenre = all.ToDictionary(q => q.Genre, StringComparer.Ordinal);

    public IReadOnlyCollection<Questionnaire> All => _byGenre.Values;

    /// <summary>The questionnaire of a genre; every genre has one, which a test sees to.</summary>
    public Questionnaire For(string genre) => _byGenre[genre];

    /// <summary>What a question is called, in whichever questionnaire it stands; its code where no version asks it any more.</summary>
    public Text NameOf(string question) => _byGenre.Values.Select(q => q.Find(question)).FirstOrDefault(q => q is not null)?.Name ?? Text.Same(question);

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
