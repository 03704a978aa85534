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

/// <summary>A collaborator leaves a project, or its owner removes them.</summary>
internal sealed record LeaveProject(Guid ProjectId, Guid PersonId, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<LeaveProject, long>
    {
        public Task<long> Handle(LeaveProject request, CancellationToken cancellationToken)
            => store.ActAsync(request.ProjectId, request.ExpectedVersion, request.Actor, p => p.Leave(request.Actor.Id, request.PersonId), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}/collaboration/{personId:guid}/retrait", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/projets/{id:guid}/collaboration/{personId:guid}/retrait", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapDelete("/{id:guid}/collaborators/{personId:guid}", DeleteAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("LeaveProject")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> ShowAsync(Guid id, Guid personId, HttpContext http, CollaborationView view, EventStore<ProjectsModule> store, CancellationToken ct)
        => PageAsync(id, personId, new PageForm(), http, view, store, ct);

    private static async Task<IResult> PostAsync(Guid id, Guid personId, HttpContext http, CollaborationView view, EventStore<ProjectsModule> store, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        if (!await form.TryAsync(() => mediator.Send(new LeaveProject(id, personId, form.Version(), http.Actor()), ct)))
        {
            return await PageAsync(id, personId, form, http, view, store, ct);
        }

        return personId == http.Actor().Id
            ? Page.Redirect(ProjectLinks.Mine, Flash.Done("Vous avez quitté le projet.", "You have left the project."))
            : Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Cette personne ne participe plus au projet.", "This person is no longer on the project."));
    }

    private static async Task<IResult> PageAsync(Guid id, Guid personId, PageForm form, HttpContext http, CollaborationView view, EventStore<ProjectsModule> store, CancellationToken ct)
    {
        // The same decision as on sending: who may not, or nobody to remove, is told before the question is asked.
        (await store.LoadForAsync(id, http.Actor(), ct)).State.Leave(http.Actor().Id, personId);
        var model = await view.ReadAsync(id, http.Actor(), ct, refused: form);
        form.SetVersion(model.Project.Version);
        return Page.Of<LeaveProjectPage>(new { Model = model, Person = model.People.Single(p => p.PersonId == personId) }, form.Status);
    }

    /// <summary>Removes a collaborator; one's own id leaves the project.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Guid personId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new LeaveProject(id, personId, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
