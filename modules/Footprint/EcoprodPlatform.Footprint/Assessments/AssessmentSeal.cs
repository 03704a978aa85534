using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// The fingerprint of a result: what it was computed from, in one SHA-256 that anybody can compute again from the lines of the API or of the workbook
/// (docs/method.md). Two assessments with the same inputs and factors have the same one, whatever their lines are called.
/// </summary>
internal static class AssessmentSeal
{
    /// <summary>Lower-case hexadecimal; null where there is no line to seal.</summary>
    public static string? Of(IReadOnlyCollection<ActivityLine> lines)
        => lines.Count == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(Write).Order(StringComparer.Ordinal)))));

    /// <summary>One line of text for each line; the order of the texts is that of their characters.</summary>
    private static string Write(ActivityLine line) => string.Join(
        '|',
        line.Id.ToString("D"), line.Department, line.Post, line.Phase,
        line.Factor.Code, Number(line.Factor.CatalogueVersion), Number(line.Factor.Value), line.Factor.Unit, Number(line.Quantity),
        line.KnownStatus?.Code(),
        line.Marks?.Reliability, line.Marks?.Technical, line.Marks?.Geographic, line.Marks?.Temporal, line.Marks?.Completeness) + "\n";

    /// <summary>With a point, without zeros that say nothing: 5.20 is written as 5.2.</summary>
    private static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
