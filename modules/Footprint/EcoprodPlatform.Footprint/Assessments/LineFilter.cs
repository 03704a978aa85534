namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Which lines a data page shows, from its address; a code that does not exist filters nothing.</summary>
public sealed record LineFilter(string? Department, string? Post, string? Phase)
{
    internal const string DepartmentKey = "departement";
    internal const string PostKey = "poste";
    internal const string PhaseKey = "phase-de";

    public bool IsOn => Department is not null || Post is not null || Phase is not null;

    internal static LineFilter Of(IQueryCollection query) => new(
        Departments.Find(query[DepartmentKey])?.Code, EmissionPosts.Find(query[PostKey])?.Code, Phases.Find(query[PhaseKey])?.Code);

    internal bool Shows(ActivityLine line)
        => (Department is null || line.Department == Department) && (Post is null || line.Post == Post) && (Phase is null || line.Phase == Phase);
}
