namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Removes one activity line, if it is still as the caller saw it.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record RemoveLine(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, long Seen, Actor By) : IRequest<ActivityLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RemoveLine, ActivityLine>
    {
        public async Task<ActivityLine> Handle(RemoveLine command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var events = assessment.State.Remove(command.ProjectId, command.Kind, command.LineId, command.Seen).ToArray();
            await store.Begin(command.By).Append(assessment, events).LetGo(assessment.State.EvidenceOf(command.LineId)).SaveAsync(ct);
            return assessment.State.Find(command.LineId)!;
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
        if (await form.TryAsync(() => mediator.Send(new RemoveLine(id, kind, line, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Data(id, kind), Flash.Done("Ligne supprimée.", "Line removed."));
        }

        if (form.IsStale)
        {
            form.SetVersion(there.Version);
        }

        return Page.Of(new RemoveLinePage { Project = project, Kind = kind, Line = there.Line, Form = form }, form.Status);
    }

    /// <summary>Removes one activity line; If-Match carries the line's own version.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, LineId lineId, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RemoveLine(projectId, AssessmentApi.KindOf(kind), lineId, seen, asked.By), ct);
        return TypedResults.NoContent();
    }
}
