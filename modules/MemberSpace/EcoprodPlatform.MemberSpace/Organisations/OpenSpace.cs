namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff open the one member space of a paid-up member (MS-6, MS-7, MS-53).</summary>
internal sealed record OpenSpace(OrganisationId Id, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<OpenSpace, long>
    {
        public Task<long> Handle(OpenSpace command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.OpenSpace(desk.Today), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Space, ShowAsync);
        to.Staff.Form(Links.Space, PostAsync);
        to.Staff.Post("/api/organisations/{id:guid}/space", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new OpenSpacePage { Organisation = organisation, Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new OpenSpace(id, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Espace membre ouvert. Créez maintenant ses tags et ajoutez qui l’administre.", "Member space opened. Now create its tags and add who administers it."))
            : Page.Of(new OpenSpacePage { Organisation = await reader.ReadAgainAsync(id, form, ct), Form = form }, form.Status);

    /// <summary>Opens the structure's member space.</summary>
    private static async Task<Created> CreateAsync(OrganisationId id, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.Created($"/api/organisations/{id}", await mediator.Send(new OpenSpace(id, asked.Seen, asked.By), ct));
}
