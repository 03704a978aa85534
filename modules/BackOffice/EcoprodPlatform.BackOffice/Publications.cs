namespace EcoprodPlatform.BackOffice;

/// <summary>All that leaves the back office: nothing, so that nothing it notes is noted again.</summary>
internal static class Publications
{
    public static Messaging.Publications Create() => new();
}
