using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>A project has at most one assessment of each kind (T7): before the shoot, and after it (CC-9).</summary>
public enum AssessmentKind
{
    Provisional,
    Final,
}

/// <summary>The kinds in words, in addresses, and as streams.</summary>
internal static class AssessmentKinds
{
    public static readonly IReadOnlyList<AssessmentKind> All = [AssessmentKind.Provisional, AssessmentKind.Final];

    /// <summary>As integration events, tables and the API write it.</summary>
    public static string Code(this AssessmentKind kind)
        => kind == AssessmentKind.Provisional ? AssessmentMeasuredV1.Provisional : AssessmentMeasuredV1.Final;

    /// <summary>As the addresses of pages write it.</summary>
    public static string Slug(this AssessmentKind kind) => kind == AssessmentKind.Provisional ? "previsionnel" : "definitif";

    public static Text Name(this AssessmentKind kind) => kind == AssessmentKind.Provisional
        ? new("Bilan prévisionnel", "Provisional assessment")
        : new("Bilan définitif", "Final assessment");

    /// <summary>The kind written as a code or as a slug; null for anything else.</summary>
    public static AssessmentKind? Find(string? written) => written switch
    {
        AssessmentMeasuredV1.Provisional or "previsionnel" => AssessmentKind.Provisional,
        AssessmentMeasuredV1.Final or "definitif" => AssessmentKind.Final,
        _ => null,
    };

    /// <summary>
    /// The stream of a project's assessment: an id that everybody derives alike (UUID version 8 of a SHA-256), so that two
    /// people who begin at the same moment meet on one stream.
    /// </summary>
    public static Guid StreamId(this AssessmentKind kind, ProjectId projectId) => Derived($"footprint.assessment/{projectId.Value:D}/{kind.Code()}");

    /// <summary>The id of a line of the questionnaire: answered again, it stays the same line and keeps its evidence.</summary>
    public static Guid LineId(this AssessmentKind kind, ProjectId projectId, LineOrigin origin)
        => Derived($"footprint.line/{projectId.Value:D}/{kind.Code()}/{origin.Question}/{origin.Part}");

    private static Guid Derived(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
