using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>One choice of a segmented control: a link that changes the address.</summary>
public sealed record Segment(Text Label, string Href, bool IsCurrent);
