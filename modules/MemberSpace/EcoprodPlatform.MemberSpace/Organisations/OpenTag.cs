using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff create a tag of a structure: its own name, or one per subsidiary (MS-9, MS-10). Its name is unique across all structures.</summary>
internal sealed record OpenTag(OrganisationId Id, TagId TagId, string Name, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<OpenTag, long>
    {
        public Task<long> Handle(OpenTag command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.OpenTag(command.TagId, command.Name, desk.Today), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.NewTag, ShowAsync);
        to.Staff.Form(Links.NewTag, PostAsync);
        to.Staff.Post("/api/organisations/{id:guid}/tags", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(Model(organisation, new PageForm().SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new OpenTag(id, new TagId(ids.NewId()), name, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), new Flash(new Text($"Tag « {name} » créé.", $"Tag “{name}” created.")))
            : Page.Of(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Creates a tag of the structure.</summary>
    private static async Task<Created<TagView>> CreateAsync(OrganisationId id, Body body, Asked asked, IMediator mediator, IdSource ids, OrganisationReader reader, CancellationToken ct)
    {
        var tagId = new TagId(ids.NewId());
        var version = await mediator.Send(new OpenTag(id, tagId, body.Name ?? "", asked.Seen, asked.By), ct);
        return asked.Created($"/api/organisations/{id}/tags/{tagId}", (await reader.ReadAsync(id, ct)).Tags.Single(t => t.Id == tagId), version);
    }

    private static NamePage Model(OrganisationView organisation, PageForm form) => new()
    {
        Organisation = organisation,
        Form = form,
        Title = new Text("Créer un tag", "Create a tag"),
        Verb = new Text("Créer le tag", "Create the tag"),
        Help = new Text(
            "Les équipes le cherchent par son nom : celui de la structure, ou d’une filiale.",
            "Teams look for it by its name: the structure’s, or a subsidiary’s."),
    };

    internal sealed record Body(string? Name) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(() => Label.Of(Name, "name", "tag.name-required"));
    }
}
