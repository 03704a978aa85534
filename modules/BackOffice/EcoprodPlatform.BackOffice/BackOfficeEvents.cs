namespace EcoprodPlatform.BackOffice;

/// <summary>Stored names of this module's events. None yet: it notes what the others tell.</summary>
internal static class BackOfficeEvents
{
    public static EventMap Map { get; } = EventMap.Create(_ => { });
}
