namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>One row of the summary: what, how much, of which unit, and what is to be said of it.</summary>
/// <param name="Value">A number, a day, a text or yes and no; null where it cannot be computed, with the reason in <paramref name="Note"/>.</param>
internal sealed record SummaryRow(Text What, object? Value, Text? Unit = null, Text? Note = null)
{
    private static readonly Text Kilogram = Text.Same("kgCO2e");

    public static IReadOnlyList<SummaryRow> Of(AssessmentReport report)
    {
        var measured = report.Measured;
        return
        [
            new(new("Projet", "Project"), report.Project.Title),
            new(new("Genre", "Genre"), report.Genre),
            new(new("Bilan", "Assessment"), report.Name),
            new(new("Projet clôturé", "Project closed"), report.IsFinal, null, report.State),
            new(new("Date", "Date"), report.Day),
            new(new("Total", "Total"), decimal.Round(report.Total.Tonnes, 2, MidpointRounding.AwayFromZero), Text.Same("tCO2e"), new("arrondi", "rounded")),
            new(new("Total exact", "Exact total"), report.Total.Kilograms, Kilogram, new($"somme des {measured.Result.Lines} lignes, sans arrondi", $"sum of the {measured.Result.Lines} lines, without rounding")),
            .. Interval(measured.Interval),
            new(new("Part calculée d’après des dépenses (ratios monétaires)", "Share from expenses (monetary ratios)"), Percent(StatusShares.MonetaryOf(measured.ByStatus)), Text.Same("%")),
            new(new("Part d’énergie fossile brûlée", "Share of fossil fuel burnt"), Percent(FossilShares.Of(measured.ByFossil, FossilUse.Burnt)), Text.Same("%"), FossilShares.Sentence(measured.ByFossil)),
            new(new("Par minute", "Per minute"), measured.PerMinute.Kilograms, Text.Same("kgCO2e/min"), measured.PerMinute.Explanation),
            new(new("Par euro de budget", "Per euro of budget"), measured.PerEuro.Kilograms, Text.Same("kgCO2e/€"), measured.PerEuro.Explanation),
            .. Margin(FootprintWords.Department, Departments.All, measured.Result.ByDepartment),
            .. Margin(FootprintWords.Post, EmissionPosts.All, measured.Result.ByPost),
            .. Margin(FootprintWords.Phase, Phases.All, measured.Result.ByPhase),
            .. Margin(FootprintWords.Status, StatusShares.Terms, measured.ByStatus),
            .. Margin(FootprintWords.Fossil, FossilUses.Terms, measured.ByFossil),
            new(new("Périmètre", "Perimeter"), FootprintWords.Perimeter),
            new(new("Versions du catalogue de facteurs", "Versions of the factor catalogue"), report.Catalogues),
            .. measured.Own == 0 ? (SummaryRow[])[] : [new(new("Lignes à facteur du projet", "Lines with a factor of the project’s own"), measured.Own, null, new("leurs sources sont dans la feuille Facteurs", "their sources are in the sheet Factors"))],
            .. report.Measured.Sheet.Fingerprint is { } fingerprint ? (SummaryRow[])[new(new("Empreinte (SHA-256)", "Fingerprint (SHA-256)"), fingerprint, null, report.Measured.Sheet.Seal is null ? null : new("scellée à la clôture", "sealed at the closing"))] : [],
            .. report.Gaps.Select(gap => new SummaryRow(new("À savoir", "Please note"), gap)),
        ];
    }

    private static decimal? Percent(decimal? share) => share is { } there ? decimal.Round(there * 100m, 2, MidpointRounding.AwayFromZero) : null;

    private static IEnumerable<SummaryRow> Interval(Interval? interval) => interval is null ? [] :
    [
        new(new("Intervalle à 95 %, de", "95% interval, from"), interval.Low.Kilograms, Kilogram, interval.Class.Name()),
        new(new("Intervalle à 95 %, à", "95% interval, to"), interval.High.Kilograms, Kilogram, interval.Class.Name()),
    ];

    private static IEnumerable<SummaryRow> Margin(Text of, IReadOnlyList<Term> terms, IReadOnlyList<Share> shares) => shares.Select(share =>
    {
        var name = terms.First(t => t.Code == share.Code);
        return new SummaryRow(new($"{of.Fr} : {name.Fr}", $"{of.En}: {name.En}"), share.Emission.Kilograms, Kilogram);
    });
}
