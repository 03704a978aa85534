using EcoprodPlatform.Footprint.Reports;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>An assessment with its result, for programs. Masses are kilograms of CO2e, exact JSON numbers: read them as decimals.</summary>
/// <param name="Kind"><c>provisional</c> or <c>final</c>.</param>
/// <param name="Version">For If-Match of a change of the whole; 0 when nobody has touched it.</param>
/// <param name="IsFrozen">The project is closed: this result does not change any more.</param>
/// <param name="TotalKgCo2e">Null when there is no line, which is not a measured zero.</param>
/// <param name="ByDepartment">Departments that have a line; the sum is the total.</param>
/// <param name="ByPost">Emission posts that have a line; the sum is the total.</param>
/// <param name="ByPhase">Phases that have a line; the sum is the total.</param>
/// <param name="ByDataStatus">By how the quantities are known (<c>measured</c>, <c>calculated</c>, <c>estimated</c>, <c>monetary</c>, <c>not-said</c>), where there is a line; the sum is the total.</param>
/// <param name="MonetaryShare">Share of the total that rests on monetary ratios, rounded to 4 decimals; null where there is nothing to share.</param>
/// <param name="ByFossil">By whether a fossil fuel is burnt (<c>fossil</c>, <c>none</c>, <c>not-said</c>), where there is a line; the sum is the total.</param>
/// <param name="FossilShare">Share of the total that rests on fossil fuels burnt, rounded to 4 decimals; the least it can be while <paramref name="FossilNotSaidShare"/> is over 0; null where there is nothing to share.</param>
/// <param name="FossilNotSaidShare">Share of the total of which the sources do not tell it.</param>
/// <param name="Uncertainty">How sure the mass is; null where nothing is counted.</param>
/// <param name="KgPerMinute">Per minute of the work (duration of one episode × episodes), rounded to 6 decimals; null when it cannot be computed.</param>
/// <param name="KgPerMinuteMissing">Why not: <c>no-lines</c>, <c>no-duration</c>.</param>
/// <param name="KgPerEuro">Per euro of the stated budget, rounded to 8 decimals; null when it cannot be computed.</param>
/// <param name="KgPerEuroMissing">Why not: <c>no-lines</c>, <c>no-budget</c>, <c>zero-budget</c>, <c>other-currency</c>.</param>
/// <param name="Fingerprint">SHA-256 of what the total is computed from (docs/method.md); null where there is no line.</param>
/// <param name="Seal">The fingerprint as it was written when the project was closed; null while it is open.</param>
/// <param name="IsBeingRepaired">What was told of the project could not be taken in: the result, or what it is divided by, may be that of before.</param>
internal sealed record AssessmentResource(
    Guid ProjectId,
    string Kind,
    long Version,
    bool IsFrozen,
    DateTimeOffset? ChangedAt,
    decimal? TotalKgCo2e,
    IReadOnlyDictionary<string, decimal> ByDepartment,
    IReadOnlyDictionary<string, decimal> ByPost,
    IReadOnlyDictionary<string, decimal> ByPhase,
    IReadOnlyDictionary<string, decimal> ByDataStatus,
    decimal? MonetaryShare,
    IReadOnlyDictionary<string, decimal> ByFossil,
    decimal? FossilShare,
    decimal? FossilNotSaidShare,
    UncertaintyResource? Uncertainty,
    decimal? KgPerMinute,
    string? KgPerMinuteMissing,
    decimal? KgPerEuro,
    string? KgPerEuroMissing,
    bool IsBeingRepaired,
    string? Fingerprint,
    string? Seal,
    IReadOnlyList<LineResource> Lines)
{
    public static async Task<AssessmentResource> OfAsync(ProjectView project, AssessmentSheet sheet, FactorList factors, CancellationToken ct)
    {
        var result = sheet.Result;
        var perMinute = Intensity.PerMinute(result, project);
        var perEuro = Intensity.PerEuro(result, project);
        var sources = await factors.SourcesAsync(sheet.Lines, ct);
        ActivityLine[] lines = [.. sheet.Lines.Select(l => l.Line)];
        var known = StatusShares.Among(lines);
        var fossil = FossilShares.Among(lines, sources);
        return new AssessmentResource(
            project.Id,
            sheet.Kind.Code,
            sheet.Version,
            sheet.IsFrozen,
            sheet.ChangedAt,
            result.Lines == 0 ? null : result.Total.Kilograms,
            Margin(result.ByDepartment),
            Margin(result.ByPost),
            Margin(result.ByPhase),
            Margin(known),
            Rounded(StatusShares.MonetaryOf(known)),
            Margin(fossil),
            Rounded(FossilShares.Of(fossil, FossilUse.Burnt)),
            Rounded(FossilShares.Of(fossil, FossilUse.NotSaid)),
            UncertaintyResource.Of(LineUncertainty.Of(lines, sources)),
            perMinute.Kilograms,
            perMinute.Why,
            perEuro.Kilograms,
            perEuro.Why,
            project.IsBeingRepaired,
            sheet.Fingerprint,
            sheet.Seal,
            [.. sheet.Lines.Select(l => LineResource.Of(l, sources))]);
    }

    private static decimal? Rounded(decimal? share) => share is { } there ? decimal.Round(there, 4, MidpointRounding.AwayFromZero) : null;

    private static Dictionary<string, decimal> Margin(IReadOnlyList<Share> shares) => shares.ToDictionary(s => s.Code, s => s.Emission.Kilograms, StringComparer.Ordinal);
}

