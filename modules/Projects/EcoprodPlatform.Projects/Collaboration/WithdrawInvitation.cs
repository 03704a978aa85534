namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Takes an invitation back: its link no longer works and its address is forgotten.</summary>
internal sealed record WithdrawInvitation(ProjectId ProjectId, InvitationId InvitationId, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<WithdrawInvitation, long>
    {
        public async Task<long> Handle(WithdrawInvitation command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var events = project.State.Withdraw(command.By.Id, command.InvitationId);
            project.Expect(command.Seen);
            await store.Begin(command.By).Append(project, events)
                .Also("delete from invitations where invitation_id = $1", command.InvitationId)
                .SaveAsync(ct);
            return project.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Withdraw, PostAsync);
        to.Page(Links.Withdraw, (ProjectId id) => Page.Redirect(ProjectLinks.Collaboration(id)));
        to.Delete("/api/projects/{id:guid}/invitations/{invitationId:guid}", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, InvitationId invitationId, Asked asked, PageForm form, CollaborationView view, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new WithdrawInvitation(id, invitationId, form.Version(), asked.By), ct))
            ? Page.Redirect(ProjectLinks.Collaboration(id), Flash.Done("Invitation retirée : son lien ne fonctionne plus.", "Invitation withdrawn: its link no longer works."))
            : Page.Of(new CollaborationPage { Model = await view.ReadAsync(id, asked.By, ct, refused: form) }, form.Status);

    /// <summary>Takes an invitation back.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId id, InvitationId invitationId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new WithdrawInvitation(id, invitationId, asked.Seen, asked.By), ct));
}
