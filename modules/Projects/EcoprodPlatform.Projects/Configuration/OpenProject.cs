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

/// <summary>
/// Creates a project with its configuration (PR-18). Its id is chosen by whoever asks, so that asking twice (a double
/// click, a retry after a lost answer) creates one.
/// </summary>
internal sealed record OpenProject(Guid ProjectId, ProjectConfiguration Configuration, Actor Actor) : IRequest<OpenProject.Opened>
{
    /// <param name="Version">Version of the project's stream now.</param>
    /// <param name="IsNew">False when this very person had created it before.</param>
    internal sealed record Opened(long Version, bool IsNew);

    internal sealed class Handler(EventStore<ProjectsModule> store, TimeProvider clock) : IRequestHandler<OpenProject, Opened>
    {
        public async Task<Opened> Handle(OpenProject request, CancellationToken cancellationToken)
        {
            try
            {
                return await OpenAsync(request, cancellationToken);
            }
            catch (ConcurrencyException)
            {
                // The other of two clicks was faster: what it created is what was asked for.
                return await OpenAsync(request, cancellationToken);
            }
        }

        private async Task<Opened> OpenAsync(OpenProject command, CancellationToken ct)
        {
            var stream = await store.LoadAsync<Project>(command.ProjectId, ct);
            if (stream.Exists && stream.State.OwnerId == command.Actor.Id)
            {
                return new Opened(stream.Version, IsNew: false);
            }

            var events = stream.State.Open(command.Actor.Id, command.Configuration, clock.GetUtcNow());
            return new Opened(await store.CommitAsync(stream, events, null, command.Actor, ct), IsNew: true);
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(ProjectsLinks.New, Show).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(ProjectsLinks.New, PostAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/projects").MapPost("", CreateAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("OpenProject")
            .Accepts<ProjectBody>("application/json")
            .Produces<ProjectResource>(StatusCodes.Status201Created)
            .Produces<ProjectResource>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Show(IdSource ids)
    {
        var form = ConfigurationForm.Of(new ProjectConfiguration { LeadCountry = "FR" }).Set(ConfigurationForm.ProjectField, ids.NewId().ToString());
        return Page.Of<NewProjectPage>(new { Form = form });
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var configuration = ConfigurationForm.Read(form);
        var id = form.Id(ConfigurationForm.ProjectField) is { } chosen && IdSource.MadeAt(chosen) is not null ? chosen : Guid.Empty;
        if (id == Guid.Empty)
        {
            throw new BadHttpRequestException("The form has lost the id of the project to create.");
        }

        return await form.TryAsync(() => mediator.Send(new OpenProject(id, configuration, http.Actor()), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), new Flash(
                new Text("Projet créé. Taguez maintenant les structures partenaires, ou passez aux données.", "Project created. Tag the partner organisations now, or go on to the data."),
                NoticeKind.Done,
                Footprint.Contracts.FootprintLinks.Provisional(id),
                new Text("Saisir les données prévisionnelles", "Enter the provisional data")))
            : Page.Of<NewProjectPage>(new { Form = form }, form.Status);
    }

    /// <summary>Creates a project. An optional <c>id</c> (a UUID version 7 of yours) makes the call repeatable: the second answers 200 with the project.</summary>
    private static async Task<IResult> CreateAsync(HttpContext http, IMediator mediator, IdSource ids, ProjectReader reader, CancellationToken ct)
    {
        var body = await JsonBody.ReadAsync(http);
        var configuration = body.Configuration();
        var id = body.Id("id") ?? ids.NewId();
        if (body.Refusal([.. configuration.Tidy().Faults()]) is { } refusal)
        {
            return refusal;
        }

        var opened = await mediator.Send(new OpenProject(id, configuration, http.Actor()), ct);
        http.ETag(opened.Version);
        var resource = await reader.ReadAsync(id, http.Actor(), ct);
        return opened.IsNew ? Results.Created($"/api/projects/{id}", resource) : Results.Ok(resource);
    }
}
