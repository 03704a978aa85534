namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>A collaborator leaves a project, or its owner removes them.</summary>
internal sealed record LeaveProject(ProjectId ProjectId, PersonId PersonId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<LeaveProject, long>
    {
        public Task<long> Handle(LeaveProject command, CancellationToken ct)
            => store.ActAsync(command.ProjectId, command.Seen, command.By, p => p.Leave(command.By.Id, command.PersonId), ct);
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Leave, ShowAsync);
        to.Form(Links.Leave, PostAsync);
        to.Delete("/api/projects/{id:guid}/collaborators/{personId:guid}", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, PersonId personId, Asked asked, PageForm form, CollaborationView view, EventStore<ProjectsModule> store, IMediator mediator, CancellationToken ct)
    {
        if (!await form.TryAsync(() => mediator.Send(new LeaveProject(id, personId, form.Version(), asked.By), ct)))
        {
            return await ShowAsync(id, personId, asked, form, view, store, ct);
        }

        return personId == asked.By.Id
            ? Page.Redirect(ProjectLinks.Mine, Flash.Done("Vous avez quitté le projet.", "You have left the project."))
            : Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Cette personne ne participe plus au projet.", "This person is no longer on the project."));
    }

    private static async Task<IResult> ShowAsync(ProjectId id, PersonId personId, Asked asked, PageForm form, CollaborationView view, EventStore<ProjectsModule> store, CancellationToken ct)
    {
        // The same decision as on sending: who may not, or nobody to remove, is told before the question is asked.
        (await store.LoadForAsync(id, asked.By, ct)).State.Leave(asked.By.Id, personId);
        var model = await view.ReadAsync(id, asked.By, ct, refused: form);
        form.ShownAt(model.Project.Version);
        return Page.Of(new LeaveProjectPage { Model = model, Person = model.People.Single(p => p.PersonId == personId) }, form.Status);
    }

    /// <summary>Removes a collaborator; one's own id leaves the project.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId id, PersonId personId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new LeaveProject(id, personId, asked.Seen, asked.By), ct));
}
