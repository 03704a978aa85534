namespace EcoprodPlatform.Footprint.Advising;

/// <summary>The advice as a YAML file (docs/method.md). What cannot be computed stops it and is named: a wrong promise is worse than none.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="Changes">What each version changed, newest first.</param>
internal sealed record AdviceFile(int Version, IReadOnlyList<QuestionnaireChange> Changes, IReadOnlyList<Advice> All)
{
    /// <param name="factors">The catalogue that it replaces factors of.</param>
    /// <exception cref="FormatException">With the name of the file and what is wrong with it.</exception>
    public static AdviceFile Parse(string name, string text, IReadOnlyDictionary<string, Factor> factors)
        => new Reader(name, DataFileReader.Deserialize<Yaml>(name, text), factors).Read();

    private sealed class Reader(string name, Yaml file, IReadOnlyDictionary<string, Factor> factors) : DataFileReader(name)
    {
        public AdviceFile Read()
        {
            var changes = ReadChanges(file.Version, file.Changes);
            var all = (file.Advice ?? []).Select(ReadAdvice).ToList();
            Check(all.DistinctBy(a => a.Code).Count() == all.Count, "an advice is there twice");
            return new AdviceFile(file.Version, changes, all);
        }

        private Advice ReadAdvice(AdviceYaml yaml)
        {
            var code = string.IsNullOrWhiteSpace(yaml.Code) ? throw Wrong("an advice has no code") : yaml.Code;
            var source = file.Sources?.GetValueOrDefault(yaml.Source ?? "");
            var posts = yaml.Posts ?? [];
            var stranger = posts.Find(p => EmissionPosts.Find(p) is null);
            Check(stranger is null, $"{code}: {stranger} is no emission post");
            var countries = yaml.Countries ?? [];
            var nowhere = countries.Find(c => c is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z']);
            Check(nowhere is null, $"{code}: {nowhere} is no code of a country");
            var substitutions = (yaml.Substitutions ?? []).Select(s => ReadSubstitution(code, posts, s)).ToList();
            Check(substitutions.Count > 0, $"{code} replaces nothing");
            var replaced = substitutions.SelectMany(s => s.Factors).ToList();
            Check(replaced.Distinct(StringComparer.Ordinal).Count() == replaced.Count, $"{code} replaces a factor twice");
            return new Advice(
                code, Said(yaml.Fr, yaml.En, code), Said(yaml.Means?.Fr, yaml.Means?.En, $"what {code} means"), Said(yaml.Assumption?.Fr, yaml.Assumption?.En, $"the assumption of {code}"),
                Said(source?.Fr, source?.En, $"{code}: the source {yaml.Source}"), posts, countries, substitutions);
        }

        private Substitution ReadSubstitution(string advice, List<string> posts, SubstitutionYaml yaml)
        {
            var replaced = yaml.Factors ?? [];
            Check(replaced.Count > 0 || (posts.Count > 0 && yaml.By is null), $"{advice}: without factors it is about whole posts, and changes the quantity alone");
            Check(yaml.Times > 0 && yaml.Per > 0 && Math.Max(yaml.Times.Scale, yaml.Per.Scale) <= LineRules.MostDecimals, $"{advice}: times and per are over 0 and have at most {LineRules.MostDecimals} decimals");
            Check(yaml.By is not null || yaml.Times < yaml.Per, $"{advice}: with the same factor the quantity becomes smaller");
            Check(yaml.Post is null || EmissionPosts.Find(yaml.Post) is not null, $"{advice}: {yaml.Post} is no emission post");
            foreach (var code in replaced)
            {
                var from = factors.GetValueOrDefault(code);
                Check(from is { IsUsable: true }, $"{advice}: {code} is no factor of the catalogue");
                if (yaml.By is { } by)
                {
                    CheckReplacement(advice, from!, by, yaml.Times == yaml.Per);
                }
            }

            return new Substitution(replaced, yaml.By, yaml.Times, yaml.Per, yaml.Post);
        }

        /// <summary>Litres become kilowatt-hours only where the file says how many.</summary>
        private void CheckReplacement(string advice, Factor from, string by, bool isAsMuch)
        {
            var to = factors.GetValueOrDefault(by == QuestionLine.Electricity ? QuestionnaireFile.ElectricityOf("FR") : by);
            // An incomplete factor may stand in for one that is as incomplete.
            Check(to is { IsUsable: true } && (to.Mark is null || to.Mark == from.Mark), $"{advice}: {by} is no factor to be offered");
            Check(!isAsMuch || to!.QuantityUnit == from.QuantityUnit, $"{advice}: {from.Code} counts in {from.QuantityUnit}, {by} in {to!.QuantityUnit}, and nothing converts them");
        }
    }

    // ----- the file's own shape

#pragma warning disable CA1812 // Made by the reader of YAML.
    private sealed class Yaml
    {
        public int Version { get; set; }

        public List<ChangeYaml>? Changes { get; set; }

        public Dictionary<string, TextYaml>? Sources { get; set; }

        public List<AdviceYaml>? Advice { get; set; }
    }

    private sealed class AdviceYaml
    {
        public string? Code { get; set; }

        public string? Fr { get; set; }

        public string? En { get; set; }

        public TextYaml? Means { get; set; }

        public TextYaml? Assumption { get; set; }

        public string? Source { get; set; }

        public List<string>? Posts { get; set; }

        public List<string>? Countries { get; set; }

        public List<SubstitutionYaml>? Substitutions { get; set; }
    }

    private sealed class SubstitutionYaml
    {
        public List<string>? Factors { get; set; }

        public string? By { get; set; }

        public decimal Times { get; set; } = 1;

        public decimal Per { get; set; } = 1;

        public string? Post { get; set; }
    }
#pragma warning restore CA1812
}
