using System.Globalization;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>Filters that are understood, and what was not.</summary>
public sealed record SpaceFilter
{
    public IReadOnlyList<SpaceTag> Tags { get; private init; } = [];

    public IReadOnlyList<string> Statuses { get; private init; } = [];

    public IReadOnlyList<string> Assessments { get; private init; } = [];

    public IReadOnlyList<string> Genres { get; private init; } = [];

    /// <summary>Posts in one of which the counted assessment emits.</summary>
    public IReadOnlyList<string> Posts { get; private init; } = [];

    /// <summary>Departments in one of which the counted assessment emits.</summary>
    public IReadOnlyList<string> Departments { get; private init; } = [];

    public DateOnly? From { get; private init; }

    public DateOnly? To { get; private init; }

    /// <summary>Values that mean nothing here, each as a sentence without its end: pages say so and go on without them, the API refuses them.</summary>
    public IReadOnlyList<RuleBrokenException> Problems { get; private init; } = [];

    /// <summary>Projects without a finalisation date are left out, and counted (T6).</summary>
    public bool HasDates => From is not null || To is not null;

    public bool IsEmpty => Tags.Count + Statuses.Count + Assessments.Count + Genres.Count == 0 && !CutsThroughSums;

    /// <summary>What is asked for is not among what <c>space_sums</c> tells apart: the projects themselves have to be looked at.</summary>
    internal bool CutsThroughSums => HasDates || Posts.Count + Departments.Count > 0;

    internal static SpaceFilter Read(FilterQuery query, SpaceView space)
    {
        var problems = new List<RuleBrokenException>();
        var from = Day(query.FinalisedFrom, query.IsPage, problems);
        var to = Day(query.FinalisedTo, query.IsPage, problems);
        if (from > to)
        {
            problems.Add(Problem("filter.dates", new Text(
                "La date de fin précède la date de début",
                "The end date is before the start date")));
            (from, to) = (null, null);
        }

        return new SpaceFilter
        {
            Tags = [.. Known(query.Tag, v => Guid.TryParse(v, out var id) ? space.Tags.FirstOrDefault(t => t.Id == id) : null, problems)],
            Statuses = [.. Known(query.Status, v => v is "open" or "closed" ? v : null, problems)],
            Assessments = [.. Known(query.Assessment, v => v is AssessmentMeasuredV1.Provisional or AssessmentMeasuredV1.Final ? v : null, problems)],
            Genres = [.. Known(query.Genre, v => EditorialGenres.Find(v)?.Code, problems)],
            Posts = [.. Known(query.Post, v => Slots.Posts.Contains(v, StringComparer.Ordinal) ? v : null, problems)],
            Departments = [.. Known(query.Department, v => Slots.Departments.Contains(v, StringComparer.Ordinal) ? v : null, problems)],
            From = from,
            To = to,
            Problems = problems,
        };
    }

    /// <summary>For programs: a value that means nothing is an error, not a wider answer.</summary>
    internal SpaceFilter OrThrow() => Problems.Count > 0
        ? throw new RuleBrokenException(Problems[0].Code, new Text($"{Problems[0].Text.Fr}.", $"{Problems[0].Text.En}."))
        : this;

    internal SpaceFilter WithoutDates() => this with { From = null, To = null };

    // ----- SQL: $1 to $10, in this order

    private const string WhereBoth = "organisation_id = $1 and basis = $2 and ($4::uuid[] is null or tags && $4) and ($5::boolean is null or is_closed = $5) and ($6::text[] is null or genre = any($6))";

    /// <summary>On <c>space_projects</c>.</summary>
    internal static readonly string Where = $"{WhereBoth} and ($3 or total_ug is not null) and ($7::date is null or finalised_on >= $7) and ($8::date is null or finalised_on <= $8) and {Emits("$9", Slots.PostColumns)} and {Emits("$10", Slots.DepartmentColumns)}";

    /// <summary>
    /// On <c>space_projects</c>: what of a project's total lies in the posts, or in the departments, that are asked for; null without,
    /// and with both, because only sums by one or the other are kept.
    /// </summary>
    internal static readonly string PartUg = $"case when $10::int[] is null then {Part("$9", Slots.PostColumns)} when $9::int[] is null then {Part("$10", Slots.DepartmentColumns)} end";

