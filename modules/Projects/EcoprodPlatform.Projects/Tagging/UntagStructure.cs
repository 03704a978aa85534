using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Projects.Tagging;

/// <summary>Takes a structure's tag off a project: its member space no longer sees the project.</summary>
internal sealed record UntagStructure(Guid ProjectId, Guid TagId, long? ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<UntagStructure, long>
    {
        public Task<long> Handle(UntagStructure request, CancellationToken cancellationToken)
            => store.ActAsync(request.ProjectId, request.ExpectedVersion, request.Actor, p => p.Untag(request.Actor.Id, request.TagId), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}/tags/{tagId:guid}/retrait", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/projets/{id:guid}/tags/{tagId:guid}/retrait", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapDelete("/{id:guid}/tags/{tagId:guid}", DeleteAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("UntagStructure")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ShowAsync(Guid id, Guid tagId, HttpContext http, ProjectReader reader, CancellationToken ct)
        => await PageAsync(id, tagId, new PageForm(), http, reader, ct);

    private static async Task<IResult> PostAsync(Guid id, Guid tagId, HttpContext http, ProjectReader reader, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new UntagStructure(id, tagId, form.Version(), http.Actor()), ct))
            ? Page.Redirect(ProjectsLinks.Tagging(id), Flash.Done("Tag retiré : la structure ne voit plus ce projet.", "Tag removed: the organisation no longer sees this project."))
            : await PageAsync(id, tagId, form, http, reader, ct);
    }

    private static async Task<IResult> PageAsync(Guid id, Guid tagId, PageForm form, HttpContext http, ProjectReader reader, CancellationToken ct)
    {
        var (project, tags) = await reader.LoadAsync(id, http.Actor(), ct);
        project.State.Untag(http.Actor().Id, tagId);
        var tag = tags.Single(t => t.TagId == tagId);
        form.SetVersion(project.Version);
        return Page.Of<UntagStructurePage>(
            new { Project = ProjectFrame.Of(project, http.Actor()), tag.TagId, TagName = tag.Name, tag.OrganisationName, Form = form },
            form.Status);
    }

    /// <summary>Takes a tag off a project.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Guid tagId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new UntagStructure(id, tagId, http.IfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }
}
