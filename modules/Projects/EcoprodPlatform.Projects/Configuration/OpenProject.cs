using EcoprodPlatform.Web.Fields;
namespace EcoprodPlatform.Projects.Configuration;

/// <summary>
/// Creates a project with its configuration (PR-18). Its id is chosen by whoever asks, so that asking twice (a double
/// click, a retry after a lost answer) creates one; asking for something else under the same id is refused. Answers its version.
/// </summary>
internal sealed record OpenProject(ProjectId ProjectId, ProjectConfiguration Configuration, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<ProjectsModule> store, TimeProvider clock) : IRequestHandler<OpenProject, long>
    {
        public async Task<long> Handle(OpenProject command, CancellationToken ct)
        {
            // As it was opened: what it became since is no reason to refuse a repetition.
            var opened = await store.LoadAsync<Project>(command.ProjectId, upToVersion: 1, ct);
            var events = opened.State.Open(command.By.Id, command.Configuration, clock.GetUtcNow());
            return events.Length > 0
                ? await store.CommitAsync(opened, events, null, command.By, ct)
                : (await store.LoadAsync<Project>(command.ProjectId, ct)).Version;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.New, Show);
        to.Form(Links.New, PostAsync);
        to.Post("/api/projects", CreateAsync).Accepts<ProjectBody>("application/json").Produces<ProjectResource>(StatusCodes.Status201Created);
    }

    private static IResult Show(IdSource ids)
    {
        var form = ConfigurationForm.Of(new ProjectConfiguration { LeadCountry = "FR" }).Set(ConfigurationForm.ProjectField, ids.NewId().ToString());
        return Page.Of(new NewProjectPage { Form = form });
    }

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        var configuration = ConfigurationForm.Read(form);
        var id = form.Id(ConfigurationForm.ProjectField) is { } chosen && IdSource.MadeAt(chosen) is not null
            ? new ProjectId(chosen)
            : throw new BadHttpRequestException("The form has lost the id of the project to create.");

        return await form.TryAsync(() => mediator.Send(new OpenProject(id, configuration, asked.By), ct))
            ? Page.Redirect(ProjectLinks.Configuration(id), new Flash(
                new Text("Projet créé. Taguez maintenant les structures partenaires, ou passez aux données.", "Project created. Tag the partner organisations now, or go on to the data."),
                NoticeKind.Done,
                Footprint.Contracts.FootprintLinks.Provisional(id),
                new Text("Saisir les données prévisionnelles", "Enter the provisional data")))
            : Page.Of(new NewProjectPage { Form = form }, form.Status);
    }

    /// <summary>Creates a project. An optional <c>id</c> (a UUID version 7 of yours) makes the call repeatable: the same project sent again is answered as the first time, another one under that id is refused (409).</summary>
    private static async Task<IResult> CreateAsync(Asked asked, JsonBody body, IMediator mediator, IdSource ids, ProjectReader reader, CancellationToken ct)
    {
        var configuration = ProjectConfiguration.Fields.Read(body, new ProjectConfiguration());
        var id = new ProjectId(body.Id("id") ?? ids.NewId());
        if (body.Refusal("project", configuration.Tidy().Faults()) is { } refusal)
        {
            return refusal;
        }

        var version = await mediator.Send(new OpenProject(id, configuration, asked.By), ct);
        return asked.Created($"/api/projects/{id}", await reader.ReadAsync(id, asked.By, ct), version);
    }
}
