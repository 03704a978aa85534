using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff correct a tag's name; the projects that carry it show the new one.</summary>
internal sealed record RenameTag(OrganisationId Id, TagId TagId, string Name, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RenameTag, long>
    {
        public Task<long> Handle(RenameTag command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.RenameTag(command.TagId, command.Name), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.TagName, ShowAsync);
        to.Staff.Form(Links.TagName, PostAsync);
        to.Staff.Put("/api/organisations/{id:guid}/tags/{tagId:guid}", PutAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, TagId tagId, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(Model(organisation, new PageForm { ["name"] = organisation.Tag(tagId).Name }.SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(OrganisationId id, TagId tagId, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new RenameTag(id, tagId, name, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), new Flash(new Text($"Tag renommé « {name} ».", $"Tag renamed “{name}”.")))
            : Page.Of(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Changes the tag's name. If-Match must hold the structure's version that was read.</summary>
    private static async Task<NoContent> PutAsync(OrganisationId id, TagId tagId, Body body, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RenameTag(id, tagId, body.Name ?? "", seen, asked.By), ct));

    private static NamePage Model(OrganisationView organisation, PageForm form)
        => new() { Organisation = organisation, Form = form, Title = new Text("Renommer le tag", "Rename the tag"), Verb = new Text("Enregistrer", "Save") };

    internal sealed record Body(string? Name) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(() => Label.Of(Name, "name", "tag.name-required"));
    }
}
