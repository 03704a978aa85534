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

/// <summary>Adds one activity line to an assessment of a project. Sent twice with the same id, it is one line.</summary>
/// <param name="Expected">The version of the assessment the caller saw, if it insists on it.</param>
internal sealed record AddLine(Guid ProjectId, AssessmentKind Kind, Guid LineId, LineInput Line, Actor By, long? Expected = null) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<AddLine, SheetLine>
    {
        public async Task<SheetLine> Handle(AddLine request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await access.EditAsync(request.ProjectId, request.By, ct);
            var factor = await factors.FindAsync(request.Line.Factor, ct);
            var assessment = await store.LoadAsync<Assessment>(request.Kind.StreamId(request.ProjectId), ct);
            var line = LineRules.Demand(request.LineId, request.Line, factor, assessment.State.Find(request.LineId));
            assessment.MustBeAt(request.Expected);
            var work = store.Begin(request.By).Append(assessment, assessment.State.Add(request.ProjectId, request.Kind, line));
            await work.SaveAsync(ct);
            return new SheetLine(line, assessment.State.VersionOf(line.Id) ?? assessment.Version + 1);
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints, RouteGroupBuilder api)
    {
        foreach (var kind in AssessmentKinds.All)
        {
            endpoints.MapForm(
                    $"/bilans/{{id:guid}}/{kind.Slug()}",
                    (Guid id, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct) => PostAsync(id, kind, http, page, mediator, ct))
                .RequireAuthorization(Policies.SignedIn);
        }

        api.MapPost("/{projectId:guid}/{kind}/lines", CreateAsync)
            .Produces<LineResource>(StatusCodes.Status201Created).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> PostAsync(Guid id, AssessmentKind kind, HttpContext http, DataEntry page, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, http.Actor(), ct);
        var form = await PageForm.ReadAsync(http);
        if (form.Value(LineFields.ChangeFactor) is not null)
        {
            return Page.Redirect(LineFields.Carry(FootprintUrls.Data(id, kind), form));
        }

        var input = LineFields.Read(form);
        var lineId = form.Id(LineFields.LineId) ?? Guid.Empty;
        if (lineId == Guid.Empty)
        {
            form.Add(null, new Text("Le formulaire est incomplet : rechargez la page.", "The form is incomplete: reload the page."));
        }

        SheetLine? added = null;
        if (await form.TryAsync(async () => added = await mediator.Send(new AddLine(id, kind, lineId, input, http.Actor()), ct)))
        {
            var kg = added!.Line.Emission.Kilograms;
            return Page.Redirect(
                LineFields.NextLine(FootprintUrls.Data(id, kind), added.Line),
                Flash.Done($"Ligne ajoutée : {Kilograms.Show(kg, Languages.French)}.", $"Line added: {Kilograms.Show(kg, Languages.English)}."));
        }

        return Page.Of<DataEntryPage>(new { View = await page.ViewAsync(project, kind, form, http, ct) }, form.Status);
    }

    /// <summary>Adds one activity line to an assessment.</summary>
    /// <remarks>With an id of your own, sending the same line twice adds it once. If-Match with the assessment's version is optional.</remarks>
    private static async Task<IResult> CreateAsync(
        Guid projectId, string kind, LineBody body, HttpContext http, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var line = await mediator.Send(new AddLine(projectId, of, body.Id ?? ids.NewId(), body.Demand(), http.Actor(), http.IfMatch()), ct);
        http.ETag(line.Version);
        return Results.Created(FootprintUrls.ApiLine(projectId, of, line.Line.Id), LineResource.Of(line));
    }
}
