using EcoprodPlatform.Web.Fields;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>Adds a factor of the project's own, which its lines may then take. Sent twice with the same code, it is one.</summary>
/// <param name="Code">Of <see cref="OwnFactor.NewCode"/>.</param>
internal sealed record AddOwnFactor(ProjectId ProjectId, string Code, StatedFactor Stated, Actor By) : IRequest<OwnFactor>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, OwnFactorList own) : IRequestHandler<AddOwnFactor, OwnFactor>
    {
        public async Task<OwnFactor> Handle(AddOwnFactor command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var stated = command.Stated.Tidy();
            RuleBrokenException.ThrowIfAny(stated.Faults());
            var there = await own.OfAsync(command.ProjectId, ct);
            if (there.SingleOrDefault(f => f.Code == command.Code) is { } same)
            {
                return same;
            }

            if (there.Count >= OwnFactor.Most)
            {
                throw RuleBrokenException.Conflict("footprint.too-many-own-factors", new(
                    $"Un projet a {OwnFactor.Most} facteurs à lui au plus, ceux qui sont retirés compris.", $"A project has at most {OwnFactor.Most} factors of its own, those that are retired among them."));
            }

            await own.SaveAsync(store.Begin(command.By), command.ProjectId, command.Code, 1, stated, command.By, ct);
            return await own.GetAsync(command.ProjectId, command.Code, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.OwnFactors, ShowAsync);
        to.Form(Links.OwnFactors, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/factors", ListAsync, "ListOwnFactors");
        to.Post("/api/footprints/{projectId:guid}/factors", CreateAsync).Accepts<StatedFactor>("application/json").Produces<OwnFactorResource>(StatusCodes.Status201Created);
        to.Get("/api/footprints/{projectId:guid}/factor-search", SearchAsync, "SearchFactorsOfProject");
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, HttpContext http, ProjectAccess access, OwnFactorList own, CurrentElements elements, IdSource ids, CancellationToken ct)
    {
        var taken = http.Request.Query[TakeElement.Element].ToString() is { Length: > 0 } named ? await elements.FindAsync(named, ct) : null;
        return await PageAsync(id, asked, taken is null ? StatedFactor.Fields.Form(new StatedFactor { Geography = "FR" }) : TakeElement.Fill(taken), http, access, own, ids, ct);
    }

    private static async Task<IResult> PageAsync(ProjectId id, Asked asked, PageForm form, HttpContext http, ProjectAccess access, OwnFactorList own, IdSource ids, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var there = await own.OfAsync(id, ct);
        // Printed into the form, so that a double click adds one.
        form[OwnFactorFields.Code] ??= OwnFactor.NewCode(ids);
        var paging = Paging.Of(http, there.Count, OwnFactorsPage.FactorsPerPage);
        return Page.Of(new OwnFactorsPage { Project = project, Shown = [.. there.Skip(paging.Offset).Take(paging.Size)], Paging = paging, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(
        ProjectId id, Asked asked, PageForm form, HttpContext http, ProjectAccess access, OwnFactorList own, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        await access.EditAsync(id, asked.By, ct);
        var stated = OwnFactorFields.Read(form);
        var code = form.Value(OwnFactorFields.Code) is { } printed && OwnFactor.IsNewCode(printed) ? printed : OwnFactor.NewCode(ids);
        return await form.TryAsync(() => mediator.Send(new AddOwnFactor(id, code, stated, asked.By), ct))
            ? Page.Redirect(Links.OwnFactors(id), Flash.Done(
                $"« {stated.Name} » ajouté : cherchez-le par son nom en saisissant une ligne.", $"“{stated.Name}” added: look for it by its name when you enter a line."))
            : await PageAsync(id, asked, form, http, access, own, ids, ct);
    }

    /// <summary>The factors that a project has of its own, by name; those that were retired come last.</summary>
    private static async Task<IReadOnlyList<OwnFactorResource>> ListAsync(ProjectId projectId, Asked asked, ProjectAccess access, OwnFactorList own, CancellationToken ct)
    {
        await access.ReadAsync(projectId, asked.By, ct);
        return [.. (await own.OfAsync(projectId, ct)).Select(OwnFactorResource.Of)];
    }

    /// <summary>Adds a factor of the project's own; its code is what lines then send as their factor.</summary>
    private static async Task<IResult> CreateAsync(ProjectId projectId, Asked asked, JsonBody body, ProjectAccess access, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var stated = StatedFactor.Fields.Read(body, new StatedFactor());
        // A stranger learns nothing of the project by the way their data are refused.
        await access.EditAsync(projectId, asked.By, ct);
        if (body.Refusal("footprint", stated.Tidy().Faults()) is { } refusal)
        {
            return refusal;
        }

        var factor = await mediator.Send(new AddOwnFactor(projectId, OwnFactor.NewCode(ids), stated, asked.By), ct);
        return asked.Created(Links.ApiOwnFactor(projectId, factor.Code), OwnFactorResource.Of(factor), factor.Version);
    }

    /// <summary>Searches what a line of the project may use: its own factors that have the words, then the catalogue.</summary>
    /// <param name="q">Words, in any order.</param>
    /// <param name="page">From 1; 20 factors each.</param>
    private static async Task<FactorListResource> SearchAsync(
        ProjectId projectId, Asked asked, HttpContext http, ProjectAccess access, FactorList factors, CancellationToken ct, string? q = null, int page = 1)
    {
        await access.ReadAsync(projectId, asked.By, ct);
        var paging = Paging.Of(http);
        var found = await factors.SearchAsync(projectId, q, null, paging.Offset, paging.Size, ct);
        return new FactorListResource(found.Total, paging.Number, paging.Size, [.. found.Facts.Select(FactorResource.Of)], found.IsNear, found.Family, found.Elsewhere);
    }
}

/// <summary>The form of a factor.</summary>
internal static class OwnFactorFields
{
    public const string Code = "code";

    /// <summary>The factor that a form holds; the form says everything that is wrong with it.</summary>
    public static StatedFactor Read(PageForm form)
    {
        var stated = StatedFactor.Fields.Read(form, new StatedFactor());
        StatedFactor.Fields.Tell(form, stated.Faults());
        return stated;
    }
}

/// <summary>A factor that a project has of its own, as it is now.</summary>
/// <param name="Code">What a line sends as its factor.</param>
/// <param name="Version">For If-Match of a change.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>, exact.</param>
/// <param name="Perimeter">What it counts, as in the catalogue; empty where the source does not say it.</param>
/// <param name="IsRetired">No new line takes it.</param>
/// <param name="Lines">Lines that have it, in whatever version.</param>
/// <param name="Versions">All versions, the newest first: lines keep the one they were entered with.</param>
internal sealed record OwnFactorResource(
    string Code,
    int Version,
    string Name,
    string Unit,
    decimal Value,
    string Source,
    string Reference,
    int? Year,
    string Geography,
    IReadOnlyList<string> Perimeter,
    decimal? UncertaintyPercent,
    string? Post,
    bool IsRetired,
    int Lines,
    IReadOnlyList<OwnVersionResource> Versions)
{
    public static OwnFactorResource Of(OwnFactor f)
    {
        var stated = f.Current.Stated;
        return new OwnFactorResource(
            f.Code, f.Version, stated.Name, stated.Unit, stated.Value!.Value, stated.Source, stated.Reference, stated.Year, stated.Geography, stated.Perimeter,
            stated.UncertaintyPercent, stated.Post, f.IsRetired, f.Lines,
            [.. f.Versions.Select(v => new OwnVersionResource(v.Version, v.Stated.Value!.Value, v.Stated.Unit, v.Stated.Source, v.At))]);
    }
}

/// <summary>One version of it.</summary>
internal sealed record OwnVersionResource(int Version, decimal Value, string Unit, string Source, DateTimeOffset StatedAt);
