using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Removes one activity line, if it is still as the caller saw it.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record RemoveLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, long Seen, Actor By) : IRequest<ActivityLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RemoveLine, ActivityLine>
    {
        public async Task<ActivityLine> Handle(RemoveLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var events = assessment.State.Remove(request.ProjectId, request.Kind, request.LineId, request.Seen).ToArray();
            await store.Begin(request.By).Append(assessment, events).SaveAsync(ct);
            return assessment.State.Find(request.LineId)!;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints, RouteGroupBuilder api)
    {
        foreach (var kind in AssessmentKinds.All)
        {
            var path = $"/bilans/{{id:guid}}/{kind.Slug()}/lignes/{{line:guid}}/suppression";
            endpoints.MapPage(path, (Guid id, Guid line, HttpContext http, DataEntry page, CancellationToken ct) => ShowAsync(id, kind, line, http, page, ct))
                .RequireAuthorization(Policies.SignedIn);
            endpoints.MapForm(path, (Guid id, Guid line, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct) => PostAsync(id, kind, line, http, page, mediator, ct))
                .RequireAuthorization(Policies.SignedIn);
        }

        api.MapDelete("/{projectId:guid}/{kind}/lines/{lineId:guid}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> ShowAsync(Guid id, AssessmentKind kind, Guid line, HttpContext http, DataEntry page, CancellationToken ct)
    {
        var project = await page.EditAsync(id, http.Actor(), ct);
        var there = await page.FindLineAsync(project, kind, line, ct);
        return Page.Of<RemoveLinePage>(new { Project = project, Kind = kind, there.Line, Form = new PageForm().SetVersion(there.Version) });
    }

    private static async Task<IResult> PostAsync(Guid id, AssessmentKind kind, Guid line, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, http.Actor(), ct);
        var there = await page.FindLineAsync(project, kind, line, ct);
        var form = await PageForm.ReadAsync(http);
        if (await form.TryAsync(() => mediator.Send(new RemoveLine(id, kind, line, form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(FootprintUrls.Data(id, kind), Flash.Done("Ligne supprimée.", "Line removed."));
        }

        if (form.IsStale)
        {
            form.SetVersion(there.Version);
        }

        return Page.Of<RemoveLinePage>(new { Project = project, Kind = kind, there.Line, Form = form }, form.Status);
    }

    /// <summary>Removes one activity line; If-Match carries the line's own version.</summary>
    private static async Task<IResult> DeleteAsync(Guid projectId, string kind, Guid lineId, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var seen = http.RequiredIfMatch();

        await mediator.Send(new RemoveLine(projectId, AssessmentApi.KindOf(kind), lineId, seen, http.Actor()), ct);
        return Results.NoContent();
    }
}
