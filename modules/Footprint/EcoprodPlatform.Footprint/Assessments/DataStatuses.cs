namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The ways a quantity is known, in words and as the API and tables write them.</summary>
internal static class DataStatuses
{
    public static readonly IReadOnlyList<DataStatus> All = [DataStatus.Measured, DataStatus.Calculated, DataStatus.Estimated, DataStatus.Monetary];

    public static string Code(this DataStatus status) => status switch
    {
        DataStatus.Measured => "measured",
        DataStatus.Calculated => "calculated",
        DataStatus.Estimated => "estimated",
        DataStatus.Monetary => "monetary",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Text Name(this DataStatus status) => status switch
    {
        DataStatus.Measured => new("Mesurée", "Measured"),
        DataStatus.Calculated => new("Calculée", "Calculated"),
        DataStatus.Estimated => new("Estimée", "Estimated"),
        DataStatus.Monetary => new("Monétaire", "Monetary"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status of a code; null when there is none.</summary>
    public static DataStatus? Find(string? code) => All.Where(s => s.Code() == code).Select(s => (DataStatus?)s).FirstOrDefault();
}
