namespace EcoprodPlatform.Footprint.Access;

/// <summary>Where a project's data are in their life.</summary>
internal enum DataState
{
    Open,
    Frozen,
}
