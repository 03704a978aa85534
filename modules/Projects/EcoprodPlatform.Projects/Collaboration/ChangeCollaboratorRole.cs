using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Gives a collaborator the other role.</summary>
internal sealed record ChangeCollaboratorRole(Guid ProjectId, Guid PersonId, string Role, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<ChangeCollaboratorRole, long>
    {
        public Task<long> Handle(ChangeCollaboratorRole request, CancellationToken cancellationToken)
            => store.ActAsync(request.ProjectId, request.ExpectedVersion, request.Actor, p => p.ChangeRole(request.Actor.Id, request.PersonId, request.Role), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapForm("/projets/{id:guid}/collaboration/{personId:guid}/role", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage("/projets/{id:guid}/collaboration/{personId:guid}/role", (Guid id) => Page.Redirect(ProjectLinks.Collaboration(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPut("/{id:guid}/collaborators/{personId:guid}", PutAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("ChangeCollaboratorRole")
            .Accepts<RoleBody>("application/json")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static async Task<IResult> PostAsync(Guid id, Guid personId, HttpContext http, CollaborationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new ChangeCollaboratorRole(id, personId, form.Value("role") ?? "", form.Version(), http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Rôle changé.", "Role changed."))
            : Page.Of<CollaborationPage>(new { Model = await view.ReadAsync(id, http.Actor(), ct, refused: form) }, form.Status);
    }

    /// <summary>Sets a collaborator's role. If-Match must hold the project's version.</summary>
    private static async Task<IResult> PutAsync(Guid id, Guid personId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var version = http.RequiredIfMatch();

        var body = await JsonBody.ReadAsync(http);
        var role = body.String("role") ?? "";
        if (body.Refusal([]) is { } refusal)
        {
            return refusal;
        }

        http.ETag(await mediator.Send(new ChangeCollaboratorRole(id, personId, role, version, http.Actor()), ct));
        return Results.NoContent();
    }

    /// <summary>contributor or reader.</summary>
    internal sealed record RoleBody(string Role);
}
