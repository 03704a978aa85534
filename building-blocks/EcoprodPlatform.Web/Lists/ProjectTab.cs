using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>An entry of the menu of a project. Each module registers those of its own pages; <c>ProjectTabs</c> shows all of them.</summary>
/// <param name="Order">From left to right.</param>
/// <param name="Href">The page of a project.</param>
/// <param name="CountsPeople">Shows the number of people on the project besides its owner.</param>
public sealed record ProjectTab(int Order, Text Label, Func<Guid, string> Href, bool CountsPeople = false)
{
    /// <summary>Where the addresses of further pages of it begin.</summary>
    public IReadOnlyList<Func<Guid, string>> Also { get; init; } = [];
}
