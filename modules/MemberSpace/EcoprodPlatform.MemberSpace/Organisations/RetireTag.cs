namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff retire a tag: nobody can put it on a project any more; the projects that carry it keep it.</summary>
internal sealed record RetireTag(OrganisationId Id, TagId TagId, long? Seen, Actor By) : IRequest<long>
{
    /// <summary>Why, where staff say so: kept in the history.</summary>
    public string? Reason { get; init; }

    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RetireTag, long>
    {
        public Task<long> Handle(RetireTag command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.RetireTag(command.TagId), ct, command.Reason);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.TagRetirement, ShowAsync);
        to.Staff.Form(Links.TagRetirement, PostAsync);
        to.Staff.Delete("/api/organisations/{id:guid}/tags/{tagId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, TagId tagId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(new RetireTagPage { Organisation = organisation, Tag = organisation.Tag(tagId), Form = new PageForm().SetVersion(organisation.Version) });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, TagId tagId, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var reason = form.Optional("reason", new Text("Raison", "Reason"), max: 500);
        if (await form.TryAsync(() => mediator.Send(new RetireTag(id, tagId, form.Version(), asked.By) { Reason = reason }, ct)))
        {
            return Page.Redirect(Links.Organisation(id), Flash.Done("Tag retiré.", "Tag retired."));
        }

        var organisation = await reader.ReadAgainAsync(id, form, ct);
        return Page.Of(new RetireTagPage { Organisation = organisation, Tag = organisation.Tag(tagId), Form = form }, form.Status);
    }

    /// <summary>Retires the tag.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId id, TagId tagId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RetireTag(id, tagId, asked.Seen, asked.By), ct));
}
