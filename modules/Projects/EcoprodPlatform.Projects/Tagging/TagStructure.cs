using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Configuration;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Projects.Tagging;

/// <summary>Tags a partner structure on a project: its member space will see the project (MS-48, MS-56). Possible on a closed one (MS-49).</summary>
internal sealed record TagStructure(Guid ProjectId, Guid TagId, long? ExpectedVersion, Actor Actor) : IRequest<TagStructure.Tagged>
{
    internal sealed record Tagged(long Version, OrganisationTag Tag);

    internal sealed class Handler(EventStore<ProjectsModule> store, TagRegister register) : IRequestHandler<TagStructure, Tagged>
    {
        public async Task<Tagged> Handle(TagStructure request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            project.State.DemandTagger(request.Actor.Id);
            var tag = await register.FindAsync(request.TagId, cancellationToken) ?? throw UnknownTag("tagId");
            var events = project.State.Tag(request.Actor.Id, tag);
            return new Tagged(await store.CommitAsync(project, events, request.ExpectedVersion, request.Actor, cancellationToken), tag);
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapForm("/projets/{id:guid}/tags", PostAsync).RequireAuthorization(Policies.SignedIn);
        // The address of the form, opened by hand or by a sign-in that came in between.
        endpoints.MapPage("/projets/{id:guid}/tags", (Guid id) => Page.Redirect(ProjectsLinks.Tagging(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPost("/{id:guid}/tags", CreateAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("TagStructure")
            .Accepts<TagBody>("application/json")
            .Produces<TagResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        endpoints.MapApi("/tags").MapGet("", SearchAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("SearchTags").Produces<TagResource[]>();
    }

    internal static RuleBrokenException UnknownTag(string field) => new(
        "project.unknown-tag",
        new Text("Ce tag n’existe pas : choisissez une structure parmi les résultats de la recherche.", "This tag does not exist: choose an organisation among the results of the search."),
        field: field);

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, ConfigurationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        Tagged? done = null;
        if (await form.TryAsync(async () => done = await mediator.Send(new TagStructure(id, form.Id("tagId") ?? Guid.Empty, form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(ProjectsLinks.Tagging(id), new Flash(new Text(
                $"« {done!.Tag.Name} » est tagué : {done.Tag.OrganisationName} voit maintenant ce projet.",
                $"“{done.Tag.Name}” is tagged: {done.Tag.OrganisationName} can now see this project.")));
        }

        // Nothing was typed that could be lost: the page is shown as it is now, with the reason.
        return Page.Of<ConfigurationPage>(new { Model = await view.ReadAsync(id, http, form: null, ct, tagging: form) }, form.Status);
    }

    /// <summary>Tags a structure, by the tag's id or by its exact name.</summary>
    private static async Task<IResult> CreateAsync(Guid id, HttpContext http, IMediator mediator, EventStore<ProjectsModule> store, TagRegister register, CancellationToken ct)
    {
        var body = await JsonBody.ReadAsync(http);
        var (tagId, name) = (body.AnyId("tagId"), body.String("name"));
        if (body.Refusal([]) is { } refusal)
        {
            return refusal;
        }

        (await store.LoadForAsync(id, http.Actor(), ct)).State.DemandTagger(http.Actor().Id);
        tagId ??= name is null ? throw UnknownTag("tagId") : await NamedAsync(name, register, ct);
        var tagged = await mediator.Send(new TagStructure(id, tagId.Value, http.IfMatch(), http.Actor()), ct);
        http.ETag(tagged.Version);
        return Results.Created($"/api/projects/{id}/tags/{tagId}", Resource(tagged.Tag));
    }

    /// <summary>Tags that may be put on projects, by any part of their name or of their structure's.</summary>
    private static async Task<IResult> SearchAsync(string? q, TagRegister register, CancellationToken ct)
        => Results.Ok((await register.SearchAsync(q, TagRegister.Results, ct)).Select(Resource));

    /// <summary>The one usable tag of this name; otherwise says which names are near, or which tags share it.</summary>
    private static async Task<Guid> NamedAsync(string name, TagRegister register, CancellationToken ct)
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
