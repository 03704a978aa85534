using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Projects.Deletion;

/// <summary>Whether a project can be deleted, and what would go with it.</summary>
internal sealed class DeletionView(EventStore<ProjectsModule> store, People people, TagRegister register, IEnumerable<IProjectBelongings> modules, TimeProvider clock)
{
    public async Task<DeletionModel> ReadAsync(ProjectId id, Actor actor, CancellationToken ct)
    {
        var project = await store.LoadForAsync(id, actor, ct);
        project.State.Demand(ProjectAct.Delete, actor.Id);
        var going = new List<Text>();
        foreach (var module in modules)
        {
            going.AddRange(await module.OfAsync(id, ct));
        }

        return new DeletionModel(ProjectFrame.Of(project, actor), OthersOnProject.Of(project.State, clock.GetUtcNow(), await NamesAsync(project.State, ct)), going);
    }

    /// <summary>The decision, with the names of whom it would have to tell of.</summary>
    public async Task<ProjectEvent[]> DecideAsync(Project project, Actor by, CancellationToken ct)
        => project.Delete(by.Id, clock.GetUtcNow(), await NamesAsync(project, ct));

    private async Task<KnownNames> NamesAsync(Project project, CancellationToken ct)
        => new(await people.FindAsync(project.Collaborators.Keys, ct), await register.FindAsync(project.Tags.Keys, ct));
}

/// <summary>What the page shows.</summary>
/// <param name="Others">Who else has it: while there is somebody, it cannot be deleted.</param>
/// <param name="Going">What the modules would erase.</param>
public sealed record DeletionModel(ProjectFrame Project, OthersOnProject Others, IReadOnlyList<Text> Going);
