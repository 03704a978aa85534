using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Changes one activity line, if it is still as the caller saw it. Two people may change two lines at once.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record ChangeLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, LineInput Line, long Seen, Actor By) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<ChangeLine, SheetLine>
    {
        public async Task<SheetLine> Handle(ChangeLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var there = assessment.State.Find(request.LineId) ?? throw Assessment.UnknownLine();
            var line = LineRules.Demand(request.LineId, request.Line, await factors.FindAsync(request.Line.Factor, ct), there);
            var events = assessment.State.Change(request.ProjectId, request.Kind, line, request.Seen).ToArray();
            await store.Begin(request.By).Append(assessment, events).SaveAsync(ct);
            return new SheetLine(line, events.Length == 0 ? assessment.State.VersionOf(line.Id)!.Value : assessment.Version + 1);
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints, RouteGroupBuilder api)
    {
        foreach (var kind in AssessmentKinds.All)
        {
            var path = $"/bilans/{{id:guid}}/{kind.Slug()}/lignes/{{line:guid}}";
            endpoints.MapPage(path, (Guid id, Guid line, HttpContext http, DataEntry page, CancellationToken ct) => ShowAsync(id, kind, line, http, page, ct))
                .RequireAuthorization(Policies.SignedIn);
            endpoints.MapForm(path, (Guid id, Guid line, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct) => PostAsync(id, kind, line, http, page, mediator, ct))
                .RequireAuthorization(Policies.SignedIn);
        }

        api.MapPut("/{projectId:guid}/{kind}/lines/{lineId:guid}", PutAsync)
            .Produces<LineResource>().RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> ShowAsync(Guid id, AssessmentKind kind, Guid line, HttpContext http, DataEntry page, CancellationToken ct)
    {
        var project = await page.EditAsync(id, http.Actor(), ct);
        var form = PageForm.OfQuery(http);
        return Page.Of<LinePage>(new { View = await page.LineAsync(project, kind, line, form, http, ct) }, form.Status);
    }

    private static async Task<IResult> PostAsync(Guid id, AssessmentKind kind, Guid line, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, http.Actor(), ct);
        var form = await PageForm.ReadAsync(http);
        if (form.Value(LineFields.ChangeFactor) is not null)
        {
            return Page.Redirect(LineFields.Carry(FootprintUrls.Line(id, kind, line), form));
        }

        var input = LineFields.Read(form);
        if (await form.TryAsync(() => mediator.Send(new ChangeLine(id, kind, line, input, form.Version(), http.Actor()), ct)))
        {
            return Page.Redirect(FootprintUrls.Data(id, kind), Flash.Done("Ligne enregistrée.", "Line saved."));
        }

        return Page.Of<LinePage>(new { View = await page.LineAsync(project, kind, line, form, http, ct) }, form.Status);
    }

    /// <summary>Changes one activity line; If-Match carries the line's own version.</summary>
    private static async Task<IResult> PutAsync(Guid projectId, string kind, Guid lineId, LineBody body, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var seen = http.RequiredIfMatch();

        var line = await mediator.Send(new ChangeLine(projectId, AssessmentApi.KindOf(kind), lineId, body.Demand(), seen, http.Actor()), ct);
        http.ETag(line.Version);
        return Results.Ok(LineResource.Of(line));
    }
}
