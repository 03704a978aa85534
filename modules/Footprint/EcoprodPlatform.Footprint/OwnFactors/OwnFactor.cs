namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>A factor that a project has of its own, with all its versions: lines keep the one they were entered with.</summary>
/// <param name="Versions">The newest first.</param>
/// <param name="IsRetired">No new line takes it.</param>
/// <param name="Lines">Lines of the project that have it, in whatever version; those of scenarios among them.</param>
public sealed record OwnFactor(string Code, ProjectId Project, IReadOnlyList<OwnVersion> Versions, bool IsRetired, int Lines)
{
    /// <summary>Factors of one project: more is a catalogue.</summary>
    public const int Most = 100;

    /// <summary>What their codes begin with, and no code of the catalogue.</summary>
    internal const string Prefix = "own-";

    private const int Digits = 12;

    public OwnVersion Current => Versions[0];

    public int Version => Current.Version;

    public string Name => Current.Stated.Name;

    /// <summary>As lines take it, and as everything that looks factors up finds it.</summary>
    internal Factor Factor => FactorOf(Current);

    /// <summary>Whether a code means a factor of a project, not one of the catalogue.</summary>
    public static bool Is(string code) => code.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A code for a new one: the end of an id, which is its random part.</summary>
    internal static string NewCode(IdSource ids) => CodeOf(ids.NewId().ToString("N"));

    /// <summary>The code that the end of such digits makes.</summary>
    internal static string CodeOf(string hexadecimal) => Prefix + hexadecimal[^Digits..];

    /// <summary>Whether it is one that <see cref="NewCode"/> makes: forms carry it, so that a double click adds one factor.</summary>
    internal static bool IsNewCode(string? code) => code?.Length == Prefix.Length + Digits && Is(code) && code[Prefix.Length..].All(char.IsAsciiHexDigitLower);

    /// <summary>Refuses what was decided on an older version than this.</summary>
    internal void Expect(long seen)
    {
        if (seen != Version)
        {
            throw new ConcurrencyException($"{Code} was changed meanwhile; the caller had seen version {seen}.");
        }
    }

    internal Factor FactorOf(OwnVersion version)
    {
        var stated = version.Stated;
        return new Factor(
            Code, stated.Name, stated.Name, FactorCategories.Own.Code, Factor.UnitOf(stated.Unit), stated.Value!.Value, stated.Value.Value.ToString(CultureInfo.InvariantCulture),
            stated.UncertaintyPercent, stated.Geography, stated.Year, new FactorFinding(stated.Source, stated.Reference, $"[{Provenance.Own}]"))
        {
            CatalogueVersion = version.Version,
            Perimeter = stated.Counts,
            // Said with the source, so that it is said wherever a source is.
            Source = new($"facteur du projet, source : {stated.Source}", $"the project’s own factor, source: {stated.Source}"),
            Reference = Text.Same(stated.Reference),
            Project = Project,
            Post = stated.Post,
            IsRetired = IsRetired,
        };
    }
}

/// <summary>One version of it.</summary>
/// <param name="Version">From 1.</param>
/// <param name="By">Who stated it; Footprint knows no names.</param>
/// <param name="Role">Their part in the project; null when they left it.</param>
public sealed record OwnVersion(int Version, StatedFactor Stated, DateTimeOffset At, Guid By, string? Role = null);
