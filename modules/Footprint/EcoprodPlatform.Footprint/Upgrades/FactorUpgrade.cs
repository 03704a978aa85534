namespace EcoprodPlatform.Footprint.Upgrades;

/// <summary>What another version of the catalogue, or of the project's own factors, would change in an assessment, line by line. Nothing changes before somebody says so.</summary>
/// <param name="Version">The current version of the catalogue.</param>
/// <param name="Lines">The lines with an older version of their factor, the largest change first.</param>
public sealed record FactorUpgrade(int Version, IReadOnlyList<LineUpgrade> Lines)
{
    /// <summary>Lines whose mass changes.</summary>
    public IReadOnlyList<LineUpgrade> Changed => [.. Lines.Where(l => l.Difference != 0)];

    /// <summary>Lines that keep the factor they have, because the current catalogue offers none in its place.</summary>
    public IReadOnlyList<LineUpgrade> Held => [.. Lines.Where(l => l.To is null)];

    /// <summary>Lines that would take the factor of the current catalogue, with another value or the same.</summary>
    public int Taken => Lines.Count(l => l.To is not null);

    /// <summary>Kilograms by which the total would change, exact.</summary>
    public decimal Difference => Lines.Sum(l => l.Difference);

    internal static FactorUpgrade Of(int version, IEnumerable<ActivityLine> lines, IReadOnlyDictionary<string, Factor> current)
    {
        return new FactorUpgrade(
            version,
            [.. lines.Where(l => l.Factor.CatalogueVersion != VersionOf(l)).Select(l => LineUpgrade.Of(l, current.GetValueOrDefault(l.Factor.Code)))
                .OrderByDescending(l => Math.Abs(l.Difference)).ThenBy(l => l.Line.Id)]);

        // A project's own factor has versions of its own.
        int VersionOf(ActivityLine line) => OwnFactor.Is(line.Factor.Code) && current.TryGetValue(line.Factor.Code, out var own) ? own.CatalogueVersion : version;
    }
}

/// <summary>One line, with the factor it would take.</summary>
/// <param name="To">The factor of the current catalogue; null where it cannot take it.</param>
/// <param name="Held">Why not.</param>
public sealed record LineUpgrade(ActivityLine Line, LineFactor? To, Text? Held)
{
    /// <summary>Kilograms, exact.</summary>
    public decimal Difference => To is null ? 0 : (Line.Quantity * To.Value) - Line.Emission.Kilograms;

    internal static LineUpgrade Of(ActivityLine line, Factor? current) => current switch
    {
        null => new(line, null, new("le catalogue n’a plus ce facteur", "the catalogue no longer has this factor")),
        { Barrier: { } barrier } => new(line, null, barrier.Explain()),
        { QuantityUnit: null } => new(line, null, FactorBarrier.NotAnEmission.Explain()),
        _ when current.QuantityUnit != line.Factor.Unit => new(line, null, new(
            $"il se compte maintenant en {QuantityUnits.NameOf(current.QuantityUnit).Fr}", $"it is now counted in {QuantityUnits.NameOf(current.QuantityUnit).En}")),
        _ when line.Quantity * current.Value > LineRules.GreatestKilograms => new(line, null, new("la ligne deviendrait trop grande pour être vraie", "the line would become too large to be true")),
        _ => new(line, new LineFactor(current.Code, current.CatalogueVersion, current.Value, current.QuantityUnit), null),
    };
}
