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

/// <summary>Takes an invitation back: its link no longer works and its address is forgotten.</summary>
internal sealed record WithdrawInvitation(Guid ProjectId, Guid InvitationId, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<WithdrawInvitation, long>
    {
        public async Task<long> Handle(WithdrawInvitation request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            var events = project.State.Withdraw(request.Actor.Id, request.InvitationId);
            project.Expect(request.ExpectedVersion);
            await store.Begin(request.Actor).Append(project, events)
                .Also("delete from invitations where invitation_id = $1", request.InvitationId)
                .SaveAsync(cancellationToken);
            return project.Version + events.Length;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapForm("/projets/{id:guid}/invitations/{invitationId:guid}/retrait", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage("/projets/{id:guid}/invitations/{invitationId:guid}/retrait", (Guid id) => Page.Redirect(ProjectLinks.Collaboration(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapDelete("/{id:guid}/invitations/{invitationId:guid}", DeleteAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("WithdrawInvitation")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PostAsync(Guid id, Guid invitationId, HttpContext http, CollaborationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new WithdrawInvitation(id, invitationId, form.Version(), http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Invitation retirée : son lien ne fonctionne plus.", "Invitation withdrawn: its link no longer works."))
            : Page.Of<CollaborationPage>(new { Model = await view.ReadAsync(id, http.Actor(), ct, refused: form) }, form.Status);
    }

    /// <summary>Takes an invitation back.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Guid invitationId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new WithdrawInvitation(id, invitationId, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
