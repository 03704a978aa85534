using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Projects.Contracts;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>
/// What spaces must show, by the plainest reading of the rules: every message that ever arrived is kept, and each question goes through all of
/// them. It shares no code with the module, not even its brackets.
/// </summary>
internal sealed class NaiveSpaces
{
    private static readonly decimal[] BudgetBounds = [0, 50_000, 150_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000];

    private static readonly decimal[] MinuteBounds = [0, 7, 26, 60, 120, 600];

    private readonly List<object> _arrived = [];

    private readonly HashSet<(Guid Project, Guid Tag, long Version)> _detached = [];

    private readonly Dictionary<(string Currency, DateOnly From), decimal> _rates = [];

    public void Arrive(object message)
    {
        // What comes after the deletion, or was there before it, is nothing.
        if (!IsDeleted(ProjectOf(message)))
        {
            _arrived.Add(message);
        }
    }

    public void Detach(Guid project, Guid tag) => _detached.Add((project, tag, NewestTag(project, tag)!.Value.Version));

    public void Give(string currency, DateOnly from, decimal euros) => _rates[(currency, from)] = euros;

    public void Withdraw(string currency, DateOnly from) => _rates.Remove((currency, from));

    public IReadOnlyList<(string Currency, DateOnly From)> Rates => [.. _rates.Keys];

    /// <summary>Tags of the structure that show the project to it.</summary>
    public Guid[] TagsOn(Guid project, TestSpace space)
        => [.. space.Tags.Select(t => t.Value).Where(t => NewestTag(project, t) is { IsOn: true } n && !_detached.Contains((project, t, n.Version)))];

    public IReadOnlyList<Project> Of(TestSpace space, IEnumerable<Guid> projects) => [.. projects.Select(p => ShownIn(space, p)).Where(p => p is not null).Select(p => p!)];

