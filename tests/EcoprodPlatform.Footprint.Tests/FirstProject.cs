using System.Globalization;
using System.Text.Json;
using EcoprodPlatform.Footprint.Factors;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The seed's screenshot project with its 19 lines and the exact results expected of them.</summary>
internal static class FirstProject
{
    private static readonly JsonElement Root = Read();

    private static readonly FactorFile Catalogue = FactorFile.Embedded();

    public static IReadOnlyList<(LineInput Input, decimal Kg)> Lines { get; } =
    [
        .. Root.GetProperty("assessment").GetProperty("lines").EnumerateArray().Select((l, i) => (
            new LineInput(Text(l, "department"), Text(l, "post"), Text(l, "phase"), Text(l, "factor"), Number(l, "quantity"), Text(l, "unit"), Text(l, "label")),
            decimal.Parse(Root.GetProperty("expected").GetProperty("lines")[i].GetString()!, CultureInfo.InvariantCulture))),
    ];

    /// <summary>The lines as the program that sends them writes them.</summary>
    public static string LinesJson => Root.GetProperty("assessment").GetProperty("lines").GetRawText();

    public static decimal TotalKg => Number(Root.GetProperty("expected"), "totalKgCo2e");

    public static decimal KgPerMinute => Number(Root.GetProperty("expected"), "kgPerMinute");

    public static decimal KgPerEuro => Number(Root.GetProperty("expected"), "kgPerEuro");

    /// <param name="name">byDepartment, byPost, byPhase.</param>
    public static Dictionary<string, decimal> Margin(string name)
        => Root.GetProperty("expected").GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => decimal.Parse(p.Value.GetString()!, CultureInfo.InvariantCulture));

    public static Factor? Factor(string? code) => Catalogue.Facts.FirstOrDefault(f => f.Code == code) is { } fact ? fact with { CatalogueVersion = 1 } : null;

    /// <summary>The lines as the domain reads them, with ids 1, 2, 3…</summary>
    public static IReadOnlyList<ActivityLine> Activity { get; } =
        [.. Lines.Select((l, i) => LineRules.Demand(new LineId(Id(i + 1)), l.Input, Factor(l.Input.Factor)))];

    public static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement line, string name) => decimal.Parse(Text(line, name), CultureInfo.InvariantCulture);

    private static JsonElement Read()
    {
        using var stream = typeof(FirstProject).Assembly.GetManifestResourceStream("first-project.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