/// <summary>One activity line, for programs.</summary>
/// <param name="Version">For If-Match of a change of this line.</param>
/// <param name="FactorValue">Kilograms of CO2e for one unit, as they were when the line was entered.</param>
/// <param name="CatalogueVersion">The catalogue that value was read from.</param>
/// <param name="KgCo2e">Quantity × factor, exact.</param>
/// <param name="Perimeter">What the factor counts (<c>use</c>, <c>upstream</c>, …, as in the catalogue); empty where it is not known. Lines with other perimeters are not alike.</param>
/// <param name="Mark">Why the factor is not offered first (<c>incomplete</c>, <c>superseded</c>, <c>doubtful</c>); null when nothing speaks against it.</param>
/// <param name="Fossil">Whether its factor stands for fossil fuel burnt: <c>fossil</c>, <c>none</c>, <c>not-said</c>.</param>
/// <param name="DataStatus">How the quantity is known (<c>measured</c>, <c>calculated</c>, <c>estimated</c>; <c>monetary</c> wherever the factor counts in euros); null: not said.</param>
/// <param name="Marks">Marks of the quantity as they were given; null where there is none.</param>
/// <param name="Uncertainty">How sure the mass is; null where nothing is counted.</param>
/// <param name="Evidence">How many files prove it; they are listed at <c>…/lines/{id}/evidence</c>.</param>
/// <param name="Question">Code of the question it answers, which alone changes it; null for a line that was entered as one.</param>
internal sealed record LineResource(
    Guid Id,
    long Version,
    string Department,
    string Post,
    string Phase,
    string Factor,
    decimal FactorValue,
    int CatalogueVersion,
    decimal Quantity,
    string Unit,
    string? Label,
    decimal KgCo2e,
    int Evidence,
    IReadOnlyList<string> Perimeter,
    FactorMark? Mark,
    string Fossil,
    DataStatus? DataStatus,
    QualityMarks? Marks,
    UncertaintyResource? Uncertainty,
    string? Question)
{
    public static async Task<LineResource> OfAsync(SheetLine line, FactorList factors, CancellationToken ct)
        => Of(line, await factors.SourcesAsync([line], ct));

    public static LineResource Of(SheetLine sheet, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var line = sheet.Line;
        var source = sources.GetValueOrDefault((line.Factor.Code, line.Factor.CatalogueVersion));
        return new LineResource(
            line.Id, sheet.Version, line.Department, line.Post, line.Phase, line.Factor.Code, line.Factor.Value, line.Factor.CatalogueVersion,
            line.Quantity, line.Factor.Unit, line.Label, line.Emission.Kilograms, sheet.Evidence,
            [.. (source?.Perimeter ?? Factors.Perimeter.Unknown).Parts.Select(p => p.Code)], source?.Mark,
            (source?.Fossil ?? FossilUse.NotSaid).Code(), line.KnownStatus, line.Marks, UncertaintyResource.Of(LineUncertainty.Of(line, source)), line.Origin?.Question);
    }
}
