using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Shell;

/// <summary>What a module keeps of a project and erases with it: told to its owner before they delete it.</summary>
public interface IProjectBelongings
{
    /// <summary>What would go, a sentence's part each, counted; empty when there is nothing. Who may ask has been checked.</summary>
    ValueTask<IReadOnlyList<Text>> OfAsync(ProjectId project, CancellationToken ct);
}