    private Project? ShownIn(TestSpace space, Guid id)
    {
        var tags = TagsOn(id, space);
        var told = _arrived.OfType<ProjectDescribedV1>().Where(d => d.ProjectId == id).MaxBy(d => d.ProjectVersion);
        if (IsDeleted(id) || tags.Length == 0 || told is null || told.IsExercise)
        {
            return null;
        }

        var day = told.StartDate ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(told.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).DateTime);
        decimal? rate = told.Currency == "EUR"
            ? 1m
            : _rates.Where(r => r.Key.Currency == told.Currency && r.Key.From <= day).OrderByDescending(r => r.Key.From).Select(r => (decimal?)r.Value).FirstOrDefault();
        decimal? euros = told.Budget >= 0.01m && rate is { } r1 ? Math.Round(told.Budget.Value * r1, 6, MidpointRounding.AwayFromZero) : null;
        decimal? minutes = told.DurationSeconds > 0 ? Math.Round((decimal)told.DurationSeconds.Value * told.Episodes / 60m, 6, MidpointRounding.AwayFromZero) : null;
        return new Project(
            id, told.Title, told.EditorialGenre, told.ShootingTypologies, tags, told.FinalisedOn,
            euros, told.Currency != "EUR" && euros is not null,
            euros is { } e ? Bracket(e, BudgetBounds) : told.Budget > 0 && rate is null ? "other-currency" : "not-stated",
            minutes, minutes is { } m ? Bracket(m, MinuteBounds) : "not-stated",
            AssessmentOf(id, "provisional"), AssessmentOf(id, "final"));
    }

    private Assessment? AssessmentOf(Guid project, string kind)
    {
        var told = _arrived.OfType<AssessmentMeasuredV1>().Where(m => m.ProjectId == project && m.Kind == kind).MaxBy(m => m.AssessmentVersion);
        if (told is null || told.Lines == 0)
        {
            return null;
        }

        var messages = _arrived.OfType<AssessmentLinesV1>().Where(m => m.ProjectId == project && m.Kind == kind).ToList();
        var lines = messages.SelectMany(m => m.Lines.Select(l => (l.Id, m.AssessmentVersion, Line: (AssessmentLine?)l)).Concat(m.Gone.Select(g => (Id: g, m.AssessmentVersion, Line: (AssessmentLine?)null))))
            .GroupBy(l => l.Id).Select(g => g.MaxBy(l => l.AssessmentVersion).Line).Where(l => l is not null).Select(l => l!).ToList();
        return new Assessment(told.Cells.Sum(c => c.Kg), told.Cells.Select(c => (Known(c.Department, Departments.All.Select(d => d.Code)), Known(c.Post, EmissionPosts.All.Select(p => p.Code)), c.Kg)).ToArray(), lines);
    }

    private (long Version, bool IsOn)? NewestTag(Guid project, Guid tag)
    {
        var all = _arrived.OfType<StructureTaggedV1>().Where(t => t.ProjectId == project && t.TagId == tag).Select(t => (Version: t.ProjectVersion, IsOn: true))
            .Concat(_arrived.OfType<StructureUntaggedV1>().Where(t => t.ProjectId == project && t.TagId == tag).Select(t => (Version: t.ProjectVersion, IsOn: false))).ToList();
        return all.Count == 0 ? null : all.MaxBy(t => t.Version);
    }

    private bool IsDeleted(Guid project) => _arrived.OfType<ProjectDeletedV1>().Any(d => d.ProjectId == project);

    private static Guid ProjectOf(object message) => message switch
    {
        ProjectDescribedV1 m => m.ProjectId,
        AssessmentMeasuredV1 m => m.ProjectId,
        AssessmentLinesV1 m => m.ProjectId,
        StructureTaggedV1 m => m.ProjectId,
        StructureUntaggedV1 m => m.ProjectId,
        ProjectDeletedV1 m => m.ProjectId,
        _ => throw new ArgumentException(message.GetType().Name, nameof(message)),
    };

    private static string Bracket(decimal value, decimal[] bounds) => FormattableString.Invariant($"from-{bounds.Last(b => b <= value)}");

    private static string Known(string code, IEnumerable<string> codes) => codes.Contains(code, StringComparer.Ordinal) ? code : "other";

    /// <summary>A project as a space shows it.</summary>
    internal sealed record Project(
        Guid Id, string Title, string Genre, string[] Typologies, Guid[] Tags, DateOnly? FinalisedOn,
        decimal? Euros, bool IsConverted, string BudgetBracket, decimal? Minutes, string DurationBracket, Assessment? Provisional, Assessment? Final)
    {
        public Assessment? Counted(Filter filter) => filter.Assessments is [var only] ? (only == "final" ? Final : Provisional) : Final ?? Provisional;

        public bool Passes(Filter f) => Passes(f, but: "");

        /// <summary>It passes all filters but one.</summary>
        public bool Passes(Filter f, string but)
        {
            var counted = Counted(f);
            return (f.Assessments.Length == 0 || counted is not null)
                && (f.Tags.Length == 0 || f.Tags.Intersect(Tags).Any())
                && (f.Statuses.Length == 0 || f.Statuses.Contains(FinalisedOn is null ? "open" : "closed"))
                && (f.Genres.Length == 0 || f.Genres.Contains(Genre))
                && (but == "budget" || f.Budgets.Length == 0 || f.Budgets.Contains(BudgetBracket))
                && (but == "duration" || f.Durations.Length == 0 || f.Durations.Contains(DurationBracket))
                && (but == "typology" || f.Typologies.Length == 0 || (Typologies.Length == 0 ? f.Typologies.Contains("not-stated") : f.Typologies.Intersect(Typologies).Any()))
                && (but == "dates" || ((f.From is null || FinalisedOn >= f.From) && (f.To is null || FinalisedOn <= f.To)))
                && (f.Posts.Length == 0 || counted?.Cells.Any(c => c.Kg != 0 && f.Posts.Contains(c.Post)) == true)
                && (f.Departments.Length == 0 || counted?.Cells.Any(c => c.Kg != 0 && f.Departments.Contains(c.Department)) == true);
        }
    }

    internal sealed record Assessment(decimal Kg, (string Department, string Post, decimal Kg)[] Cells, IReadOnlyList<AssessmentLine> Lines);

    /// <summary>The eight filters, and the two of the bars.</summary>
    internal sealed record Filter(
        Guid[] Tags, string[] Statuses, string[] Assessments, string[] Genres, string[] Budgets, string[] Durations, string[] Typologies, DateOnly? From, DateOnly? To, string[] Posts, string[] Departments)
    {
        public bool HasDates => From is not null || To is not null;

        /// <summary>The same for a program and for a person.</summary>
        public string Query(bool isPage) => string.Join('&', new[]
        {
            Each("tag", Tags.Select(t => t.ToString())), Each(isPage ? "statut" : "status", Statuses), Each(isPage ? "bilan" : "assessment", Assessments), Each("genre", Genres), Each("budget", Budgets),
            Each(isPage ? "duree" : "duration", Durations), Each(isPage ? "typologie" : "typology", Typologies),
            Each(isPage ? "du" : "finalisedFrom", Day(From)), Each(isPage ? "au" : "finalisedTo", Day(To)), Each(isPage ? "poste" : "post", Posts), Each(isPage ? "departement" : "department", Departments),
        }.SelectMany(p => p));

        private static IEnumerable<string> Each(string name, IEnumerable<string> values) => values.Select(v => $"{name}={v}");

        private static string[] Day(DateOnly? day) => day is { } d ? [d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)] : [];
    }
}