    /// <summary>On <c>space_sums</c>: everything but dates, posts and departments.</summary>
    internal const string WhereSums = WhereBoth + " and ($3 or is_measured)";

    /// <summary>
    /// Which assessment feeds the figures: the one asked for; with none or both asked for, the final one if it exists
    /// else the provisional one.
    /// </summary>
    internal string Basis => Assessments.Count == 1 ? Assessments[0] : "effective";

    internal object?[] Arguments(OrganisationId organisationId) =>
    [
        organisationId,
        Basis,
        Assessments.Count != 2,
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Uuid, Tags.Count == 0 ? null : Tags.Select(t => t.Id).ToArray()),
        SqlStatement.Typed(NpgsqlDbType.Boolean, Statuses.Count == 1 ? Statuses[0] == "closed" : null),
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Text, Genres.Count == 0 ? null : Genres.ToArray()),
        SqlStatement.Typed(NpgsqlDbType.Date, From),
        SqlStatement.Typed(NpgsqlDbType.Date, To),
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Integer, Posts.Count == 0 ? null : Slots.Places(Slots.Posts, Posts)),
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Integer, Departments.Count == 0 ? null : Slots.Places(Slots.Departments, Departments)),
    ];

    private static string Emits(string places, IEnumerable<string> columns)
        => $"({places}::int[] is null or exists (select 1 from unnest({places}::int[]) as place where (array[{string.Join(", ", columns)}])[place] <> 0))";

    private static string Part(string places, IEnumerable<string> columns)
        => $"(select sum((array[{string.Join(", ", columns)}])[place]) from unnest({places}::int[]) as place)";

    // ----- words

    /// <summary>The filters in words, in the order of the page.</summary>
    internal IReadOnlyList<(string Field, string Value, Text Words)> InWords()
    {
        var words = new List<(string, string, Text)>();
        words.AddRange(Tags.Select(t => (FilterQuery.TagField, t.Id.ToString(), Text.Same(t.Name))));
        words.AddRange(Statuses.Select(s => (FilterQuery.StatusField, s, Terms.Status(s == "closed"))));
        words.AddRange(Assessments.Select(a => (FilterQuery.AssessmentField, a, Terms.Assessment(a))));
        words.AddRange(Genres.Select(g => (FilterQuery.GenreField, g, Terms.Genre(g))));
        words.AddRange(Posts.Select(p => (FilterQuery.PostField, p, Terms.InPost(p))));
        words.AddRange(Departments.Select(d => (FilterQuery.DepartmentField, d, Terms.InDepartment(d))));
        if (From is { } from)
        {
            words.Add((FilterQuery.FromField, Format.Iso(from), new($"Finalisés depuis le {Format.Date(from, Languages.French)}", $"Finalised since {Format.Date(from, Languages.English)}")));
        }

        if (To is { } to)
        {
            words.Add((FilterQuery.ToField, Format.Iso(to), new($"Finalisés jusqu’au {Format.Date(to, Languages.French)}", $"Finalised until {Format.Date(to, Languages.English)}")));
        }

        return words;
    }

    private static List<T> Known<T>(string[]? values, Func<string, T?> find, List<RuleBrokenException> problems)
        where T : class
    {
        var known = new List<T>();
        foreach (var value in (values ?? []).Where(v => !string.IsNullOrEmpty(v)).Distinct(StringComparer.Ordinal))
        {
            if (find(value) is { } found)
            {
                known.Add(found);
            }
            else
            {
                problems.Add(Problem("filter.unknown-value", new Text(
                    $"« {Shown(value)} » n’est pas une valeur de ce filtre",
                    $"“{Shown(value)}” is not a value of this filter")));
            }
        }

        return known;
    }

    private static DateOnly? Day(string? value, bool isPage, List<RuleBrokenException> problems)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (DateOnly.TryParseExact(value.Trim(), isPage ? ["yyyy-MM-dd", "dd/MM/yyyy"] : ["yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        problems.Add(Problem("filter.date", new Text(
            $"« {Shown(value)} » n’est pas une date qui existe{(isPage ? "" : ", écrite année-mois-jour (2026-02-28)")}",
            $"“{Shown(value)}” is not a date that exists{(isPage ? "" : ", written year-month-day (2026-02-28)")}")));
        return null;
    }

    private static string Shown(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private static RuleBrokenException Problem(string code, Text text) => new(code, text);
}
