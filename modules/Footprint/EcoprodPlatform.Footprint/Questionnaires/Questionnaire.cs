namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>
/// The questions of one editorial genre (CC-11), in the order of the production budget. Data, with a version: a new question touches no C# (CC-17).
/// </summary>
/// <param name="Code">Of the file it is read from.</param>
/// <param name="Version">Grows with each change of what is asked or computed.</param>
/// <param name="Changes">What each version changed, newest first.</param>
/// <param name="Genre">Code of the editorial genre.</param>
/// <param name="Typical">Typical values of the genre by name, which stand in for what nobody knows (days, crew…).</param>
public sealed record Questionnaire(string Code, int Version, IReadOnlyList<QuestionnaireChange> Changes, string Genre, IReadOnlyDictionary<string, decimal> Typical, IReadOnlyList<Section> Sections)
{
    /// <summary>CC-14: a quick path that a team finishes in half an hour.</summary>
    public const int MostQuestions = 50;

    public IEnumerable<Question> Questions => Sections.SelectMany(s => s.Questions);

    /// <summary>The countries whose electricity the catalogue has: where a number may be placed.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Codes of the factors it counts with, for a work made in a country.</summary>
    internal IEnumerable<string> FactorsIn(string country)
        => Questions.SelectMany(q => q.Lines)
            .SelectMany(l => l.Factor != QuestionLine.Electricity ? [l.Factor] : (l.Place is null ? [] : Countries).Append(country).Select(QuestionnaireFile.ElectricityOf))
            .Distinct(StringComparer.Ordinal);

    public Section? FindSection(string code) => Sections.FirstOrDefault(s => s.Code == code);

    public Question? Find(string code) => Questions.FirstOrDefault(q => q.Code == code);
}

/// <summary>What a version changed.</summary>
public sealed record QuestionnaireChange(int Version, DateOnly On, Text What);

/// <summary>Questions that belong together and can be unticked together ("pas de décor construit").</summary>
/// <param name="Department">Code of the department that answers it, and that its lines belong to unless a line says otherwise.</param>
/// <param name="IsOptional">It can be set aside.</param>
public sealed record Section(string Code, string Department, Text Name, Text Lead, bool IsOptional, IReadOnlyList<Question> Questions);

/// <summary>One question in the words of the trade.</summary>
/// <param name="Example">As somebody would answer it.</param>
/// <param name="Next">What reviewers always ask next; told once it is answered.</param>
/// <param name="Source">Where its typical values come from.</param>
/// <param name="Fields">The numbers it asks for.</param>
/// <param name="Lines">What the answer comes to; none for a question that others rest on (crew, days).</param>
public sealed record Question(string Code, string Section, Text Name, Text? Help, Text? Example, Text? Next, Text Source, IReadOnlyList<QuestionField> Fields, IReadOnlyList<QuestionLine> Lines)
{
    /// <summary>It makes no line; its numbers serve the typical values of others.</summary>
    public bool IsBasis => Lines.Count == 0;

    /// <summary>The places that its lines ask for: in which country a number was used.</summary>
    public IReadOnlyList<QuestionPlace> Places { get; init; } = [];

    /// <summary>What counts in a field: what was given, else its default.</summary>
    internal decimal? ValueOf(Answer answer, string field) => answer.Of(field) ?? Fields.First(f => f.Code == field).Default;

    /// <summary>The place that is asked beside a number; null where the number has none.</summary>
    public QuestionPlace? PlaceOf(QuestionField field)
        => Lines.FirstOrDefault(l => l.Place is not null && l.Fields.First() == field.Code) is { Place: { } place } ? Places.First(p => p.Code == place) : null;
}

/// <summary>A country that a question asks for, whose electricity a line counts with. Left empty it is the lead country.</summary>
public sealed record QuestionPlace(string Code, Text Name);

/// <summary>A number that a question asks for.</summary>
/// <param name="Unit">In words, beside the number.</param>
/// <param name="Typical">What stands in when nobody knows: the product of these; empty where there is nothing to go by.</param>
/// <param name="Most">More than this is a slip of the keyboard.</param>
/// <param name="IsWhole">People and nights come whole.</param>
/// <param name="Default">What counts where it is left empty (a lifetime), as the form says; null where nothing does.</param>
public sealed record QuestionField(string Code, Text Name, Text Unit, IReadOnlyList<Operand> Typical, decimal Most, bool IsWhole, decimal? Default)
{
    /// <summary>The unit of one; null where it is the same word.</summary>
    public Text? UnitOne { get; init; }

    /// <summary>"1 personne", "1,5 jour" (in French the plural begins at two), "1.5 days".</summary>
    internal string Count(decimal number, int decimals, CultureInfo language)
        => $"{Format.Decimal(number, decimals, language)} {((Languages.IsEnglish(language) ? number == 1 : Math.Abs(number) < 2) && UnitOne is { } one ? one : Unit).In(language)}";
}

/// <summary>A line of activity that an answer makes.</summary>
/// <param name="Part">Its name within the question.</param>
/// <param name="Factor">Code of a factor, or <see cref="Electricity"/>: the mix of the lead country, or of the one given in <paramref name="Place"/>.</param>
/// <param name="Unit">Of the quantity; must be the factor's.</param>
/// <param name="Quantity">The product of fields and constants; empty fields make no line.</param>
/// <param name="Place">The place of the question that says whose electricity it is; null for the lead country's.</param>
public sealed record QuestionLine(string Part, string Factor, string Unit, IReadOnlyList<Operand> Quantity, string Department, string Post, string Phase, string? Place)
{
    public const string Electricity = "electricity";

    /// <summary>What the product is divided by (a lifetime); empty where it is not.</summary>
    public IReadOnlyList<Operand> Over { get; init; } = [];

    /// <summary>The fields that it counts with.</summary>
    public IEnumerable<string> Fields => Quantity.Concat(Over).Where(o => o.Name is not null).Select(o => o.Name!);

    /// <summary>The quantity; null as soon as one of its fields has no value.</summary>
    internal decimal? Count(Func<string, decimal?> valueOf) => Operand.Product(Quantity, valueOf) / Operand.Product(Over, valueOf);
}

/// <summary>One factor of a product: a number, or the name of one.</summary>
public readonly record struct Operand(decimal Constant, string? Name)
{
    /// <summary>The product; null as soon as one of the names has no value.</summary>
    public static decimal? Product(IEnumerable<Operand> operands, Func<string, decimal?> valueOf)
    {
        decimal? product = 1;
        foreach (var operand in operands)
        {
            product *= operand.Name is { } name ? valueOf(name) : operand.Constant;
        }

        return product;
    }
}
