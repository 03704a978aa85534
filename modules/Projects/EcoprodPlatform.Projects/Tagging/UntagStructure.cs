namespace EcoprodPlatform.Projects.Tagging;

/// <summary>Takes a structure's tag off a project: its member space no longer sees the project.</summary>
internal sealed record UntagStructure(ProjectId ProjectId, TagId TagId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<UntagStructure, long>
    {
        public Task<long> Handle(UntagStructure command, CancellationToken ct)
            => store.ActAsync(command.ProjectId, command.Seen, command.By, p => p.Untag(command.By.Id, command.TagId), ct);
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Untag, ShowAsync);
        to.Form(Links.Untag, PostAsync);
        to.Delete("/api/projects/{id:guid}/tags/{tagId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, TagId tagId, Asked asked, PageForm form, ProjectReader reader, CancellationToken ct)
    {
        var (project, tags) = await reader.LoadAsync(id, asked.By, ct);
        project.State.Untag(asked.By.Id, tagId);
        return Page.Of(
            new UntagStructurePage { Project = ProjectFrame.Of(project, asked.By), Tag = tags.Single(t => t.TagId == tagId), Form = form.ShownAt(project.Version) },
            form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, TagId tagId, Asked asked, PageForm form, ProjectReader reader, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new UntagStructure(id, tagId, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Tagging(id), Flash.Done("Tag retiré : la structure ne voit plus ce projet.", "Tag removed: the organisation no longer sees this project."))
            : await ShowAsync(id, tagId, asked, form, reader, ct);

    /// <summary>Takes a tag off a project.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId id, TagId tagId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new UntagStructure(id, tagId, asked.Seen, asked.By), ct));
}
