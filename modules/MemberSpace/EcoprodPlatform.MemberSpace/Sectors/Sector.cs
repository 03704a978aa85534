namespace EcoprodPlatform.MemberSpace.Sectors;

/// <summary>What a structure is told of the genres of its projects on the whole platform.</summary>
internal sealed class Sector(ModuleLog<MemberSpaceModule> log)
{
    private const string Figures = """
        select f.genre, f.measure, f.computed_at, f.projects, f.first_quartile, f.median, f.third_quartile,
          f.projects - coalesce(s.projects, 0), f.owners - coalesce(s.owners, 0)
        from sector_figures f left join sector_shares s on s.organisation_id = $1 and s.genre = f.genre and s.measure = f.measure
        """;

    /// <summary>The genres; empty until the first night.</summary>
    public async Task<SectorView> ReadAsync(OrganisationId organisation, CancellationToken ct)
    {
        var rows = await log.ListAsync(Figures, Row.Of, ct, organisation);
        return new SectorView(
            rows.Count == 0 ? null : rows[0].ComputedAt,
            rows.GroupBy(r => r.Genre, StringComparer.Ordinal).ToDictionary(
                g => g.Key,
                g => new SectorPart(Figure(g, "total"), Figure(g, "minute"), Figure(g, "euro")),
                StringComparer.Ordinal));

        static SectorFigure? Figure(IEnumerable<Row> ofGenre, string measure) => ofGenre.FirstOrDefault(r => r.Measure == measure)?.Shown;
    }

    private sealed record Row(string Genre, string Measure, DateTimeOffset ComputedAt, long Projects, decimal FirstQuartile, decimal Median, decimal ThirdQuartile, SectorOthers Others)
    {
        public SectorFigure? Shown => !Others.AreEnough ? null : Others.FillQuarters ? new(Projects, Median, FirstQuartile, ThirdQuartile) : new(Projects, Median, null, null);

        public static Row Of(NpgsqlDataReader r) => new(
            r.GetString(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.GetInt64(3), r.GetDecimal(4), r.GetDecimal(5), r.GetDecimal(6), new SectorOthers(r.GetInt64(7), r.GetInt64(8)));
    }
}

/// <summary>
/// The projects of a figure that the structure has never seen, and at least how many owned them: an owner of one that it knows and one that it does
/// not is not counted. With fewer than these a figure would say something of somebody.
/// </summary>
internal sealed record SectorOthers(long Projects, long Owners)
{
    public const int FewestProjects = 5;

    public const int FewestOwners = 3;

    public bool AreEnough => Projects >= FewestProjects && Owners >= FewestOwners;

    /// <summary>A quarter of the projects is again no fewer than what a median needs.</summary>
    public bool FillQuarters => AreEnough && Projects >= 4 * FewestProjects;
}

/// <param name="ComputedAt">Null until the first night.</param>
internal sealed record SectorView(DateTimeOffset? ComputedAt, IReadOnlyDictionary<string, SectorPart> Genres);

/// <summary>
/// One genre over all projects of the platform that have an assessment, whatever the filters. What rests on fewer than 5 projects of at least 3 owners
/// that the structure has never seen is null.
/// </summary>
/// <param name="Total">Kilograms of CO2e.</param>
/// <param name="PerMinute">Kilograms per minute of the work, over the projects where it is known.</param>
/// <param name="PerEuro">Kilograms per euro of budget, over the projects where it is known.</param>
public sealed record SectorPart(SectorFigure? Total, SectorFigure? PerMinute, SectorFigure? PerEuro)
{
    internal static SectorPart Nothing { get; } = new(null, null, null);
}

/// <summary>Rounded to two digits.</summary>
/// <param name="Projects">On how many projects it rests, those of the structure among them.</param>
/// <param name="FirstQuartile">Null where a quarter would be fewer than 5 projects; so is the other.</param>
public sealed record SectorFigure(long Projects, decimal Median, decimal? FirstQuartile, decimal? ThirdQuartile);
