using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web;

/// <summary>A sentence shown once, at the top of the page that follows a redirect.</summary>
/// <param name="Text">What happened, as a fact ("Projet enregistré.").</param>
/// <param name="Kind">How it went.</param>
/// <param name="Href">Where to look at it or go on, if anywhere.</param>
/// <param name="LinkLabel">Words of that link.</param>
/// <param name="Undo">Where a form is posted that undoes it, without asking.</param>
public sealed record Flash(Text Text, NoticeKind Kind = NoticeKind.Done, string? Href = null, Text? LinkLabel = null, string? Undo = null)
{
    /// <summary>It worked.</summary>
    public static Flash Done(string fr, string en) => new(new Text(fr, en));

    /// <summary>It worked, with something to watch.</summary>
    public static Flash Warning(string fr, string en) => new(new Text(fr, en), NoticeKind.Warning);
}
