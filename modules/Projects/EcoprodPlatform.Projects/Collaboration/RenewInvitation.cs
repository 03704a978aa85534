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

/// <summary>Sends an invitation again, with a new link for another 14 days; the old link stops working.</summary>
internal sealed record RenewInvitation(Guid ProjectId, Guid InvitationId, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, InvitationAddresses addresses, InvitationMails mails, TimeProvider clock)
        : IRequestHandler<RenewInvitation, long>
    {
        public async Task<long> Handle(RenewInvitation request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            var events = project.State.Renew(request.Actor.Id, request.InvitationId, clock.GetUtcNow());
            project.Expect(request.ExpectedVersion);
            var address = await addresses.FindAsync(project.Id, request.InvitationId, cancellationToken)
                ?? throw RuleBrokenException.NotFound("project.unknown-invitation", new Text("Cette invitation n’existe plus.", "This invitation no longer exists."));
            var key = InvitationKey.New();
            var work = store.Begin(request.Actor).Append(project, events)
                .Also("update invitations set key_hash = $2 where invitation_id = $1", request.InvitationId, InvitationKey.Hash(key));
            await mails.AddAsync(
                work,
                project.Id,
                project.State,
                address,
                project.State.Invitations[request.InvitationId].Role,
                key,
                clock.GetUtcNow() + Project.InvitationValidity,
                cancellationToken);
            await work.SaveAsync(cancellationToken);
            return project.Version + events.Length;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapForm("/projets/{id:guid}/invitations/{invitationId:guid}/renvoi", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage("/projets/{id:guid}/invitations/{invitationId:guid}/renvoi", (Guid id) => Page.Redirect(ProjectLinks.Collaboration(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPost("/{id:guid}/invitations/{invitationId:guid}/mails", SendAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("RenewInvitation")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> PostAsync(Guid id, Guid invitationId, HttpContext http, CollaborationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new RenewInvitation(id, invitationId, form.Version(), http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Invitation renvoyée, valable 14 jours.", "Invitation sent again, valid for 14 days."))
            : Page.Of<CollaborationPage>(new { Model = await view.ReadAsync(id, http.Actor(), ct, refused: form) }, form.Status);
    }

    /// <summary>Sends the invitation's mail again.</summary>
    private static async Task<IResult> SendAsync(Guid id, Guid invitationId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new RenewInvitation(id, invitationId, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
