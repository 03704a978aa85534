using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Entry;

/// <summary>The entry sheet, written and read: a column of lines is told once.</summary>
internal static class EntryColumns
{
    public static readonly Text LinesName = new("Lignes", "Lines");

    /// <summary>Columns of the sheet of lines: the field of a line, and its head.</summary>
    public static readonly IReadOnlyList<(string Field, Text Head)> All =
    [
        (LineFields.Label, FootprintWords.Label),
        (LineFields.Factor, new("Facteur (code)", "Factor (code)")),
        (LineFields.Quantity, FootprintWords.Quantity),
        (LineFields.Unit, new("Unité", "Unit")),
        (LineFields.Department, FootprintWords.Department),
        (LineFields.Post, FootprintWords.Post),
        (LineFields.Phase, FootprintWords.Phase),
        (LineFields.Status, FootprintWords.Status),
        (Id, new("Identifiant (ne pas modifier)", "Id (do not change)")),
    ];

    /// <summary>The line that a row is; empty for a new one.</summary>
    public const string Id = "id";

    private static readonly Columns<ActivityLine> Lines = new(ties: "", [.. All.Select(c => new Column<ActivityLine>(c.Field, c.Head, l => ValueOf(c.Field, l)))]);

    private static readonly Columns<Factor> Factors = new(
        ties: "",
        new("code", new("Code", "Code"), f => f.Code),
        new("name", new("Nom", "Name"), f => f.Name),
        new("unit", new("Unité", "Unit"), f => QuantityUnits.NameOf(f.QuantityUnit!)),
        new("value", new("Valeur (kgCO2e par unité)", "Value (kgCO2e per unit)"), f => f.Value),
        new("category", new("Famille", "Family"), f => new Text(FactorCategories.Of(f.Category).Fr, FactorCategories.Of(f.Category).En)),
        new("place", new("Lieu", "Place"), f => Places.NameOf(f.Geography)),
        new("year", new("Année", "Year"), f => f.ValidYear),
        new("perimeter", new("Ce qu’il compte", "What it counts"), f => f.Perimeter.Name));

    private static readonly Columns<int> Lists = new(
        ties: "",
        ListOf(LineFields.Department, FootprintWords.Department, Departments.All),
        ListOf(LineFields.Post, FootprintWords.Post, EmissionPosts.All),
        ListOf(LineFields.Phase, FootprintWords.Phase, Phases.All),
        ListOf(LineFields.Status, FootprintWords.Status, DataStatuses.Terms));

    /// <summary>Lines to edit and to add to, the factors they may use, and the words they may have.</summary>
    public static IReadOnlyList<XlsxSheet> Sheets(IEnumerable<ActivityLine> lines, IEnumerable<Factor> factors) =>
    [
        Lines.Sheet(LinesName, lines),
        Factors.Sheet(new("Facteurs", "Factors"), factors),
        Lists.Sheet(new("Listes", "Lists"), Enumerable.Range(0, EmissionPosts.All.Count)),
    ];

    private static Column<int> ListOf(string field, Text head, IReadOnlyList<Term> terms)
        => new(field, head, at => at < terms.Count ? new Text(terms[at].Fr, terms[at].En) : null);

    private static object? ValueOf(string field, ActivityLine line) => field switch
    {
        LineFields.Label => line.Label,
        LineFields.Factor => line.Factor.Code,
        LineFields.Quantity => line.Quantity,
        LineFields.Unit => QuantityUnits.NameOf(line.Factor.Unit),
        LineFields.Department => TermNames.NameOf(Departments.All, line.Department),
        LineFields.Post => TermNames.NameOf(EmissionPosts.All, line.Post),
        LineFields.Phase => TermNames.NameOf(Phases.All, line.Phase),
        LineFields.Status => line.KnownStatus?.Name(),
        Id => line.Id.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };
}
