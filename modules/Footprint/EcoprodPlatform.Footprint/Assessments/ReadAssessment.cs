using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Reads an assessment with its result, or one of its lines, by program.</summary>
internal static class ReadAssessment
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/{projectId:guid}/{kind}", GetAsync).Produces<AssessmentResource>().RequireAuthorization(Policies.SignedIn);
        api.MapGet("/{projectId:guid}/{kind}/lines/{lineId:guid}", GetLineAsync).Produces<LineResource>().RequireAuthorization(Policies.SignedIn);
    }

    /// <summary>An assessment with its lines and its result. One that nobody has touched is empty, at version 0.</summary>
    private static async Task<IResult> GetAsync(Guid projectId, string kind, HttpContext http, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var project = await access.ReadAsync(projectId, http.Actor(), ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        http.ETag(sheet.Version);
        return Results.Ok(AssessmentResource.Of(project, sheet));
    }

    /// <summary>One activity line; its ETag is what a change of it must carry in If-Match.</summary>
    private static async Task<IResult> GetLineAsync(
        Guid projectId, string kind, Guid lineId, HttpContext http, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, http.Actor(), ct);
        var line = (await sheets.GetAsync(projectId, of, ct)).Find(lineId) ?? throw Assessment.UnknownLine();
        http.ETag(line.Version);
        return Results.Ok(LineResource.Of(line));
    }
}
