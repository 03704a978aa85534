namespace EcoprodPlatform.Footprint.DepartmentLinks;

/// <summary>Ends a department's link: whoever has it is let in no more. What was answered by it stays.</summary>
internal sealed record EndDepartmentLink(ProjectId ProjectId, AssessmentKind Kind, LinkId LinkId, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, TimeProvider clock) : IRequestHandler<EndDepartmentLink, Unit>
    {
        public async Task<Unit> Handle(EndDepartmentLink command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            await store.Begin(command.By).Also(
                "update department_links set ended_at = $4 where project_id = $1 and kind = $2 and link_id = $3 and ended_at is null",
                command.ProjectId, command.Kind.Code, command.LinkId, clock.GetUtcNow()).SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        // The button stands on the page of the links; whoever opens the address itself is sent there.
        to.Page(Links.EndDepartmentLink, (ProjectId id, AssessmentKind kind, LinkId link) => Page.Redirect(Links.DepartmentLinks(id, kind)));
        to.Form(Links.EndDepartmentLink, PostAsync);
        to.Delete("/api/footprints/{projectId:guid}/{kind}/department-links/{linkId:guid}", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LinkId link, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new EndDepartmentLink(id, kind, link, asked.By), ct);
        return Page.Redirect(Links.DepartmentLinks(id, kind), Flash.Done("Lien désactivé : il n’ouvre plus rien.", "Link ended: it opens nothing any more."));
    }

    /// <summary>Ends a department's link.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, LinkId linkId, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new EndDepartmentLink(projectId, AssessmentApi.KindOf(kind), linkId, asked.By), ct);
        return TypedResults.NoContent();
    }
}
