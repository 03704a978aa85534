using System.Globalization;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>What the endpoints of assessments share.</summary>
internal static class AssessmentApi
{
    /// <summary>The kind named by the address; 404 for any other word.</summary>
    public static AssessmentKind KindOf(string written) => written is AssessmentMeasuredV1.Provisional or AssessmentMeasuredV1.Final
        ? AssessmentKinds.Find(written)!.Value
        : throw RuleBrokenException.NotFound("footprint.unknown-kind", new(
            "Un bilan est « provisional » ou « final ».", "An assessment is “provisional” or “final”."));

    /// <summary>428: this change needs the version that it replaces.</summary>
    public static IResult VersionRequired(HttpContext http) => Problem(new ProblemDetails
    {
        Status = StatusCodes.Status428PreconditionRequired,
        Title = new Text("La version lue manque", "The version that was read is missing").ToString(),
        Detail = new Text(
            "Envoyez l’en-tête If-Match avec l’ETag reçu à la lecture, par exemple If-Match: \"7\". Rien n’a été enregistré.",
            "Send the If-Match header with the ETag received when reading, for example If-Match: \"7\". Nothing was saved.").ToString(),
        Instance = http.Request.Path,
        Extensions = { ["code"] = "web.version-required" },
    });

    /// <summary>422 that names every wrong line: <c>errors["lines[3].unit"]</c>, and the same with codes in <c>faults</c>.</summary>
    public static IResult Refused(HttpContext http, IReadOnlyList<LineFault> faults) => Problem(new ProblemDetails
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Title = new Text("Aucune ligne n’a été enregistrée", "No line was saved").ToString(),
        Detail = new Text(
            $"{faults.Count} point(s) à corriger. Les lignes sont remplacées toutes ensemble ou pas du tout.",
            $"{faults.Count} thing(s) to correct. Lines are replaced all together or not at all.").ToString(),
        Instance = http.Request.Path,
        Extensions =
        {
            ["code"] = faults[0].Rule.Code,
            ["errors"] = faults.GroupBy(f => $"lines[{f.Index.ToString(CultureInfo.InvariantCulture)}].{f.Rule.Field}", StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(f => f.Rule.Text.ToString()).ToArray(), StringComparer.Ordinal),
            ["faults"] = faults.Select(f => new { line = f.Index, field = f.Rule.Field, code = f.Rule.Code, message = f.Rule.Text.ToString() }).ToArray(),
        },
    });

    /// <summary>Throws when a caller names a version and the assessment is no longer at it.</summary>
    public static void MustBeAt(this EventStream<Assessment> assessment, long? expected)
    {
        if (expected is { } version && version != assessment.Version)
        {
            throw new ConcurrencyException($"The assessment is at version {assessment.Version}; the caller had seen version {version}.");
        }
    }

    private static IResult Problem(ProblemDetails details) => Results.Json(details, contentType: "application/problem+json", statusCode: details.Status);
}
