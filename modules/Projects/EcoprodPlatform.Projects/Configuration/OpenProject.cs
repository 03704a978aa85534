using EcoprodPlatform.Web.Fields;
namespace EcoprodPlatform.Projects.Configuration;

/// <summary>
/// Creates a project with its configuration (PR-18). Its id is chosen by whoever asks, so that asking twice (a double
/// click, a retry after a lost answer) creates one.
/// </summary>
internal sealed record OpenProject(ProjectId ProjectId, ProjectConfiguration Configuration, Actor By) : IRequest<OpenProject.Opened>
{
    /// <param name="Version">Version of the project's stream now.</param>
    /// <param name="IsNew">False when this very person had created it before.</param>
    internal sealed record Opened(long Version, bool IsNew);

    internal sealed class Handler(EventStore<ProjectsModule> store, TimeProvider clock) : IRequestHandler<OpenProject, Opened>
    {
        public async Task<Opened> Handle(OpenProject command, CancellationToken ct)
        {
            try
            {
                return await OpenAsync(command, ct);
            }
            catch (ConcurrencyException)
            {
                // The other of two clicks was faster: what it created is what was asked for.
                return await OpenAsync(command, ct);
            }
        }

        private async Task<Opened> OpenAsync(OpenProject command, CancellationToken ct)
        {
            var stream = await store.LoadAsync<Project>(command.ProjectId, ct);
            if (stream.Exists && stream.State.OwnerId == command.By.Id)
            {
                return new Opened(stream.Version, IsNew: false);
            }

            var events = stream.State.Open(command.By.Id, command.Configuration, clock.GetUtcNow());
            return new Opened(await store.CommitAsync(stream, events, null, command.By, ct), IsNew: true);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.New, Show);
        to.Form(Links.New, PostAsync);
        to.Post("/api/projects", CreateAsync).Accepts<ProjectBody>("application/json").Produces<ProjectResource>(StatusCodes.Status201Created).Produces<ProjectResource>();
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

    /// <summary>Creates a project. An optional <c>id</c> (a UUID version 7 of yours) makes the call repeatable: the second answers 200 with the project.</summary>
    private static async Task<IResult> CreateAsync(Asked asked, JsonBody body, IMediator mediator, IdSource ids, ProjectReader reader, CancellationToken ct)
    {
        var configuration = ProjectConfiguration.Fields.Read(body, new ProjectConfiguration());
        var id = new ProjectId(body.Id("id") ?? ids.NewId());
        if (body.Refusal("project", configuration.Tidy().Faults()) is { } refusal)
        {
            return refusal;
        }

        var opened = await mediator.Send(new OpenProject(id, configuration, asked.By), ct);
        var resource = await reader.ReadAsync(id, asked.By, ct);
        return asked.Versioned(opened.IsNew ? Results.Created($"/api/projects/{id}", resource) : Results.Ok(resource), opened.Version);
    }
}
