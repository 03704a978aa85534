namespace EcoprodPlatform.Web.Layout;

/// <summary>The places of the layout that a page fills from inside.</summary>
internal static class SiteSections
{
    public static readonly object Title = new();
    public static readonly object Tabs = new();
}
