using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Compares an assessment with the version a caller saw.</summary>
internal static class ExpectedAssessment
{
    /// <summary>Throws when the caller names a version and it is no longer the one.</summary>
    public static void MustBeAt(this EventStream<Assessment> assessment, long? expected)
    {
        if (expected is { } version && version != assessment.Version)
        {
            throw new ConcurrencyException($"The assessment is at version {assessment.Version}; the caller had seen version {version}.");
        }
    }
}
