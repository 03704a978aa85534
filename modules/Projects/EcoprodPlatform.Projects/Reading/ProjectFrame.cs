namespace EcoprodPlatform.Projects.Reading;

/// <summary>What every page of a project shows around its content.</summary>
/// <param name="Role">What the reader of the page is on the project.</param>
/// <param name="Acts">What they may do now (<see cref="ProjectLife"/>).</param>
/// <param name="Collaborators">People besides the owner: the number in the tab "Collaboration (n)".</param>
public sealed record ProjectFrame(Guid Id, long Version, string Title, string Role, DateOnly? FinalisedOn, IReadOnlySet<ProjectAct> Acts, int Collaborators)
{
    public bool IsClosed => FinalisedOn is not null;

    public bool May(ProjectAct act) => Acts.Contains(act);

    /// <summary>Throws what somebody is told who may not do this.</summary>
    internal void Demand(ProjectAct act) => ProjectLife.Table.Demand(act, Role, IsClosed ? ProjectState.Closed : ProjectState.Ongoing);

    internal static ProjectFrame Of(EventStream<Project> stream, Actor actor) => new(
        stream.Id,
        stream.Version,
        stream.State.Configuration.Title,
        stream.State.DemandRoleOf(actor.Id),
        stream.State.FinalisedOn,
        ProjectLife.Table.Of(stream.State.DemandRoleOf(actor.Id), stream.State.State),
        stream.State.Collaborators.Count);
}
