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

    /// <summary>Codes of budget brackets (<see cref="Brackets.Budgets"/>).</summary>
    public IReadOnlyList<string> Budgets { get; private init; } = [];

    /// <summary>Codes of duration brackets (<see cref="Brackets.Durations"/>).</summary>
    public IReadOnlyList<string> Durations { get; private init; } = [];

    /// <summary>Shooting typologies, of which a project has one; <see cref="Brackets.NotStated"/> for one without any.</summary>
    public IReadOnlyList<string> Typologies { get; private init; } = [];

    public DateOnly? From { get; private init; }

    public DateOnly? To { get; private init; }

    /// <summary>Values that mean nothing here, each as a sentence without its end: pages say so and go on without them, the API refuses them.</summary>
    public IReadOnlyList<RuleBrokenException> Problems { get; private init; } = [];

    /// <summary>Projects without a finalisation date are left out, and counted (T6).</summary>
    public bool HasDates => From is not null || To is not null;

    public bool IsEmpty => !HasDates && Tags.Count + Statuses.Count + Assessments.Count + Genres.Count + Posts.Count + Departments.Count + Budgets.Count + Durations.Count + Typologies.Count == 0;

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
            Budgets = [.. Known(query.Budget, v => Brackets.Budgets.Codes.Contains(v, StringComparer.Ordinal) ? v : null, problems)],
            Durations = [.. Known(query.Duration, v => Brackets.Durations.Codes.Contains(v, StringComparer.Ordinal) ? v : null, problems)],
            Typologies = [.. Known(query.Typology, v => v == Brackets.NotStated ? v : ShootingTypologies.Find(v)?.Code, problems)],
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

    // ----- in memory

    /// <summary>What the filters leave out because something is not known of it, and why; each project once for each reason.</summary>
    internal IReadOnlyList<Exclusion> Exclusions(IReadOnlyCollection<SpaceProject> all)
    {
        var found = new List<Exclusion>();
        Count(Exclusion.Undated, HasDates, WithoutDates() with { Statuses = ["open"] }, Statuses is not ["closed"]);
        foreach (var missing in new[] { Brackets.OtherCurrency, Brackets.NotStated })
        {
            Count(missing == Brackets.OtherCurrency ? Exclusion.OtherCurrency : Exclusion.NoBudget, Budgets.Count > 0, this with { Budgets = [missing] }, !Budgets.Contains(missing, StringComparer.Ordinal));
        }

        Count(Exclusion.NoDuration, Durations.Count > 0, this with { Durations = [Brackets.NotStated] }, !Durations.Contains(Brackets.NotStated, StringComparer.Ordinal));
        Count(Exclusion.NoTypology, Typologies.Count > 0, this with { Typologies = [Brackets.NotStated] }, !Typologies.Contains(Brackets.NotStated, StringComparer.Ordinal));
        return found;

        void Count(string reason, bool isAsked, SpaceFilter instead, bool isLeftOut)
        {
            if (isAsked && isLeftOut && all.LongCount(instead.Passes) is > 0 and var projects)
            {
                found.Add(new Exclusion(reason, projects));
            }
        }
    }

    /// <summary>The project is one of those asked for: the same as <see cref="Where"/> says in SQL.</summary>
    internal bool Passes(SpaceProject project)
    {
        var counted = project.Counted(Basis);
        return project.IsIn(Basis) && (Assessments.Count != 2 || counted is not null)
            && (Tags.Count == 0 || Tags.Any(t => Array.IndexOf(project.Tags, t.Id) >= 0))
            && (From is null || project.FinalisedOn >= From) && (To is null || project.FinalisedOn <= To)
            && (Statuses.Count != 1 || project.IsClosed == (Statuses[0] == "closed"))
            && (Genres.Count == 0 || Genres.Contains(project.Genre, StringComparer.Ordinal))
            && (Budgets.Count == 0 || Budgets.Contains(project.BudgetBracket, StringComparer.Ordinal))
            && (Durations.Count == 0 || Durations.Contains(project.DurationBracket, StringComparer.Ordinal))
            && (Typologies.Count == 0 || Typologies.Any(t => t == Brackets.NotStated ? project.Typologies.Length == 0 : Array.IndexOf(project.Typologies, t) >= 0))
            && (Posts.Count == 0 || Emits(counted, Posts, Slots.Posts, 0))
            && (Departments.Count == 0 || Emits(counted, Departments, Slots.Departments, Slots.Posts.Count));
    }

    private static bool Emits(MeasuredSums? counted, IReadOnlyList<string> codes, IReadOnlyList<string> places, int first)
    {
        if (counted is null)
        {
            return false;
        }

        for (var i = 0; i < places.Count; i++)
        {
            if (counted.Places[first + i].Value != 0 && codes.Contains(places[i], StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // ----- SQL: $1 to $13, in this order

    /// <summary>On <c>space_projects</c>.</summary>
    internal static readonly string Where = $"organisation_id = $1 and basis = $2 and ($4::uuid[] is null or tags && $4) and ($5::boolean is null or is_closed = $5) and ($6::text[] is null or genre = any($6)) and ($11::text[] is null or budget_bracket = any($11)) and ($12::text[] is null or duration_bracket = any($12)) and ($13::text[] is null or typologies && $13 or ('{Brackets.NotStated}' = any($13) and cardinality(typologies) = 0)) and ($3 or total_ug is not null) and ($7::date is null or finalised_on >= $7) and ($8::date is null or finalised_on <= $8) and {Emits("$9", Slots.PostColumns)} and {Emits("$10", Slots.DepartmentColumns)}";

    /// <summary>
    /// On <c>space_projects</c>: what of a project's total lies in the posts, or in the departments, that are asked for; null without,
    /// and with both, because only sums by one or the other are kept.
    /// </summary>
    internal static readonly string PartUg = $"case when $10::int[] is null then {Part("$9", Slots.PostColumns)} when $9::int[] is null then {Part("$10", Slots.DepartmentColumns)} end";

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
        Codes(Genres),
        SqlStatement.Typed(NpgsqlDbType.Date, From),
        SqlStatement.Typed(NpgsqlDbType.Date, To),
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Integer, Posts.Count == 0 ? null : Slots.Places(Slots.Posts, Posts)),
        SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Integer, Departments.Count == 0 ? null : Slots.Places(Slots.Departments, Departments)),
        Codes(Budgets),
        Codes(Durations),
        Codes(Typologies),
    ];

    private static NpgsqlParameter Codes(IReadOnlyList<string> codes) => SqlStatement.Typed(NpgsqlDbType.Array | NpgsqlDbType.Text, codes.Count == 0 ? null : codes.ToArray());

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
        words.AddRange(Budgets.Select(b => (FilterQuery.BudgetField, b, Terms.InBudget(b))));
        words.AddRange(Durations.Select(d => (FilterQuery.DurationField, d, Terms.InDuration(d))));
        words.AddRange(Typologies.Select(t => (FilterQuery.TypologyField, t, t == Brackets.NotStated ? new Text("Sans typologie de tournage", "Without a shooting typology") : Terms.Typology(t))));
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
