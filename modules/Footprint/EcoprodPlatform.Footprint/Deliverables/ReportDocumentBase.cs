using Microsoft.AspNetCore.Components;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>What the report says of its figures; how it looks is in <c>ReportDocument.razor</c>.</summary>
public abstract class ReportDocumentBase : ComponentBase
{
    private const int MostLines = 10;

    [Parameter, EditorRequired] public required AssessmentReport Report { get; set; }

    protected IReadOnlyList<ActivityLine> Largest => [.. Report.Lines.Select(l => l.Line).OrderByDescending(l => l.Emission.Kilograms).Take(MostLines)];

    /// <summary>The interval in words, and how much of the total is money.</summary>
    protected Text Uncertainty
    {
        get
        {
            if (Report.Measured.Interval is not { } interval)
            {
                return Text.Same("");
            }

            var share = StatusShares.MonetaryOf(Report.Measured.ByStatus) ?? 0;
            return new(
                $"Dans 95 cas sur 100, la valeur se situe entre {interval.InTonnes.Fr.Replace("\u00A0à\u00A0", " et ", StringComparison.Ordinal)} tCO2e : {interval.Class.Name().Fr}. Part calculée d’après des dépenses (ratios monétaires) : {Format.Percent(share, 0, Languages.French)} du total.",
                $"In 95 cases of 100 the value lies between {interval.InTonnes.En.Replace("\u00A0to\u00A0", " and ", StringComparison.Ordinal)} tCO2e: {interval.Class.Name().En}. Share from expenses (monetary ratios): {Format.Percent(share, 0, Languages.English)} of the total.");
        }
    }

    protected static Text Or(string? value) => value is null ? new("non calculable", "not computable") : Text.Same(value);

    /// <summary>Source, reference, place and year of a factor.</summary>
    protected static string Origin(Factor source) => string.Join(", ", new[]
    {
        source.Source.ToString(), source.Reference.ToString(), Places.NameOf(source.Geography).ToString(), source.ValidYear?.ToString(CultureInfo.InvariantCulture) ?? "",
    }.Where(part => part.Length > 0));

    protected static Text NameOf(IReadOnlyList<Term> terms, string code) => terms.FirstOrDefault(t => t.Code == code) is { } term ? new(term.Fr, term.En) : Text.Same(code);

    protected string Percent(Share share) => Report.Total == Co2e.Zero ? "" : Format.Percent(share.Emission.Kilograms / Report.Total.Kilograms, 1);

    /// <summary>The bar is the background of its value's cell: no element that a screen reader would stop at.</summary>
    protected static string Bar(Share share, IReadOnlyList<Share> all)
    {
        var most = all.Max(s => s.Emission.Kilograms);
        var width = (most == 0 ? 0 : share.Emission.Kilograms / most * 100m).ToString("0.#", CultureInfo.InvariantCulture);
        return $"background-image:linear-gradient(to right,#cfe5d6 {width}%,transparent {width}%)";
    }
}
