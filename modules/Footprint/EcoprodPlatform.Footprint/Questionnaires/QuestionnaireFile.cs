namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>
/// A questionnaire as a YAML file (docs/questionnaires.md). What cannot be computed exactly stops it, with the name of the question: a wrong question is
/// worse than none.
/// </summary>
internal static class QuestionnaireFile
{
    private const decimal DefaultMost = 10_000_000m;

    /// <summary>The mixes of countries in the catalogue.</summary>
    private const string Mix = "elec-mix-";

    /// <summary>Where a better factor than the mix of the same series is there: complete, and ADEME's first for France (B19).</summary>
    private static readonly Dictionary<string, string> BetterMix = new(StringComparer.Ordinal)
    {
        ["FR"] = "elec-fr-2024-mix-moyen",
        ["GB"] = "elec-uk-2025-complet",
    };

    /// <summary>Code of the factor of a country's electricity; the catalogue may not have it.</summary>
    public static string ElectricityOf(string country) => BetterMix.GetValueOrDefault(country) ?? Mix + country.ToLowerInvariant();

    /// <summary>The countries whose electricity the catalogue has, by code.</summary>
    private static string[] Countries(IReadOnlyDictionary<string, Factor> factors) =>
        [.. factors.Keys.Where(k => k.StartsWith(Mix, StringComparison.Ordinal)).Select(k => k[Mix.Length..].ToUpperInvariant()).Union(BetterMix.Keys)
            .Where(c => factors.ContainsKey(ElectricityOf(c))).Order(StringComparer.Ordinal)];

    /// <summary>Reads a file: one questionnaire for each genre it is for.</summary>
    /// <param name="factors">The catalogue that its lines count with.</param>
    /// <exception cref="FormatException">With the name of the file and what is wrong with it.</exception>
    public static IReadOnlyList<Questionnaire> Parse(string name, string text, IReadOnlyDictionary<string, Factor> factors)
        => new Reader(name, DataFileReader.Deserialize<Yaml>(name, text), factors).Read();

    private sealed class Reader(string name, Yaml file, IReadOnlyDictionary<string, Factor> factors) : DataFileReader(name)
    {
        private readonly HashSet<string> _questions = new(StringComparer.Ordinal);
        private readonly string[] _countries = Countries(factors);

        public List<Questionnaire> Read()
        {
            var changes = ReadChanges(file.Version, file.Changes);
            var sections = (file.Sections ?? []).Select(s => (Section: ReadSection(s), Yaml: s)).ToList();
            var genres = file.Genres ?? [];
            Check(genres.Count > 0, "it is for no genre");
            var all = new List<Questionnaire>();
            foreach (var (genre, typical) in genres)
            {
                Check(EditorialGenres.Find(genre) is not null, $"{genre} is no editorial genre");
                var kept = sections.Select(s => s.Section with
                {
                    Questions = [.. s.Section.Questions.Zip(s.Yaml.Questions!).Where(q => IsFor(genre, q.Second.Only, q.Second.Except) && IsFor(genre, s.Yaml.Only, s.Yaml.Except)).Select(q => q.First)],
                }).Where(s => s.Questions.Count > 0).ToList();
                var questionnaire = new Questionnaire(file.Code ?? "", file.Version, changes, genre, new Dictionary<string, decimal>(typical ?? [], StringComparer.Ordinal), kept) { Countries = _countries };
                CheckTypical(questionnaire);
                all.Add(questionnaire);
            }

            return all;
        }

        private Section ReadSection(SectionYaml yaml)
        {
            var code = Given(yaml.Code, "a section has no code");
            Check(Departments.Find(yaml.Department) is not null, $"section {code}: {yaml.Department} is no department");
            CheckGenres(yaml.Only, yaml.Except, code);
            return new Section(code, yaml.Department!, Said(yaml.Fr, yaml.En, code), Said(yaml.Lead?.Fr, yaml.Lead?.En, $"the lead of {code}"), yaml.Optional, [.. (yaml.Questions ?? []).Select(q => ReadQuestion(code, yaml.Department!, q))]);
        }

