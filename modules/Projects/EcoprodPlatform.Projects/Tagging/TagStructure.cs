using EcoprodPlatform.Web.Fields;
using EcoprodPlatform.Projects.Configuration;

namespace EcoprodPlatform.Projects.Tagging;

/// <summary>Tags a partner structure on a project: its member space will see the project (MS-48, MS-56). Possible on a closed one (MS-49).</summary>
internal sealed record TagStructure(ProjectId ProjectId, TagId TagId, long? Seen, Actor By) : IRequest<TagStructure.Tagged>
{
    internal sealed record Tagged(long Version, OrganisationTag Tag);

    internal sealed class Handler(EventStore<ProjectsModule> store, TagRegister register) : IRequestHandler<TagStructure, Tagged>
    {
        public async Task<Tagged> Handle(TagStructure command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            project.State.Demand(ProjectAct.TagStructures, command.By.Id);
            var tag = await register.FindAsync(command.TagId, ct) ?? throw UnknownTag("tagId");
            var events = project.State.Tag(command.By.Id, tag);
            return new Tagged(await store.CommitAsync(project, events, command.Seen, command.By, ct), tag);
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Tags, PostAsync);
        // The address of the form, opened by hand or by a sign-in that came in between.
        to.Page(Links.Tags, (ProjectId id) => Page.Redirect(Links.Tagging(id)));
        to.Post("/api/projects/{id:guid}/tags", CreateAsync).Accepts<TagBody>("application/json").Produces<TagResource>(StatusCodes.Status201Created);
        to.Get("/api/tags", SearchAsync, "SearchTags");
    }

    internal static RuleBrokenException UnknownTag(string field) => new(
        "project.unknown-tag",
        new Text("Ce tag n’existe pas : choisissez une structure parmi les résultats de la recherche.", "This tag does not exist: choose an organisation among the results of the search."),
        field: field);

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, string? tag, ConfigurationView view, IMediator mediator, CancellationToken ct)
    {
        Tagged? done = null;
        if (await form.TryAsync(async () => done = await mediator.Send(new TagStructure(id, new TagId(form.Id("tagId") ?? Guid.Empty), form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Tagging(id), new Flash(new Text(
                $"« {done!.Tag.Name} » est tagué : {done.Tag.OrganisationName} voit maintenant ce projet.",
                $"“{done.Tag.Name}” is tagged: {done.Tag.OrganisationName} can now see this project.")));
        }

        // Nothing was typed that could be lost: the page is shown as it is now, with the reason.
        return Page.Of(new ConfigurationPage { Model = await view.ReadAsync(id, asked.By, tag, form: null, ct, tagging: form) }, form.Status);
    }

    /// <summary>Tags a structure, by the tag's id or by its exact name.</summary>
    private static async Task<IResult> CreateAsync(ProjectId id, Asked asked, JsonBody body, IMediator mediator, EventStore<ProjectsModule> store, TagRegister register, CancellationToken ct)
    {
        var (given, name) = (body.AnyId("tagId"), body.String("name"));
        if (body.Refusal("project") is { } refusal)
        {
            return refusal;
        }

        (await store.LoadForAsync(id, asked.By, ct)).State.Demand(ProjectAct.TagStructures, asked.By.Id);
        var tagId = given is { } known ? new TagId(known)
            : name is null ? throw UnknownTag("tagId")
            : await NamedAsync(name, register, ct);
        var tagged = await mediator.Send(new TagStructure(id, tagId, asked.Seen, asked.By), ct);
        return asked.Created($"/api/projects/{id}/tags/{tagId}", Resource(tagged.Tag), tagged.Version);
    }

    /// <summary>Tags that may be put on projects, by any part of their name or of their structure's.</summary>
    private static async Task<IEnumerable<TagResource>> SearchAsync(string? q, TagRegister register, CancellationToken ct)
        => (await register.SearchAsync(q, TagRegister.Results, ct)).Select(Resource);

    /// <summary>The one usable tag of this name; otherwise says which names are near, or which tags share it.</summary>
    private static async Task<TagId> NamedAsync(string name, TagRegister register, CancellationToken ct)
    {
        var named = await register.NamedAsync(name, ct);
        if (named is [var only])
        {
            return only.TagId;
        }

        if (named.Count > 1)
        {
            var ids = string.Join(", ", named.Select(t => $"{t.OrganisationName} ({t.TagId})"));
            throw new RuleBrokenException("project.ambiguous-tag", new Text(
                $"Plusieurs structures ont un tag de ce nom, précisez tagId : {ids}.", $"Several organisations have a tag of this name, give the tagId: {ids}."), field: "name");
        }

        var near = await register.SearchAsync(name, 5, ct);
        if (near.Count == 0 && Folded.Words(name).Split(' ')[0] is { Length: > 2 } first)
        {
            near = await register.SearchAsync(first, 5, ct);
        }

        var names = string.Join(", ", near.Select(t => t.Name));
        throw new RuleBrokenException("project.unknown-tag", near.Count == 0
            ? new Text("Aucun tag ne porte ce nom.", "No tag has this name.")
            : new Text($"Aucun tag ne porte ce nom ; les plus proches : {names}.", $"No tag has this name; the nearest: {names}."), field: "name");
    }

    private static TagResource Resource(OrganisationTag tag) => new(tag.TagId, tag.Name, tag.OrganisationId, tag.OrganisationName, tag.IsUsable);

    /// <summary>One of the two: the tag's id, or its exact name (case and accents do not count).</summary>
    internal sealed record TagBody(Guid? TagId, string? Name);
}
