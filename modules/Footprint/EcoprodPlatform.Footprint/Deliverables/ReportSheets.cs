using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>The three sheets of the workbook. They are made of what was read already, so no column sorts.</summary>
internal static class ReportSheets
{
    private static readonly Columns<SummaryRow> Summary = new(
        ties: "",
        new("what", new("Élément", "Item"), r => r.What),
        new("value", new("Valeur", "Value"), r => r.Value),
        new("unit", new("Unité", "Unit"), r => r.Unit),
        new("note", new("Précision", "Note"), r => r.Note));

    public static IReadOnlyList<XlsxSheet> Of(AssessmentReport report) =>
    [
        Summary.Sheet(new("Synthèse", "Summary"), SummaryRow.Of(report)),
        Lines(report).Sheet(new("Lignes", "Lines"), report.Lines),
        Factors(report).Sheet(new("Facteurs", "Factors"), report.Factors),
    ];

    private static Columns<SheetLine> Lines(AssessmentReport report)
    {
        Interval? IntervalOf(SheetLine l) => LineUncertainty.Of(l.Line, report.SourceOf(l.Line.Factor));
        return new Columns<SheetLine>(
            ties: "",
            new("name", new("Libellé ou question", "Label or question"), l => report.NameOf(l.Line)),
            new("department", FootprintWords.Department, l => NameOf(Departments.Find(l.Line.Department), l.Line.Department)),
            new("post", FootprintWords.Post, l => NameOf(EmissionPosts.Find(l.Line.Post), l.Line.Post)),
            new("phase", FootprintWords.Phase, l => NameOf(Phases.Find(l.Line.Phase), l.Line.Phase)),
            new("factor", new("Facteur (code)", "Factor (code)"), l => l.Line.Factor.Code),
            new("factorName", FootprintWords.Factor, l => report.SourceOf(l.Line.Factor)?.Name),
            new("quantity", FootprintWords.Quantity, l => l.Line.Quantity),
            new("unit", new("Unité", "Unit"), l => QuantityUnits.NameOf(l.Line.Factor.Unit)),
            new("factorValue", new("Valeur du facteur (kgCO2e par unité)", "Value of the factor (kgCO2e per unit)"), l => l.Line.Factor.Value),
            new("kgCo2e", Text.Same("kgCO2e"), l => l.Line.Emission.Kilograms),
            new("dataStatus", FootprintWords.Status, l => l.Line.KnownStatus?.Name()),
            new("low", new("Intervalle à 95 %, de (kgCO2e)", "95% interval, from (kgCO2e)"), l => IntervalOf(l)?.Low.Kilograms),
            new("high", new("Intervalle à 95 %, à (kgCO2e)", "95% interval, to (kgCO2e)"), l => IntervalOf(l)?.High.Kilograms),
            new("evidence", new("Justificatifs", "Pieces of evidence"), l => l.Evidence));
    }

    private static Columns<LineFactor> Factors(AssessmentReport report) => new(
        ties: "",
        new("code", new("Code", "Code"), f => f.Code),
        new("name", new("Nom", "Name"), f => report.SourceOf(f)?.Name),
        new("value", new("Valeur (kgCO2e par unité)", "Value (kgCO2e per unit)"), f => f.Value),
        new("unit", new("Unité", "Unit"), f => QuantityUnits.NameOf(f.Unit)),
        new("source", new("Source", "Source"), f => report.SourceOf(f)?.Source),
        new("reference", new("Référence", "Reference"), f => report.SourceOf(f)?.Reference is { Fr.Length: > 0 } reference ? reference : null),
        new("year", new("Année", "Year"), f => report.SourceOf(f)?.ValidYear),
        new("place", new("Lieu", "Place"), f => report.SourceOf(f) is { } source ? Places.NameOf(source.Geography) : null),
        new("perimeter", new("Ce qu’il compte", "What it counts"), f => (report.SourceOf(f)?.Perimeter ?? Perimeter.Unknown).Name),
        new("fossil", FootprintWords.Fossil, f => (report.SourceOf(f)?.Fossil ?? FossilUse.NotSaid).Name()),
        new("mark", new("Réserve", "Reservation"), f => report.SourceOf(f)?.Mark?.Name()),
        new("catalogue", new("Version du catalogue, ou du facteur du projet", "Version of the catalogue, or of the project’s own factor"), f => f.CatalogueVersion));

    private static Text NameOf(Term? term, string code) => term is null ? Text.Same(code) : new(term.Fr, term.En);
}
