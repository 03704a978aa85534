using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Projects.Closure;

/// <summary>Closes a project: today, in Paris, becomes its finalisation date (PR-20); from then on only its tags change (MS-49).</summary>
internal sealed record CloseProject(Guid ProjectId, long? ExpectedVersion, Actor Actor) : IRequest<CloseProject.Closed>
{
    internal sealed record Closed(long Version, DateOnly FinalisedOn);

    internal sealed class Handler(EventStore<ProjectsModule> store, TimeProvider clock) : IRequestHandler<CloseProject, Closed>
    {
        public async Task<Closed> Handle(CloseProject request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            var today = Today(clock);
            var events = project.State.Close(request.Actor.Id, today);
            project.Expect(request.ExpectedVersion);
            await store.Begin(request.Actor).Append(project, events)
                .Also("delete from invitations where project_id = $1", request.ProjectId)
                .SaveAsync(cancellationToken);
            return new Closed(project.Version + events.Length, today);
        }
    }

    /// <summary>The day in Paris: the trade's calendar, whatever the server's clock is set to.</summary>
    internal static DateOnly Today(TimeProvider clock)
    {
        // A machine without time zone data closes at most a day early; it does not fail.
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var paris) ? paris : TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}/cloture", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/projets/{id:guid}/cloture", PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPost("/{id:guid}/closure", CreateAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("CloseProject")
            .Produces<ClosureResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext http, EventStore<ProjectsModule> store, TimeProvider clock, CancellationToken ct)
    {
        var project = await store.LoadForAsync(id, http.Actor(), ct);
        if (project.State.IsClosed)
        {
            return Page.Redirect(ProjectLinks.Configuration(id));
        }

        project.State.Close(http.Actor().Id, Today(clock));
        return Show(project, new PageForm(), http, clock);
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, EventStore<ProjectsModule> store, TimeProvider clock, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        return await form.TryAsync(() => mediator.Send(new CloseProject(id, form.Version(), http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), Flash.Done("Projet clôturé.", "Project closed."))
            : Show(await store.LoadForAsync(id, http.Actor(), ct), form, http, clock);
    }

    private static IResult Show(EventStream<Project> project, PageForm form, HttpContext http, TimeProvider clock) => Page.Of<CloseProjectPage>(
        new { Project = ProjectFrame.Of(project, http.Actor()), Today = Today(clock), Invitations = project.State.Invitations.Count, Form = form.SetVersion(project.Version) },
        form.Status);

    /// <summary>Closes the project, for good.</summary>
    private static async Task<IResult> CreateAsync(Guid id, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var closed = await mediator.Send(new CloseProject(id, http.IfMatch(), http.Actor()), ct);
        http.ETag(closed.Version);
        return Results.Created($"/api/projects/{id}", new ClosureResource(closed.FinalisedOn));
    }

    /// <summary>The closing of a project.</summary>
    internal sealed record ClosureResource(DateOnly FinalisedOn);
}
