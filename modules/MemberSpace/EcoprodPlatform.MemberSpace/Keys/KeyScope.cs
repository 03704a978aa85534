namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>What a key may read. There is none that writes.</summary>
/// <param name="Code">As programs and the log know it (<c>read:lines</c>).</param>
/// <param name="Name">In words.</param>
public sealed record KeyScope(string Code, Text Name)
{
    public static readonly KeyScope Dashboard = new("read:dashboard", new("Tableau de bord", "Dashboard"));

    public static readonly KeyScope Projects = new("read:projects", new("Projets et bilans", "Projects and footprints"));

    public static readonly KeyScope Lines = new("read:lines", new("Lignes avec formules", "Lines with formulas"));

    public static IReadOnlyList<KeyScope> All { get; } = [Dashboard, Projects, Lines];

    /// <summary>The authorization policy of the endpoints it opens.</summary>
    internal string Policy => $"member-space:{Code}";

    public static KeyScope? Find(string? code) => All.FirstOrDefault(s => s.Code == code);
}