        private Question ReadQuestion(string section, string department, QuestionYaml yaml)
        {
            var code = Given(yaml.Code, $"section {section}: a question has no code");
            Check(_questions.Add(code), $"the question {code} is there twice");
            CheckGenres(yaml.Only, yaml.Except, code);
            var named = yaml.Source ?? file.Source;
            var source = named is null ? null : file.Sources?.GetValueOrDefault(named);
            var fields = (yaml.Fields ?? []).Select(f => ReadField(code, f)).ToList();
            Check(fields.Count > 0 && fields.DistinctBy(f => f.Code).Count() == fields.Count, $"{code}: no field, or one that is there twice");
            var places = (yaml.Places ?? []).Select(p => new QuestionPlace(Given(p.Code, $"{code}: a place has no code"), Said(p.Fr, p.En, $"{code}.{p.Code}"))).ToList();
            Check(fields.Select(f => f.Code).Concat(places.Select(p => p.Code)).Distinct(StringComparer.Ordinal).Count() == fields.Count + places.Count, $"{code}: a place is there twice, or called like a field");
            var lines = (yaml.Lines ?? []).Select(l => ReadLine(code, department, fields, l)).ToList();
            var placed = lines.Select(l => l.Place).OfType<string>().ToList();
            Check(placed.Order(StringComparer.Ordinal).SequenceEqual(places.Select(p => p.Code).Order(StringComparer.Ordinal), StringComparer.Ordinal), $"{code}: each place belongs to one line");
            Check(lines.DistinctBy(l => l.Part).Count() == lines.Count, $"{code}: a part is there twice");
            var unused = lines.Count == 0 ? null : fields.FirstOrDefault(f => !lines.Exists(l => l.Fields.Contains(f.Code, StringComparer.Ordinal)));
            Check(unused is null, $"{code}: no line counts with {unused?.Code}");
            return new Question(code, section, Said(yaml.Fr, yaml.En, code), Perhaps(yaml.Help, code), Perhaps(yaml.Example, code), Perhaps(yaml.Next, code), Said(source?.Fr, source?.En, $"{code}: the source {named}"), fields, lines) { Places = places };
        }

        private QuestionField ReadField(string question, FieldYaml yaml) => new(
            Given(yaml.Code, $"{question}: a field has no code"),
            Said(yaml.Fr, yaml.En, $"{question}.{yaml.Code}"),
            yaml.Unit is { } unit && file.Units?.GetValueOrDefault(unit) is { } words ? Said(words.Fr, words.En, unit) : throw Wrong($"{question}.{yaml.Code}: {yaml.Unit} is not in the list of units"),
            Product(yaml.Typical),
            yaml.Most ?? DefaultMost,
            yaml.Whole,
            yaml.Default)
        {
            UnitOne = file.Units?.GetValueOrDefault(yaml.Unit ?? "")?.One is { } one ? Said(one.Fr, one.En, $"one of {yaml.Unit}") : null,
        };

        private QuestionLine ReadLine(string question, string department, List<QuestionField> fields, LineYaml yaml)
        {
            var line = new QuestionLine(
                yaml.Part ?? "line",
                Given(yaml.Factor, $"{question}: a line has no factor"),
                Given(yaml.Unit, $"{question}: a line has no unit"),
                Product(yaml.Quantity),
                yaml.Department ?? department,
                Given(yaml.Post, $"{question}: a line has no post"),
                Given(yaml.Phase, $"{question}: a line has no phase"),
                yaml.Place) { Over = Product(yaml.Over) };
            Check(line.Place is null || line.Factor == QuestionLine.Electricity, $"{question}: only electricity has a place");
            Check(Departments.Find(line.Department) is not null && EmissionPosts.Find(line.Post) is not null && Phases.Find(line.Phase) is not null, $"{question}: department, post or phase is not in its list");
            var stranger = line.Fields.FirstOrDefault(f => !fields.Exists(known => known.Code == f));
            Check(line.Over.All(o => o.Name is not null || o.Constant > 0), $"{question}: {line.Part} is divided by zero");
            Check(stranger is null && fields.Exists(f => f.Default is null && line.Fields.Contains(f.Code, StringComparer.Ordinal)), $"{question}: {stranger ?? "no field"} in the quantity of {line.Part}");
            IEnumerable<string> codes = line.Factor == QuestionLine.Electricity ? [.. BetterMix.Values, .. factors.Keys.Where(k => k.StartsWith(Mix, StringComparison.Ordinal))] : [line.Factor];
            foreach (var code in codes)
            {
                var factor = factors.GetValueOrDefault(code);
                Check(factor is { IsUsable: true } && (factor.Mark is null || line.Factor == QuestionLine.Electricity), $"{question}: {code} is no factor to be offered");
                Check(factor!.QuantityUnit == line.Unit, $"{question}: {code} counts in {factor.QuantityUnit}, not in {line.Unit}");
            }

            return line;
        }

