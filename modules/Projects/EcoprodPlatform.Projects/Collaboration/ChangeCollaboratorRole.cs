using EcoprodPlatform.Web.Fields;
namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Gives a collaborator the other role.</summary>
internal sealed record ChangeCollaboratorRole(ProjectId ProjectId, PersonId PersonId, string Role, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<ChangeCollaboratorRole, long>
    {
        public Task<long> Handle(ChangeCollaboratorRole command, CancellationToken ct)
            => store.ActAsync(command.ProjectId, command.Seen, command.By, p => p.ChangeRole(command.By.Id, command.PersonId, command.Role), ct);
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Role, PostAsync);
        to.Page(Links.Role, (ProjectId id) => Page.Redirect(ProjectLinks.Collaboration(id)));
        to.Put("/api/projects/{id:guid}/collaborators/{personId:guid}", PutAsync).Accepts<RoleBody>("application/json").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PostAsync(ProjectId id, PersonId personId, Asked asked, PageForm form, CollaborationView view, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new ChangeCollaboratorRole(id, personId, form.Value("role") ?? "", form.Version(), asked.By), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Rôle changé.", "Role changed."))
            : Page.Of(new CollaborationPage { Model = await view.ReadAsync(id, asked.By, ct, refused: form) }, form.Status);

    /// <summary>Sets a collaborator's role. If-Match must hold the project's version.</summary>
    private static async Task<IResult> PutAsync(ProjectId id, PersonId personId, Asked asked, JsonBody body, SeenVersion seen, IMediator mediator, CancellationToken ct)
    {
        var role = body.String("role") ?? "";
        if (body.Refusal("project", RuleBrokenException.Among(() => Project.DemandRole(role))) is { } refusal)
        {
            return refusal;
        }

        return asked.NoContent(await mediator.Send(new ChangeCollaboratorRole(id, personId, role, seen, asked.By), ct));
    }

    /// <summary>contributor or reader.</summary>
    internal sealed record RoleBody(string Role);
}
