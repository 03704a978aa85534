using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>Gives a factor of the project's own its next version. Lines keep the one they were entered with until somebody moves them (<see cref="Upgrades.UpgradeFactors"/>).</summary>
/// <param name="Seen">The version that the caller saw.</param>
internal sealed record ChangeOwnFactor(ProjectId ProjectId, string Code, StatedFactor Stated, long Seen, Actor By) : IRequest<OwnFactor>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, OwnFactorList own) : IRequestHandler<ChangeOwnFactor, OwnFactor>
    {
        public async Task<OwnFactor> Handle(ChangeOwnFactor command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var there = await own.GetAsync(command.ProjectId, command.Code, ct);
            var stated = command.Stated.Tidy();
            RuleBrokenException.ThrowIfAny(stated.Faults());
            if (there.IsRetired)
            {
                throw OwnFactorList.IsRetired();
            }

            if (there.Current.Stated == stated)
            {
                return there;
            }

            there.Expect(command.Seen);
            await own.SaveAsync(store.Begin(command.By), command.ProjectId, command.Code, there.Version + 1, stated, command.By, ct);
            return await own.GetAsync(command.ProjectId, command.Code, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.OwnFactor, ShowAsync);
        to.Form(Links.OwnFactor, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/factors/{code}", GetAsync, "GetOwnFactor");
        to.Put("/api/footprints/{projectId:guid}/factors/{code}", PutAsync).Accepts<StatedFactor>("application/json").Produces<OwnFactorResource>();
    }

    private static async Task<IResult> ShowAsync(ProjectId id, string code, Asked asked, ProjectAccess access, OwnFactorList own, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var factor = await own.GetAsync(id, code, ct);
        return Page.Of(new OwnFactorPage { Project = project, Factor = factor, By = asked.By.Id, Form = StatedFactor.Fields.Form(factor.Current.Stated).SetVersion(factor.Version) });
    }

    private static async Task<IResult> PostAsync(ProjectId id, string code, Asked asked, PageForm form, ProjectAccess access, OwnFactorList own, IMediator mediator, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var stated = OwnFactorFields.Read(form);
        OwnFactor? saved = null;
        if (await form.TryAsync(async () => saved = await mediator.Send(new ChangeOwnFactor(id, code, stated, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.OwnFactor(id, code), saved!.Lines == 0
                ? Flash.Done($"Version {saved.Version} enregistrée.", $"Version {saved.Version} saved.")
                : Flash.Done(
                    $"Version {saved.Version} enregistrée. Les lignes gardent celle de leur saisie ; les résultats proposent de passer à la nouvelle.",
                    $"Version {saved.Version} saved. Lines keep the one they were entered with; the results offer to move to the new one."));
        }

        var factor = await own.GetAsync(id, code, ct);
        return Page.Of(new OwnFactorPage { Project = project, Factor = factor, By = asked.By.Id, Form = form.ShownAt(factor.Version) }, form.Status);
    }

    /// <summary>One factor of the project's own; its ETag is what a change must carry in If-Match.</summary>
    private static async Task<OwnFactorResource> GetAsync(ProjectId projectId, string code, Asked asked, ProjectAccess access, OwnFactorList own, CancellationToken ct)
    {
        await access.ReadAsync(projectId, asked.By, ct);
        var factor = await own.GetAsync(projectId, code, ct);
        return asked.Versioned(OwnFactorResource.Of(factor), factor.Version);
    }

    /// <summary>Gives a factor of the project's own its next version; lines keep theirs.</summary>
    private static async Task<IResult> PutAsync(ProjectId projectId, string code, Asked asked, JsonBody body, SeenVersion seen, ProjectAccess access, IMediator mediator, CancellationToken ct)
    {
        var stated = StatedFactor.Fields.Read(body, new StatedFactor());
        await access.EditAsync(projectId, asked.By, ct);
        if (body.Refusal("footprint", stated.Tidy().Faults()) is { } refusal)
        {
            return refusal;
        }

        var factor = await mediator.Send(new ChangeOwnFactor(projectId, code, stated, seen, asked.By), ct);
        return asked.Versioned(Results.Ok(OwnFactorResource.Of(factor)), factor.Version);
    }
}