        private void CheckTypical(Questionnaire questionnaire)
        {
            Check(questionnaire.Questions.Count() <= Questionnaire.MostQuestions, $"{questionnaire.Genre} has {questionnaire.Questions.Count()} questions, more than {Questionnaire.MostQuestions}");
            foreach (var question in questionnaire.Questions)
            {
                foreach (var field in question.Fields)
                {
                    var typical = field.Typical.Count == 0 ? 0 : Operand.Product(field.Typical, n => questionnaire.Typical.TryGetValue(n, out var value) ? value : null);
                    Check(field.Default is null || (field.Default > 0 && field.Default <= field.Most), $"{questionnaire.Genre}: the default of {question.Code}.{field.Code} is not over 0 and within its bound");
                    Check(typical >= 0, $"{questionnaire.Genre}: the typical value of {question.Code}.{field.Code} rests on what has none");
                    Check(typical <= field.Most, $"{questionnaire.Genre}: the typical value of {question.Code}.{field.Code} is over its own bound");
                }
            }
        }

        private bool IsFor(string genre, List<string>? only, List<string>? except)
            => (only is null || only.Contains(genre, StringComparer.Ordinal)) && except?.Contains(genre, StringComparer.Ordinal) != true;

        private void CheckGenres(List<string>? only, List<string>? except, string code)
        {
            var stranger = (only ?? []).Concat(except ?? []).FirstOrDefault(g => file.Genres?.ContainsKey(g) != true);
            Check(stranger is null, $"{code}: {stranger} is not among the genres of the file");
        }

        private static List<Operand> Product(List<string>? factors) => [.. (factors ?? []).Select(f =>
            decimal.TryParse(f, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? new Operand(number, null) : new Operand(1, f))];

        private Text? Perhaps(TextYaml? text, string code) => text is null ? null : Said(text.Fr, text.En, code);

        private string Given(string? value, string why) => string.IsNullOrWhiteSpace(value) ? throw Wrong(why) : value;
    }

    // ----- the file's own shape

#pragma warning disable CA1812 // Made by the reader of YAML.
    private sealed class Yaml
    {
        public string? Code { get; set; }

        public int Version { get; set; }

        public List<ChangeYaml>? Changes { get; set; }

        public Dictionary<string, TextYaml>? Sources { get; set; }

        public string? Source { get; set; }

        public Dictionary<string, UnitTextYaml>? Units { get; set; }

        public Dictionary<string, Dictionary<string, decimal>>? Genres { get; set; }

        public List<SectionYaml>? Sections { get; set; }
    }

    private sealed class SectionYaml
    {
        public string? Code { get; set; }

        public string? Department { get; set; }

        public string? Fr { get; set; }

        public string? En { get; set; }

        public TextYaml? Lead { get; set; }

        public bool Optional { get; set; } = true;

        public List<string>? Only { get; set; }

        public List<string>? Except { get; set; }

        public List<QuestionYaml>? Questions { get; set; }
    }

    private sealed class QuestionYaml
    {
        public string? Code { get; set; }

        public string? Fr { get; set; }

        public string? En { get; set; }

        public TextYaml? Help { get; set; }

        public TextYaml? Example { get; set; }

        public TextYaml? Next { get; set; }

        public string? Source { get; set; }

        public List<string>? Only { get; set; }

        public List<string>? Except { get; set; }

        public List<FieldYaml>? Fields { get; set; }

        public List<PlaceYaml>? Places { get; set; }

        public List<LineYaml>? Lines { get; set; }
    }

    private sealed class PlaceYaml
    {
        public string? Code { get; set; }

        public string? Fr { get; set; }

        public string? En { get; set; }
    }

    private sealed class FieldYaml
    {
        public string? Code { get; set; }

        public string? Fr { get; set; }

        public string? En { get; set; }

        public string? Unit { get; set; }

        public List<string>? Typical { get; set; }

        public decimal? Most { get; set; }

        public bool Whole { get; set; }

        public decimal? Default { get; set; }
    }

    private sealed class LineYaml
    {
        public string? Part { get; set; }

        public string? Factor { get; set; }

        public string? Unit { get; set; }

        public List<string>? Quantity { get; set; }

        public List<string>? Over { get; set; }

        public string? Department { get; set; }

        public string? Post { get; set; }

        public string? Phase { get; set; }

        public string? Place { get; set; }
    }
#pragma warning restore CA1812
}
