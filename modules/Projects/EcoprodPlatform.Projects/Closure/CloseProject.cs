namespace EcoprodPlatform.Projects.Closure;

/// <summary>Closes a project: today, in Paris, becomes its finalisation date (PR-20); from then on only its tags change (MS-49).</summary>
internal sealed record CloseProject(ProjectId ProjectId, long? Seen, Actor By) : IRequest<CloseProject.Closed>
{
    internal sealed record Closed(long Version, DateOnly FinalisedOn);

    internal sealed class Handler(EventStore<ProjectsModule> store, TimeProvider clock) : IRequestHandler<CloseProject, Closed>
    {
        public async Task<Closed> Handle(CloseProject command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var today = Format.Day(clock.GetUtcNow());
            var events = project.State.Close(command.By.Id, today);
            project.Expect(command.Seen);
            await store.Begin(command.By).Append(project, events)
                .Also("delete from invitations where project_id = $1", command.ProjectId)
                .SaveAsync(ct);
            return new Closed(project.Version + events.Length, today);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(ProjectLinks.Closure, ShowAsync);
        to.Form(ProjectLinks.Closure, PostAsync);
        to.Post("/api/projects/{id:guid}/closure", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, EventStore<ProjectsModule> store, TimeProvider clock, CancellationToken ct)
    {
        var project = await store.LoadForAsync(id, asked.By, ct);
        if (project.State.IsClosed)
        {
            return Page.Redirect(ProjectLinks.Configuration(id));
        }

        project.State.Close(asked.By.Id, Format.Day(clock.GetUtcNow()));
        return Show(project, new PageForm(), asked, clock);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, EventStore<ProjectsModule> store, TimeProvider clock, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new CloseProject(id, form.Version(), asked.By), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), Flash.Done("Projet clôturé.", "Project closed."))
            : Show(await store.LoadForAsync(id, asked.By, ct), form, asked, clock);

    private static IResult Show(EventStream<Project> project, PageForm form, Asked asked, TimeProvider clock) => Page.Of(
        new CloseProjectPage { Project = ProjectFrame.Of(project, asked.By), Today = Format.Day(clock.GetUtcNow()), Invitations = project.State.Invitations.Count, Form = form.ShownAt(project.Version) },
        form.Status);

    /// <summary>Closes the project, for good.</summary>
    private static async Task<Created<ClosureResource>> CreateAsync(ProjectId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var closed = await mediator.Send(new CloseProject(id, asked.Seen, asked.By), ct);
        return asked.Created($"/api/projects/{id}", new ClosureResource(closed.FinalisedOn), closed.Version);
    }

    /// <summary>The closing of a project.</summary>
    internal sealed record ClosureResource(DateOnly FinalisedOn);
}
