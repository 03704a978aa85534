using EcoprodPlatform.Web.Fields;
namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>The invited person joins the project. Who holds the link of the mail may, with any account: people have several addresses.</summary>
internal sealed record AcceptInvitation(ProjectId ProjectId, InvitationId InvitationId, string? Key, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, InvitationAddresses addresses, TimeProvider clock) : IRequestHandler<AcceptInvitation, long>
    {
        public async Task<long> Handle(AcceptInvitation command, CancellationToken ct)
        {
            var project = await store.LoadAsync<Project>(command.ProjectId, ct);
            if (project.State.RoleOf(command.By.Id) is null)
            {
                await VerifiedAsync(addresses, command.ProjectId, command.InvitationId, command.Key, ct);
            }

            var events = project.State.Join(command.By.Id, command.InvitationId, clock.GetUtcNow());
            if (events.Length > 0)
            {
                await store.Begin(command.By).Append(project, events)
                    .Also("delete from invitations where invitation_id = $1", command.InvitationId)
                    .SaveAsync(ct);
            }

            return project.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Answer, ShowAsync);
        to.Form(Links.Answer, PostAsync);
        to.Post("/api/projects/{id:guid}/invitations/{invitationId:guid}/acceptance", AcceptAsync).Accepts<AcceptBody>("application/json").Produces<ProjectResource>();
    }

    /// <summary>Public: the mail's link is opened before signing in. Without the key it shows nothing.</summary>
    private static async Task<IResult> ShowAsync(ProjectId id, InvitationId invitationId, string? cle, HttpContext http, EventStore<ProjectsModule> store, InvitationAddresses addresses, People people, TimeProvider clock, CancellationToken ct)
    {
        var project = await store.LoadAsync<Project>(id, ct);
        if (http.ActorOrNull() is { } actor && project.State.RoleOf(actor.Id) is not null)
        {
            return Page.Redirect(ProjectLinks.Configuration(id));
        }

        return await PageAsync(id, project, invitationId, cle, new PageForm(), http, addresses, people, clock, ct);
    }

    private static async Task<IResult> PostAsync(ProjectId id, InvitationId invitationId, string? cle, Asked asked, HttpContext http, PageForm form, EventStore<ProjectsModule> store, InvitationAddresses addresses, People people, TimeProvider clock, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new AcceptInvitation(id, invitationId, cle, asked.By), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), Flash.Done("Vous participez maintenant à ce projet.", "You are now on this project."))
            : await PageAsync(id, await store.LoadAsync<Project>(id, ct), invitationId, cle, form, http, addresses, people, clock, ct);

    private static async Task<IResult> PageAsync(ProjectId id, EventStream<Project> project, InvitationId invitationId, string? key, PageForm form, HttpContext http, InvitationAddresses addresses, People people, TimeProvider clock, CancellationToken ct)
    {
        var address = await VerifiedAsync(addresses, id, invitationId, key, ct);
        var invitation = project.State.Invitations.GetValueOrDefault(invitationId) ?? throw Gone();
        return Page.Of(
            new InvitationPage
            {
                Model = new InvitationModel(
                    project.State.Configuration.Title,
                    People.NameOf(project.State.OwnerId, await people.FindAsync([project.State.OwnerId], ct)),
                    invitation.Role,
                    address.Email,
                    invitation.ExpiresAt,
                    invitation.ExpiresAt < clock.GetUtcNow(),
                    http.ActorOrNull() is not null,
                    Links.Invitation(id, invitationId, key)),
                Form = form,
            },
            form.Status);
    }

    /// <summary>Joins the project with the key of the mailed link.</summary>
    private static async Task<IResult> AcceptAsync(ProjectId id, InvitationId invitationId, Asked asked, JsonBody body, IMediator mediator, ProjectReader reader, CancellationToken ct)
    {
        var key = body.String("key");
        if (body.Refusal("project") is { } refusal)
        {
            return refusal;
        }

        var version = await mediator.Send(new AcceptInvitation(id, invitationId, key, asked.By), ct);
        return asked.Versioned(Results.Ok(await reader.ReadAsync(id, asked.By, ct)), version);
    }

    private static async Task<InvitationAddress> VerifiedAsync(InvitationAddresses addresses, ProjectId project, InvitationId invitation, string? key, CancellationToken ct)
        => await addresses.FindAsync(project, invitation, ct) is { } address && LinkKey.Fits(key, address.KeyHash) ? address : throw Gone();

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
