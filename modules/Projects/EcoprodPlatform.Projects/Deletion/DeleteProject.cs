using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.Projects.Deletion;

/// <summary>
/// Deletes a project that nobody else has, for good. Its title and everything else that was written of it leave the log in the same
/// transaction; the other modules erase what they keep (<see cref="ProjectDeletedV1"/>).
/// </summary>
internal sealed record DeleteProject(ProjectId ProjectId, long? Seen, Actor By) : IRequest<DeleteProject.Deleted>
{
    /// <summary>The word to type where a closed footprint would be lost.</summary>
    public static readonly Text Word = new("supprimer", "delete");

    private static readonly Flash IsDeleted = Flash.Done("Projet supprimé.", "Project deleted.");

    /// <param name="IsComplete">Every module has taken it: nothing of the project is found anywhere.</param>
    internal sealed record Deleted(long Version, bool IsComplete);

    internal sealed class Handler(EventStore<ProjectsModule> store, DeletionView view, Platform platform) : IRequestHandler<DeleteProject, Deleted>
    {
        public async Task<Deleted> Handle(DeleteProject command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var events = await view.DecideAsync(project.State, command.By, ct);
            project.Expect(command.Seen);
            var work = store.Begin(command.By).Append(project, events)
                .Forget(project, """data || '{"configuration":{}}'""", typeof(ProjectOpened), typeof(ProjectConfigured))
                .Also("delete from invitations where project_id = $1", command.ProjectId)
                .Also("delete from assessments where project_id = $1", command.ProjectId);
            await work.SaveAsync(ct);
            return new Deleted(project.Version + events.Length, await platform.TakenAsync<ProjectDeletedV1>(work.Events[^1].Id, ct));
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Deletion, ShowAsync);
        to.Form(Links.Deletion, PostAsync);
        to.Delete("/api/projects/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, PageForm form, DeletionView view, CancellationToken ct)
    {
        var model = await view.ReadAsync(id, asked.By, ct);
        return Page.Of(new DeleteProjectPage { Model = model, Form = form.ShownAt(model.Project.Version) }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, DeletionView view, EventStore<ProjectsModule> store, IMediator mediator, CancellationToken ct)
    {
        var project = (await store.LoadAsync<Project>(id, ct)).State;
        if (project.IsDeleted && project.OwnerId == asked.By.Id)
        {
            // A double click, or the page of a second tab: what was wanted has happened.
            return Page.Redirect(ProjectLinks.Mine, IsDeleted);
        }

        if (project.IsClosed && project.May(ProjectAct.Delete, asked.By.Id))
        {
            ConfirmForm.Demand(form, Word);
        }

        Deleted? deleted = null;
        return !await form.TryAsync(async () => deleted = await mediator.Send(new DeleteProject(id, form.Version(), asked.By), ct))
            ? await ShowAsync(id, asked, form, view, ct)
            : Page.Redirect(ProjectLinks.Mine, deleted!.IsComplete
                ? IsDeleted
                : Flash.Warning("Projet supprimé. Ses bilans et ses justificatifs ne sont pas encore effacés : ils le seront dans quelques instants.", "Project deleted. Its assessments and evidence are not erased yet: they will be in some moments."));
    }

    /// <summary>Deletes a project that nobody else has, for good. If-Match must hold the version that was read.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId id, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent((await mediator.Send(new DeleteProject(id, seen, asked.By), ct)).Version);
}
