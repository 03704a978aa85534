namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Sends an invitation again, with a new link for another 14 days; the old link stops working.</summary>
internal sealed record RenewInvitation(ProjectId ProjectId, InvitationId InvitationId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, InvitationAddresses addresses, InvitationAllowance allowance, InvitationMails mails, TimeProvider clock)
        : IRequestHandler<RenewInvitation, long>
    {
        public async Task<long> Handle(RenewInvitation command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var events = project.State.Renew(command.By.Id, command.InvitationId, clock.GetUtcNow());
            project.Expect(command.Seen);
            var address = await addresses.FindAsync(command.ProjectId, command.InvitationId, ct)
                ?? throw RuleBrokenException.NotFound("project.unknown-invitation", new Text("Cette invitation n’existe plus.", "This invitation no longer exists."));
            await allowance.TakeAsync(command.By, address.Email, ct);
            var key = LinkKey.New();
            var work = store.Begin(command.By).Append(project, events)
                .Also("update invitations set key_hash = $2 where invitation_id = $1", command.InvitationId, LinkKey.Hash(key));
            await mails.AddAsync(
                work,
                command.ProjectId,
                project.State,
                address,
                project.State.Invitations[command.InvitationId].Role,
                key,
                clock.GetUtcNow() + Project.InvitationValidity,
                ct);
            await work.SaveAsync(ct);
            return project.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Renew, PostAsync);
        to.Page(Links.Renew, (ProjectId id) => Page.Redirect(ProjectLinks.Collaboration(id)));
        to.Post("/api/projects/{id:guid}/invitations/{invitationId:guid}/mails", SendAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, InvitationId invitationId, Asked asked, PageForm form, CollaborationView view, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new RenewInvitation(id, invitationId, form.Version(), asked.By), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Invitation renvoyée, valable 14 jours.", "Invitation sent again, valid for 14 days."))
            : Page.Of(new CollaborationPage { Model = await view.ReadAsync(id, asked.By, ct, refused: form) }, form.Status);

    /// <summary>Sends the invitation's mail again.</summary>
    private static async Task<NoContent> SendAsync(ProjectId id, InvitationId invitationId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RenewInvitation(id, invitationId, asked.Seen, asked.By), ct));
}
