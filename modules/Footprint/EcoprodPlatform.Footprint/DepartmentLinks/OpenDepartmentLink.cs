namespace EcoprodPlatform.Footprint.DepartmentLinks;

/// <summary>Makes a link by which a department fills its own questions. Its key is told once: here.</summary>
/// <param name="Key">The key it shall have: a form that is sent twice makes one link.</param>
internal sealed record OpenDepartmentLink(ProjectId ProjectId, AssessmentKind Kind, string? Department, Actor By, string? Key = null) : IRequest<OpenDepartmentLink.Opened>
{
    internal sealed record Opened(DepartmentLink Link, string Key);

    internal sealed class Handler(
        EventStore<FootprintModule> store, ProjectAccess access, AssessmentSheets sheets, DepartmentLinkList links, QuestionnaireShelf shelf, IdSource ids, TimeProvider clock) : IRequestHandler<OpenDepartmentLink, Opened>
    {
        public async Task<Opened> Handle(OpenDepartmentLink command, CancellationToken ct)
        {
            var project = await access.EditAsync(command.ProjectId, command.By, ct);
            await sheets.GetAsync(command.ProjectId, command.Kind, ct);
            if (!DepartmentsOf(shelf.For(project.Genre)).Contains(command.Department, StringComparer.Ordinal))
            {
                throw new RuleBrokenException("footprint.unknown-department", new(
                    "Choisissez un département auquel le questionnaire de ce genre pose des questions.",
                    "Choose a department that the questionnaire of this genre asks."), field: DepartmentLinkFields.Department);
            }

            var (now, key) = (clock.GetUtcNow(), command.Key ?? LinkKey.New());
            if (await MadeAsync() is { } there)
            {
                return new Opened(there, key);
            }

            if ((await links.OfAsync(command.ProjectId, command.Kind, ct)).Count >= DepartmentLink.Most)
            {
                throw RuleBrokenException.Conflict("footprint.too-many-department-links", new(
                    $"Un bilan a {DepartmentLink.Most} liens au plus : mettez fin à ceux qui ne servent plus.",
                    $"An assessment has at most {DepartmentLink.Most} links: end those that are no longer used."));
            }

            var link = new DepartmentLink(ids.NewId(), command.ProjectId, command.Kind, command.Department!, now, now + DepartmentLink.Life);
            await store.Begin(command.By).Also(
                "insert into department_links (link_id, project_id, kind, department, key_hash, opened_by, opened_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key_hash) do nothing",
                link.Id, link.ProjectId, link.Kind.Code, link.Department, LinkKey.Hash(key), command.By.Id, link.OpenedAt, link.ExpiresAt).SaveAsync(ct);
            // Of two that were sent at the same moment one is there.
            return await MadeAsync() is { } made ? new Opened(made, key) : throw RuleBrokenException.Conflict("footprint.department-link-made", new(
                    "Ce formulaire a déjà créé un lien, qui n’est plus en service : rechargez la page pour en créer un autre.",
                    "This form has made a link already, which is no longer in force: reload the page to make another one."));

            async Task<DepartmentLink?> MadeAsync()
                => await links.FindAsync(key, ct) is { } found && (found.ProjectId, found.Kind, found.Department) == (command.ProjectId, command.Kind, command.Department) ? found : null;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.DepartmentLinks, ShowAsync);
        to.Form(Links.DepartmentLinks, PostAsync).NeverKept();
        to.Get("/api/footprints/{projectId:guid}/{kind}/department-links", ListAsync, "ListDepartmentLinks");
        to.Post("/api/footprints/{projectId:guid}/{kind}/department-links", CreateAsync).NeverKept();
    }

    /// <summary>Departments that have a section, in their order.</summary>
    internal static IEnumerable<string> DepartmentsOf(Questionnaire questionnaire)
        => Departments.All.Select(d => d.Code).Where(d => questionnaire.Sections.Any(s => s.Department == d));

    private static Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, DepartmentLinkList links, QuestionnaireShelf shelf, CancellationToken ct)
        => PageAsync(id, kind, asked, new PageForm(), null, access, sheets, links, shelf, ct);

    private static async Task<IResult> PostAsync(
        ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, DepartmentLinkList links, QuestionnaireShelf shelf, SiteAddress site, IMediator mediator, CancellationToken ct)
    {
        Opened? opened = null;
        var key = LinkKey.IsOne(form.Value(DepartmentLinkFields.Key)) ? form.Value(DepartmentLinkFields.Key) : null;
        await form.TryAsync(async () => opened = await mediator.Send(new OpenDepartmentLink(id, kind, form.Value(DepartmentLinkFields.Department), asked.By, key), ct));
        form[DepartmentLinkFields.Key] = null;
        // Not by a redirect: the key is in no address, no log, and on no page but this one.
        return await PageAsync(id, kind, asked, form, opened is null ? null : new ShownLink(opened.Link, site.Of(Links.Department(opened.Key))), access, sheets, links, shelf, ct);
    }

    private static async Task<IResult> PageAsync(
        ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ShownLink? shown, ProjectAccess access, AssessmentSheets sheets, DepartmentLinkList links, QuestionnaireShelf shelf, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        form[DepartmentLinkFields.Key] ??= LinkKey.New();
        return Page.Of(
            new DepartmentLinksPage
            {
                Project = project,
                Sheet = await sheets.GetAsync(id, kind, ct),
                Open = await links.OfAsync(id, kind, ct),
                Asked = [.. DepartmentsOf(shelf.For(project.Genre)).Select(d => Departments.Find(d)!)],
                Shown = shown,
                Form = form,
            },
            form.Status);
    }

    /// <summary>The links in force of an assessment; their keys are not told again.</summary>
    private static async Task<IReadOnlyList<DepartmentLinkResource>> ListAsync(ProjectId projectId, string kind, Asked asked, ProjectAccess access, DepartmentLinkList links, CancellationToken ct)
    {
        await access.EditAsync(projectId, asked.By, ct);
        return [.. (await links.OfAsync(projectId, AssessmentApi.KindOf(kind), ct)).Select(l => DepartmentLinkResource.Of(l, null))];
    }

    /// <summary>Makes a link by which a department fills its own questions; its address is told here and never again.</summary>
    private static async Task<Created<DepartmentLinkResource>> CreateAsync(ProjectId projectId, string kind, DepartmentBody body, Asked asked, SiteAddress site, IMediator mediator, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var (link, key) = await mediator.Send(new OpenDepartmentLink(projectId, of, body.Department, asked.By), ct);
        return TypedResults.Created(Links.ApiDepartmentLink(projectId, of, link.Id), DepartmentLinkResource.Of(link, site.Of(Links.Department(key))));
    }

    /// <summary>Whose link it is.</summary>
    internal sealed record DepartmentBody(string Department);
}

/// <summary>Fields of the form that makes a link.</summary>
internal static class DepartmentLinkFields
{
    public const string Department = "department";

    /// <summary>The key of the link that the form makes.</summary>
    public const string Key = "key";
}

/// <summary>A link that was just made, with its address.</summary>
public sealed record ShownLink(DepartmentLink Link, string Address);

/// <summary>A department's own link.</summary>
/// <param name="Address">Told when it is made; null afterwards.</param>
internal sealed record DepartmentLinkResource(Guid Id, string Kind, string Department, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, string? Address)
{
    public static DepartmentLinkResource Of(DepartmentLink link, string? address) => new(link.Id, link.Kind.Code, link.Department, link.OpenedAt, link.ExpiresAt, address);
}
