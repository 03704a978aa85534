namespace EcoprodPlatform.Projects.Closure;

/// <summary>Closes a project: today, in Paris, becomes its finalisation date (PR-20); from then on only its tags change (MS-49).</summary>
internal sealed record CloseProject(ProjectId ProjectId, long? Seen, Actor By) : IRequest<CloseProject.Closed>
{
    /// <param name="IsComplete">Every module has taken it: no line comes in any more, and what is read now is the result for good.</param>
    internal sealed record Closed(long Version, DateOnly FinalisedOn, bool IsComplete);

    internal sealed class Handler(EventStore<ProjectsModule> store, Platform platform, TimeProvider clock) : IRequestHandler<CloseProject, Closed>
    {
        public async Task<Closed> Handle(CloseProject command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var today = Format.Day(clock.GetUtcNow());
            var events = project.State.Close(command.By.Id, today);
            project.Expect(command.Seen);
            var work = store.Begin(command.By).Append(project, events)
                .Also("delete from invitations where project_id = $1", command.ProjectId);
            await work.SaveAsync(ct);
            return new Closed(project.Version + events.Length, today, await platform.TakenAsync<ProjectDescribedV1>(work.Events[^1].Id, ct));
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
    {
        Closed? closed = null;
        return !await form.TryAsync(async () => closed = await mediator.Send(new CloseProject(id, form.Version(), asked.By), ct))
            ? Show(await store.LoadForAsync(id, asked.By, ct), form, asked, clock)
            : Page.Redirect(ProjectLinks.Configuration(id), closed!.IsComplete
                ? Flash.Done("Projet clôturé.", "Project closed.")
                : Flash.Warning("Projet clôturé. Ses bilans ne sont pas encore figés : attendez qu’ils le soient avant d’en reprendre les chiffres.", "Project closed. Its assessments are not frozen yet: wait until they are before you quote their figures."));
    }

    private static IResult Show(EventStream<Project> project, PageForm form, Asked asked, TimeProvider clock) => Page.Of(
        new CloseProjectPage { Project = ProjectFrame.Of(project, asked.By), Today = Format.Day(clock.GetUtcNow()), Invitations = project.State.Invitations.Count, Form = form.ShownAt(project.Version) },
        form.Status);

    /// <summary>Closes the project, for good.</summary>
    private static async Task<Created<ClosureResource>> CreateAsync(ProjectId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var closed = await mediator.Send(new CloseProject(id, asked.Seen, asked.By), ct);
        return asked.Created($"/api/projects/{id}", new ClosureResource(closed.FinalisedOn, closed.IsComplete), closed.Version);
    }

    /// <summary>The closing of a project.</summary>
    /// <param name="IsComplete">No line comes in any more, what is read now is the result for good. False: the assessments are frozen in some moments, <c>isFrozen</c> tells.</param>
    internal sealed record ClosureResource(DateOnly FinalisedOn, bool IsComplete);
}
