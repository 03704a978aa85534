using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Starts the final assessment as a copy of the provisional one (CC-18); both then live their own lives.</summary>
internal sealed record StartFromProvisional(Guid ProjectId, Actor By) : IRequest<int>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, IdSource ids) : IRequestHandler<StartFromProvisional, int>
    {
        /// <summary>Answers how many lines were copied.</summary>
        public async Task<int> Handle(StartFromProvisional request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var provisional = await store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(request.ProjectId), ct);
            var final = await store.LoadAsync<Assessment>(AssessmentKind.Final.StreamId(request.ProjectId), ct);
            await store.Begin(request.By).Append(final, final.State.CopyOf(request.ProjectId, provisional, ids.NewId)).SaveAsync(ct);
            return provisional.State.Count;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints, RouteGroupBuilder api)
    {
        // The button stands on the data page; whoever opens the address itself is sent there.
        endpoints.MapPage("/bilans/{id:guid}/definitif/copie", (Guid id) => Page.Redirect(FootprintLinks.Final(id))).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm("/bilans/{id:guid}/definitif/copie", PostAsync).RequireAuthorization(Policies.SignedIn);
        api.MapPost("/{projectId:guid}/final/copy", CreateAsync).Produces<AssessmentResource>(StatusCodes.Status201Created).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var lines = await mediator.Send(new StartFromProvisional(id, http.Actor()), ct);
        return Page.Redirect(FootprintLinks.Final(id), Flash.Done(
            $"Le bilan définitif part des {lines} lignes du prévisionnel : remplacez les estimations par ce qui a été consommé.",
            $"The final assessment starts from the {lines} lines of the provisional one: replace the estimates by what was consumed."));
    }

    /// <summary>Starts the final assessment as a copy of the provisional one.</summary>
    private static async Task<IResult> CreateAsync(
        Guid projectId, HttpContext http, IMediator mediator, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        await mediator.Send(new StartFromProvisional(projectId, http.Actor()), ct);
        var project = await access.ReadAsync(projectId, http.Actor(), ct);
        var sheet = await sheets.GetAsync(projectId, AssessmentKind.Final, ct);
        http.ETag(sheet.Version);
        return Results.Created($"/api/footprints/{projectId}/final", AssessmentResource.Of(project, sheet));
    }
}
