using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Shell;

/// <summary>One entry of the account switch ("Mes projets", "Espace entreprise").</summary>
/// <param name="IsCurrent">The page belongs to this space.</param>
/// <param name="Choices">Several places behind one entry (an administrator of several structures): shown as a chooser.</param>
/// <param name="Order">Smaller first: 10 Mes projets, 20 Espace entreprise, 90 staff.</param>
public sealed record SpaceLink(Text Label, string Href, bool IsCurrent, IReadOnlyList<SpaceChoice>? Choices = null, int Order = 50);

/// <summary>One place of a chooser.</summary>
public sealed record SpaceChoice(string Name, string Href, bool IsCurrent);
