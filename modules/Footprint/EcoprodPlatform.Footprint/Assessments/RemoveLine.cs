namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Removes one activity line, if it is still as the caller saw it.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record RemoveLine(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, long Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RemoveLine, long>
    {
        /// <summary>Answers the version of the assessment since, which an undo names.</summary>
        public async Task<long> Handle(RemoveLine command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var events = assessment.State.Remove(command.ProjectId, command.Kind, command.LineId, command.Seen).ToArray();
            await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            return assessment.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.RemoveLine, ShowAsync);
        to.Form(Links.RemoveLine, PostAsync);

        to.Delete("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, DataEntry page, CancellationToken ct)
    {
        var project = await page.EditAsync(id, asked.By, ct);
        var there = await page.FindLineAsync(project, kind, line, ct);
        return Page.Of(new RemoveLinePage { Project = project, Kind = kind, Line = there.Line, Form = new PageForm().SetVersion(there.Version) });
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, DataEntry page, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, asked.By, ct);
        var there = await page.FindLineAsync(project, kind, line, ct);
        long version = 0;
        if (await form.TryAsync(async () => version = await mediator.Send(new RemoveLine(id, kind, line, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Data(id, kind), Flash.Done("Ligne supprimée.", "Line removed.") with { Undo = Links.Undo(id, kind, version.ToString(CultureInfo.InvariantCulture)) });
        }

        if (form.IsStale)
        {
            form.SetVersion(there.Version);
        }

        return Page.Of(new RemoveLinePage { Project = project, Kind = kind, Line = there.Line, Form = form }, form.Status);
    }

    /// <summary>Removes one activity line; If-Match carries the line's own version.</summary>
    /// <remarks>The ETag of the answer is the version of the assessment since, by which the removal can be undone for a day.</remarks>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, LineId lineId, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RemoveLine(projectId, AssessmentApi.KindOf(kind), lineId, seen, asked.By), ct));
}
