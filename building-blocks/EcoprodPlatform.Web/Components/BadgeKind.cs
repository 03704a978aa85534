namespace EcoprodPlatform.Web.Components;

/// <summary>The tone of a badge; its words carry the meaning.</summary>
public enum BadgeKind
{
    Neutral,
    Done,
    Open,
    Bad,
}
