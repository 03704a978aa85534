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

/// <summary>The invited person joins the project. Who holds the link of the mail may, with any account: people have several addresses.</summary>
internal sealed record AcceptInvitation(Guid ProjectId, Guid InvitationId, string? Key, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, InvitationAddresses addresses, TimeProvider clock) : IRequestHandler<AcceptInvitation, long>
    {
        public async Task<long> Handle(AcceptInvitation request, CancellationToken cancellationToken)
        {
            var project = await store.LoadAsync<Project>(request.ProjectId, cancellationToken);
            if (project.State.RoleOf(request.Actor.Id) is null)
            {
                await VerifiedAsync(addresses, request.ProjectId, request.InvitationId, request.Key, cancellationToken);
            }

            var events = project.State.Join(request.Actor.Id, request.InvitationId, clock.GetUtcNow());
            if (events.Length > 0)
            {
                await store.Begin(request.Actor).Append(project, events)
                    .Also("delete from invitations where invitation_id = $1", request.InvitationId)
                    .SaveAsync(cancellationToken);
            }

            return project.Version + events.Length;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}/invitations/{invitationId:guid}", ShowAsync).AllowAnonymous();
        endpoints.MapForm("/projets/{id:guid}/invitations/{invitationId:guid}", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPost("/{id:guid}/invitations/{invitationId:guid}/acceptance", AcceptAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("AcceptInvitation")
            .Accepts<AcceptBody>("application/json")
            .Produces<ProjectResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Public: the mail's link is opened before signing in. Without the key it shows nothing.</summary>
    private static async Task<IResult> ShowAsync(Guid id, Guid invitationId, string? cle, HttpContext http, EventStore<ProjectsModule> store, InvitationAddresses addresses, People people, TimeProvider clock, CancellationToken ct)
    {
        var project = await store.LoadAsync<Project>(id, ct);
        if (http.ActorOrNull() is { } actor && project.State.RoleOf(actor.Id) is not null)
        {
            return Page.Redirect(ProjectLinks.Configuration(id));
        }

        return await PageAsync(project, invitationId, cle, new PageForm(), http, addresses, people, clock, ct);
    }

    private static async Task<IResult> PostAsync(Guid id, Guid invitationId, string? cle, HttpContext http, EventStore<ProjectsModule> store, InvitationAddresses addresses, People people, TimeProvider clock, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new AcceptInvitation(id, invitationId, cle, http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), Flash.Done("Vous participez maintenant à ce projet.", "You are now on this project."))
            : await PageAsync(await store.LoadAsync<Project>(id, ct), invitationId, cle, form, http, addresses, people, clock, ct);
    }

    private static async Task<IResult> PageAsync(EventStream<Project> project, Guid invitationId, string? key, PageForm form, HttpContext http, InvitationAddresses addresses, People people, TimeProvider clock, CancellationToken ct)
    {
        var address = await VerifiedAsync(addresses, project.Id, invitationId, key, ct);
        var invitation = project.State.Invitations.GetValueOrDefault(invitationId) ?? throw Gone();
        return Page.Of<InvitationPage>(
            new
            {
                Model = new InvitationModel(
                    project.State.Configuration.Title,
                    People.NameOf(project.State.OwnerId, await people.FindAsync([project.State.OwnerId], ct)),
                    invitation.Role,
                    address.Email,
                    invitation.ExpiresAt,
                    invitation.ExpiresAt < clock.GetUtcNow(),
                    http.ActorOrNull() is not null,
                    ProjectsLinks.Invitation(project.Id, invitationId, key)),
                Form = form,
            },
            form.Status);
    }

    /// <summary>Joins the project with the key of the mailed link.</summary>
    private static async Task<IResult> AcceptAsync(Guid id, Guid invitationId, HttpContext http, IMediator mediator, ProjectReader reader, CancellationToken ct)
    {
        var body = await JsonBody.ReadAsync(http);
        var key = body.String("key");
        if (body.Refusal([]) is { } refusal)
        {
            return refusal;
        }

        http.ETag(await mediator.Send(new AcceptInvitation(id, invitationId, key, http.Actor()), ct));
        return Results.Ok(await reader.ReadAsync(id, http.Actor(), ct));
    }

    private static async Task<InvitationAddress> VerifiedAsync(InvitationAddresses addresses, Guid project, Guid invitation, string? key, CancellationToken ct)
        => await addresses.FindAsync(project, invitation, ct) is { } address && InvitationKey.Fits(key, address.KeyHash) ? address : throw Gone();

    private static RuleBrokenException Gone() => RuleBrokenException.NotFound("project.unknown-invitation", new Text(
        "Cette invitation n’est plus valable : elle a été acceptée, retirée ou renvoyée avec un autre lien.",
        "This invitation is no longer valid: it was accepted, withdrawn or sent again with another link."));

    /// <summary>The key of the mailed link (<c>cle</c>).</summary>
    internal sealed record AcceptBody(string Key);
}

/// <summary>What the invited person sees.</summary>
/// <param name="Email">The address the invitation was sent to.</param>
/// <param name="Path">The page's own address, to come back to after signing in.</param>
public sealed record InvitationModel(string ProjectTitle, string Inviter, string Role, string Email, DateTimeOffset ExpiresAt, bool IsExpired, bool IsSignedIn, string Path);
