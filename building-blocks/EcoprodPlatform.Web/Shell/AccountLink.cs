using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Shell;

/// <summary>One line of the account menu; for visitors, a link of the header bar ("Se connecter").</summary>
/// <param name="IsPost">Changes something (sign out): drawn as a button of a form with its token.</param>
/// <param name="IsMain">For visitors: the one that stands out.</param>
public sealed record AccountLink(Text Label, string Href, bool IsPost = false, bool IsMain = false, int Order = 50);
