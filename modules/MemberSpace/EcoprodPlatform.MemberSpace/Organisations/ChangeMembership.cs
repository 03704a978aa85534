namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// Staff record whether a structure is a member and until when its fee is paid. A space that is open stays open when the
/// fee lapses: it gets no new tag until the renewal, and is read-only after the day of grace (MS-7).
/// </summary>
internal sealed record ChangeMembership(OrganisationId Id, Membership Membership, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<ChangeMembership, long>
    {
        public Task<long> Handle(ChangeMembership command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.ChangeMembership(command.Membership), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Membership, ShowAsync);
        to.Staff.Form(Links.Membership, PostAsync);
        to.Staff.Put("/api/organisations/{id:guid}/membership", PutAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        var form = new PageForm().Set("member", organisation.IsMember).Set("paidUntil", organisation.PaidUntil).SetVersion(organisation.Version);
        return Page.Of(new ChangeMembershipPage { Organisation = organisation, Form = form });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var membership = MembershipFields.Read(form);
        return await form.TryAsync(() => mediator.Send(new ChangeMembership(id, membership, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Adhésion enregistrée.", "Membership saved."))
            : Page.Of(new ChangeMembershipPage { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }

    /// <summary>Records the membership. If-Match must hold the version that was read.</summary>
    private static async Task<NoContent> PutAsync(OrganisationId id, Body body, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new ChangeMembership(id, MembershipFields.Of(body.IsMember, body.PaidUntil), seen, asked.By), ct));

    internal sealed record Body(bool IsMember, DateOnly? PaidUntil = null);
}
