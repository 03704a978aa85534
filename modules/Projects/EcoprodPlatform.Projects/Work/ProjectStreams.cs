namespace EcoprodPlatform.Projects.Work;

/// <summary>What every command on a project begins and ends with.</summary>
internal static class ProjectStreams
{
    /// <summary>The project, if it exists for this person; "not found" otherwise.</summary>
    public static async Task<EventStream<Project>> LoadForAsync(this EventStore<ProjectsModule> store, ProjectId projectId, Actor actor, CancellationToken ct)
    {
        var stream = await store.LoadAsync<Project>(projectId, ct);
        stream.State.DemandRoleOf(actor.Id);
        return stream;
    }

    /// <summary>One change of a project by someone who takes part in it; tells the new version.</summary>
    public static Task<long> ActAsync(
        this EventStore<ProjectsModule> store, ProjectId projectId, long? seen, Actor actor, Func<Project, IEnumerable<ProjectEvent>> decide, CancellationToken ct)
        => store.ActAsync<Project>(
            projectId,
            seen,
            actor,
            project =>
            {
                project.DemandRoleOf(actor.Id);
                return decide(project);
            },
            ct);

    /// <summary>Appends what was decided, if it was decided on the version that the caller saw, and tells the new version.</summary>
    // Beside ActAsync for decisions that wait for something (the register of tags), and for those that an old page may not even repeat.
    public static async Task<long> CommitAsync(
        this EventStore<ProjectsModule> store, EventStream<Project> stream, ProjectEvent[] events, long? expectedVersion, Actor actor, CancellationToken ct)
    {
        stream.Expect(expectedVersion);
        await store.Begin(actor).Append(stream, events).SaveAsync(ct);
        return stream.Version + events.Length;
    }
}
