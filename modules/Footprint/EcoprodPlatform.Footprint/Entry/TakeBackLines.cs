namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Takes back the lines that came in at once, where nobody has touched any of them since.</summary>
/// <param name="At">The version of the assessment at which they came.</param>
internal sealed record TakeBackLines(ProjectId ProjectId, AssessmentKind Kind, long At, Actor By) : IRequest<int>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<TakeBackLines, int>
    {
        /// <summary>Answers how many lines were taken out.</summary>
        public async Task<int> Handle(TakeBackLines command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            await store.Begin(command.By).Append(assessment, assessment.State.TakeBack(command.ProjectId, command.Kind, command.At)).SaveAsync(ct);
            return assessment.State.EnteredAt(command.At).Count;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.TakeBackLines, ShowAsync);
        to.Form(Links.TakeBackLines, PostAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, long version, Asked asked, PageForm form, ProjectAccess access, EventStore<FootprintModule> store, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var lines = (await store.LoadAsync<Assessment>(kind.StreamId(id), ct)).State.EnteredAt(version);
        return lines.Count == 0 ? throw Assessment.UnknownLine() : Page.Of(new TakeBackLinesPage { Project = project, Kind = kind, Lines = lines, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, long version, Asked asked, PageForm form, ProjectAccess access, EventStore<FootprintModule> store, IMediator mediator, CancellationToken ct)
    {
        var lines = 0;
        return await form.TryAsync(async () => lines = await mediator.Send(new TakeBackLines(id, kind, version, asked.By), ct))
            ? Page.Redirect(Links.Data(id, kind), lines == 1 ? Flash.Done("1 ligne retirée.", "1 line removed.") : Flash.Done($"{lines} lignes retirées.", $"{lines} lines removed."))
            : await ShowAsync(id, kind, version, asked, form, access, store, ct);
    }
}
