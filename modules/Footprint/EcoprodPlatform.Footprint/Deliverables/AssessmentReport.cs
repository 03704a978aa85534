using EcoprodPlatform.Footprint.Reports;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>What is handed out of an assessment, whatever the file: the figures of the results page and what they rest on.</summary>
/// <param name="Sources">The factors of its lines, as the catalogue of each has them.</param>
/// <param name="Open">Questions of the questionnaire without an answer; 0 too where nobody has begun it.</param>
/// <param name="Titles">What a line is called (<see cref="QuestionnaireShelf.TitleOf"/>).</param>
public sealed record AssessmentReport(
    ProjectView Project, MeasuredView Measured, IReadOnlyDictionary<(string Code, int Version), Factor> Sources, int Open, Func<ActivityLine, Factor?, Text> Titles)
{
    public AssessmentKind Kind => Measured.Sheet.Kind;

    public Text Name => Measured.Sheet.Name;

    public Co2e Total => Measured.Result.Total;

    /// <summary>The project was closed: nothing in it changes any more.</summary>
    public bool IsFinal => Measured.Sheet.IsFrozen && Project.IsClosed;

    /// <summary>The day that the figures are of. Not today's: the same assessment is the same file.</summary>
    public DateOnly Day => Project.FinalisedOn is { } closed && IsFinal ? closed : Format.Day(Measured.Sheet.ChangedAt!.Value);

    /// <summary>"Clôturé le 18/12/2023", or that it is a draft.</summary>
    public Text State => IsFinal
        ? new($"Clôturé le {Format.Date(Day, Languages.French)}", $"Closed on {Format.Date(Day, Languages.English)}")
        : new($"Brouillon : projet non clôturé, état au {Format.Date(Day, Languages.French)}", $"Draft: project not closed, as of {Format.Date(Day, Languages.English)}");

    public Text Genre => EditorialGenres.All.FirstOrDefault(g => g.Code == Project.Genre) is { } genre ? new(genre.Fr, genre.En) : Text.Same(Project.Genre);

    /// <summary>The factors used, by name; one that lines took from two catalogues is there twice.</summary>
    public IReadOnlyList<LineFactor> Factors =>
        [.. Lines.Select(l => l.Line.Factor).DistinctBy(f => (f.Code, f.CatalogueVersion)).OrderBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.CatalogueVersion)];

    public IReadOnlyList<SheetLine> Lines => Measured.Sheet.Lines;

    public string Catalogues => string.Join(", ", Measured.Catalogues);

    /// <summary>What makes the total too low or unfinished, in sentences; often nothing.</summary>
    public IReadOnlyList<Text> Gaps =>
    [
        .. Open == 0 ? (Text[])[] : [new($"{FootprintWords.OpenQuestions(Open).Fr}.", $"{FootprintWords.OpenQuestions(Open).En}.")],
        .. Measured.Incomplete switch
        {
            0 => (Text[])[],
            1 => [new("Une ligne repose sur un facteur incomplet : le total est sous-estimé.", "One line rests on an incomplete factor: the total is too low.")],
            var n => [new($"{n} lignes reposent sur un facteur incomplet : le total est sous-estimé.", $"{n} lines rest on an incomplete factor: the total is too low.")],
        },
        .. Project.IsBeingRepaired ? (Text[])[new("Une information du projet est en cours de réparation : ces chiffres peuvent être ceux d’avant.", "Something about the project is being repaired: these figures may be those of before.")] : [],
    ];

    public Factor? SourceOf(LineFactor factor) => Sources.GetValueOrDefault((factor.Code, factor.CatalogueVersion));

    /// <summary>What the line is called.</summary>
    public Text NameOf(ActivityLine line) => Titles(line, SourceOf(line.Factor));
}
