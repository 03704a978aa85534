namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>Retires a factor of the project's own: no new line takes it, lines that have it keep it. Retired twice, it is retired.</summary>
/// <param name="Seen">The version that the caller saw.</param>
internal sealed record RetireOwnFactor(ProjectId ProjectId, string Code, long Seen, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, OwnFactorList own, TimeProvider clock) : IRequestHandler<RetireOwnFactor, Unit>
    {
        public async Task<Unit> Handle(RetireOwnFactor command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var there = await own.GetAsync(command.ProjectId, command.Code, ct);
            if (there.IsRetired)
            {
                return Unit.Value;
            }

            there.Expect(command.Seen);
            await store.Begin(command.By)
                .Also("update own_factors set retired_at = $2, retired_by = $3 where code = $1 and retired_at is null", command.Code, clock.GetUtcNow(), command.By.Id)
                .SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.RetireOwnFactor, ShowAsync);
        to.Form(Links.RetireOwnFactor, PostAsync);
        to.Delete("/api/footprints/{projectId:guid}/factors/{code}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, string code, Asked asked, PageForm form, ProjectAccess access, OwnFactorList own, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var factor = await own.GetAsync(id, code, ct);
        return Page.Of(new RetireOwnFactorPage { Project = project, Factor = factor, Form = form.ShownAt(factor.Version) }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, string code, Asked asked, PageForm form, ProjectAccess access, OwnFactorList own, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new RetireOwnFactor(id, code, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.OwnFactors(id), Flash.Done("Facteur retiré : aucune nouvelle ligne ne peut le prendre.", "Factor retired: no new line can take it."))
            : await ShowAsync(id, code, asked, form, access, own, ct);

    /// <summary>Retires a factor of the project's own: no new line takes it, lines that have it keep it.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string code, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RetireOwnFactor(projectId, code, seen, asked.By), ct);
        return TypedResults.NoContent();
    }
}
