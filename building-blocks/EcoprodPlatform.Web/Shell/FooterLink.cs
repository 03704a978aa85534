using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Shell;

/// <summary>One link at the foot of every page.</summary>
public sealed record FooterLink(Text Label, string Href, int Order = 50);
