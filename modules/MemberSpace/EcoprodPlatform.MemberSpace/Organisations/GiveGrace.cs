namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff say until when the space of a structure whose fee lapsed still takes changes; after that it is read-only (MS-7).</summary>
internal sealed record GiveGrace(OrganisationId Id, DateOnly? Until, string? Reason, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<GiveGrace, long>
    {
        public Task<long> Handle(GiveGrace command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.GiveGrace(command.Until), ct, OrganisationDesk.Reason(command.Reason));
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Grace, ShowAsync);
        to.Staff.Form(Links.Grace, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new GiveGracePage { Organisation = organisation, Form = new PageForm().Set("until", organisation.OpenUntil).SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var until = form.Date("until", new Text("Modifiable jusqu’au", "Takes changes until"));
        return await form.TryAsync(() => mediator.Send(new GiveGrace(id, until, form["reason"], form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Délai enregistré.", "Days of grace saved."))
            : Page.Of(new GiveGracePage { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);
    }
}
