namespace EcoprodPlatform.Footprint.Comments;

/// <summary>Says something of a line. Everybody on the project may, also when it is closed: nothing that counts changes.</summary>
/// <param name="CommentId">Said twice with the same id, it is said once.</param>
internal sealed record CommentLine(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, CommentId CommentId, string? Words, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, AssessmentSheets sheets, LineComments comments, TimeProvider clock) : IRequestHandler<CommentLine, Unit>
    {
        public async Task<Unit> Handle(CommentLine command, CancellationToken ct)
        {
            var project = await access.ReadAsync(command.ProjectId, command.By, ct);
            DataLife.Table.Demand(DataAct.Comment, project.Role, project.State);
            _ = (await sheets.GetAsync(command.ProjectId, command.Kind, ct)).Find(command.LineId) ?? throw Assessment.UnknownLine();
            var words = LineComment.Demand(command.Words);
            if ((await comments.OfAsync(command.ProjectId, command.Kind, command.LineId, ct)).Count >= LineComment.Most)
            {
                throw RuleBrokenException.Conflict("footprint.too-many-comments", new(
                    $"Une ligne a {LineComment.Most} commentaires au plus.", $"A line has at most {LineComment.Most} comments."));
            }

            await store.Begin(command.By).Also(
                "insert into line_comments (comment_id, project_id, kind, line_id, words, said_by, said_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                command.CommentId, command.ProjectId, command.Kind.Code, command.LineId, words, command.By.Id, clock.GetUtcNow()).SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Comments, ShowAsync);
        to.Form(Links.Comments, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/comments", ListAsync, "ListComments");
        to.Post("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/comments", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(
        ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, LineComments comments, QuestionnaireShelf shelf, FactorList factors, IdSource ids, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var sheet = await sheets.GetAsync(id, kind, ct);
        var there = sheet.Find(line) ?? throw Assessment.UnknownLine();
        form[CommentFields.Id] ??= ids.NewId().ToString();
        var source = (await factors.SourcesAsync([there], ct)).Values.FirstOrDefault();
        return Page.Of(
            new CommentsPage { Project = project, Sheet = sheet, Line = there.Line, Title = shelf.TitleOf(there.Line, source), Comments = await comments.OfAsync(id, kind, line, ct), By = asked.By.Id, Form = form },
            form.Status);
    }

    private static async Task<IResult> PostAsync(
        ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, LineComments comments, QuestionnaireShelf shelf, FactorList factors, IdSource ids, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new CommentLine(id, kind, line, new CommentId(form.Id(CommentFields.Id) ?? ids.NewId()), form.Value(LineComment.Field), asked.By), ct))
            ? Page.Redirect(Links.Comments(id, kind, line), Flash.Done("Commentaire ajouté.", "Comment added."))
            : await ShowAsync(id, kind, line, asked, form, access, sheets, comments, shelf, factors, ids, ct);

    /// <summary>What was said of a line, oldest first.</summary>
    private static async Task<IReadOnlyList<CommentResource>> ListAsync(ProjectId projectId, string kind, LineId lineId, Asked asked, ProjectAccess access, AssessmentSheets sheets, LineComments comments, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, asked.By, ct);
        _ = (await sheets.GetAsync(projectId, of, ct)).Find(lineId) ?? throw Assessment.UnknownLine();
        return [.. (await comments.OfAsync(projectId, of, lineId, ct)).Select(c => CommentResource.Of(c))];
    }

    /// <summary>Says something of a line.</summary>
    private static async Task<Created<CommentResource>> CreateAsync(ProjectId projectId, string kind, LineId lineId, CommentBody body, Asked asked, LineComments comments, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        var (of, id) = (AssessmentApi.KindOf(kind), new CommentId(ids.NewId()));
        await mediator.Send(new CommentLine(projectId, of, lineId, id, body.Words, asked.By), ct);
        return TypedResults.Created(
            $"{Links.ApiLine(projectId, of, lineId)}/comments/{id}", CommentResource.Of((await comments.OfAsync(projectId, of, lineId, ct)).Single(c => c.Id == id)));
    }

    /// <summary>What is said: at most 1,000 characters.</summary>
    internal sealed record CommentBody(string Words);
}

/// <summary>Fields of the form of a comment.</summary>
internal static class CommentFields
{
    public const string Id = "comment";
}

/// <summary>What somebody said of a line.</summary>
/// <param name="By">Id of the person.</param>
internal sealed record CommentResource(Guid Id, string Words, Guid By, DateTimeOffset At)
{
    public static CommentResource Of(LineComment comment) => new(comment.Id, comment.Words, comment.By, comment.At);
}
