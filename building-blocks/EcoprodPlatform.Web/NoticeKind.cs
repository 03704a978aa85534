namespace EcoprodPlatform.Web;

/// <summary>The tone of a notice. Never told by colour alone: each has its own word and mark.</summary>
public enum NoticeKind
{
    Info,
    Done,
    Warning,
    Error,
}
