using EcoprodPlatform.Web.Fields;
namespace EcoprodPlatform.Projects.Configuration;

/// <summary>Changes the general information of a project: the whole Configuration page at once. Owner and contributors, while it is open.</summary>
internal sealed record ConfigureProject(ProjectId ProjectId, ProjectConfiguration Configuration, long Seen, Actor By) : IRequest<ConfigureProject.Outcome>
{
    internal sealed record Outcome(long Version, bool HasChanged);

    internal sealed class Handler(EventStore<ProjectsModule> store) : IRequestHandler<ConfigureProject, Outcome>
    {
        public async Task<Outcome> Handle(ConfigureProject command, CancellationToken ct)
        {
            var project = await store.LoadForAsync(command.ProjectId, command.By, ct);
            var events = project.State.Configure(command.By.Id, command.Configuration);
            var version = await store.CommitAsync(project, events, command.Seen, command.By, ct);
            return new Outcome(version, events.Length > 0);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Project, (ProjectId id) => Page.Redirect(ProjectLinks.Configuration(id)));
        to.Page(ProjectLinks.Configuration, ShowAsync);
        to.Form(ProjectLinks.Configuration, PostAsync);
        to.Get("/api/projects/{id:guid}", GetAsync, "GetProject");
        to.Put("/api/projects/{id:guid}", PutAsync).Accepts<ProjectBody>("application/json").Produces<ProjectResource>();
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, string? tag, ConfigurationView view, CancellationToken ct)
        => Page.Of(new ConfigurationPage { Model = await view.ReadAsync(id, asked.By, tag, form: null, ct) });

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, string? tag, ConfigurationView view, IMediator mediator, CancellationToken ct)
    {
        var configuration = ConfigurationForm.Read(form);
        Outcome? outcome = null;
        if (await form.TryAsync(async () => outcome = await mediator.Send(new ConfigureProject(id, configuration, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(ProjectLinks.Configuration(id), outcome!.HasChanged
                ? Flash.Done("Informations enregistrées.", "Information saved.")
                : new Flash(new Text("Rien n’avait changé : rien n’a été enregistré.", "Nothing had changed: nothing was saved."), NoticeKind.Info));
        }

        var model = await view.ReadAsync(id, asked.By, tag, form, ct);
        if (form.IsStale)
        {
            form.SetVersion(model.Project.Version);
        }

        return Page.Of(new ConfigurationPage { Model = model }, form.Status);
    }

    /// <summary>One project: its configuration, status, tags and totals. The version is in ETag.</summary>
    private static async Task<ProjectResource> GetAsync(ProjectId id, Asked asked, ProjectReader reader, CancellationToken ct)
    {
        var project = await reader.ReadAsync(id, asked.By, ct);
        return asked.Versioned(project, project.Version);
    }

    /// <summary>Replaces the configuration. If-Match must hold the version that was read.</summary>
    private static async Task<IResult> PutAsync(ProjectId id, Asked asked, JsonBody body, SeenVersion seen, IMediator mediator, ProjectReader reader, CancellationToken ct)
    {
        var configuration = ProjectConfiguration.Fields.Read(body, new ProjectConfiguration());
        // A stranger learns nothing of the project by the way their data are refused.
        await reader.ReadAsync(id, asked.By, ct);
        if (body.Refusal("project", configuration.Tidy().Faults()) is { } refusal)
        {
            return refusal;
        }

        var outcome = await mediator.Send(new ConfigureProject(id, configuration, seen, asked.By), ct);
        return asked.Versioned(Results.Ok(await reader.ReadAsync(id, asked.By, ct)), outcome.Version);
    }
}
