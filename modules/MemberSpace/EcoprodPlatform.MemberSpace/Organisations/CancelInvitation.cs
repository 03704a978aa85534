namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff take back the invitation of somebody who has no account yet.</summary>
internal sealed record CancelInvitation(OrganisationId Id, InvitationId InvitationId, string? Reason, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store) : IRequestHandler<CancelInvitation, long>
    {
        public async Task<long> Handle(CancelInvitation command, CancellationToken ct)
        {
            var reason = OrganisationDesk.Reason(command.Reason);
            var organisation = await store.LoadAsync<Organisation>(command.Id, ct);
            OrganisationEvent[] events = [.. organisation.State.CancelInvitation(command.InvitationId)];
            organisation.Expect(command.Seen);
            await store.Begin(command.By, reason: reason).Append(organisation, events)
                .Also("delete from administrator_invitations where invitation_id = $1", command.InvitationId).SaveAsync(ct);
            return organisation.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.CancelInvitation, ShowAsync);
        to.Staff.Form(Links.CancelInvitation, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, InvitationId invitation, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new CancelInvitationPage { Organisation = organisation, Invited = organisation.Invitation(invitation), Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, InvitationId invitation, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new CancelInvitation(id, invitation, form["reason"], form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Organisation(id), Flash.Done("Invitation annulée.", "Invitation cancelled."));
        }

        var organisation = await reader.ReadAgainAsync(id, form, ct);
        return Page.Of(new CancelInvitationPage { Organisation = organisation, Invited = organisation.Invitation(invitation), Form = form }, form.Status);
    }
}
