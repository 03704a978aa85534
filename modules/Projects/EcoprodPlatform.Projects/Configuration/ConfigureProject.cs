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

namespace EcoprodPlatform.Projects.Configuration;

/// <summary>Changes the general information of a project: the whole Configuration page at once. Owner and contributors, while it is open.</summary>
internal sealed record ConfigureProject(Guid ProjectId, ProjectConfiguration Configuration, long ExpectedVersion, Actor Actor) : IRequest<ConfigureProject.Outcome>
{
    internal sealed record Outcome(long Version, bool HasChanged);

    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<ConfigureProject, Outcome>
    {
        public async Task<Outcome> Handle(ConfigureProject request, CancellationToken cancellationToken)
        {
            var project = await store.LoadForAsync(request.ProjectId, request.Actor, cancellationToken);
            var events = project.State.Configure(request.Actor.Id, request.Configuration);
            var version = await store.CommitAsync(project, events, request.ExpectedVersion, request.Actor, cancellationToken);
            return new Outcome(version, events.Length > 0);
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/projets/{id:guid}", (Guid id) => Page.Redirect(ProjectLinks.Configuration(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage("/projets/{id:guid}/configuration", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/projets/{id:guid}/configuration", PostAsync).RequireAuthorization(Policies.SignedIn);
        var api = endpoints.MapApi("/projects");
        api.MapGet("/{id:guid}", GetAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("GetProject").Produces<ProjectResource>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/{id:guid}", PutAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("ConfigureProject")
            .Accepts<ProjectBody>("application/json")
            .Produces<ProjectResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext http, ConfigurationView view, CancellationToken ct)
        => Page.Of<ConfigurationPage>(new { Model = await view.ReadAsync(id, http, form: null, ct) });

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, ConfigurationView view, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var configuration = ConfigurationForm.Read(form);
        Outcome? outcome = null;
        if (await form.TryAsync(async () => outcome = await mediator.Send(new ConfigureProject(id, configuration, form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(ProjectLinks.Configuration(id), outcome!.HasChanged
                ? Flash.Done("Informations enregistrées.", "Information saved.")
                : new Flash(new Text("Rien n’avait changé : rien n’a été enregistré.", "Nothing had changed: nothing was saved."), NoticeKind.Info));
        }

        var model = await view.ReadAsync(id, http, form, ct);
        if (form.IsStale)
        {
            form.SetVersion(model.Project.Version);
        }

        return Page.Of<ConfigurationPage>(new { Model = model }, form.Status);
    }

    /// <summary>One project: its configuration, status, tags and totals. The version is in ETag.</summary>
    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ProjectReader reader, CancellationToken ct)
    {
        var project = await reader.ReadAsync(id, http.Actor(), ct);
        http.ETag(project.Version);
        return Results.Ok(project);
    }

    /// <summary>Replaces the configuration. If-Match must hold the version that was read.</summary>
    private static async Task<IResult> PutAsync(Guid id, HttpContext http, IMediator mediator, ProjectReader reader, CancellationToken ct)
    {
        var version = http.RequiredIfMatch();

        var body = await JsonBody.ReadAsync(http);
        var configuration = body.Configuration();
        // A stranger learns nothing of the project by the way their data are refused.
        await reader.ReadAsync(id, http.Actor(), ct);
        if (body.Refusal([.. configuration.Tidy().Faults()]) is { } refusal)
        {
            return refusal;
        }

        var outcome = await mediator.Send(new ConfigureProject(id, configuration, version, http.Actor()), ct);
        http.ETag(outcome.Version);
        return Results.Ok(await reader.ReadAsync(id, http.Actor(), ct));
    }
}
