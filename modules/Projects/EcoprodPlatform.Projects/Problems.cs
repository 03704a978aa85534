using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace EcoprodPlatform.Projects;

/// <summary>Answers to programs that say more than one thing, in the form Web gives to a single broken rule.</summary>
internal static class Problems
{
    /// <summary>422 with every fault under its property; null when there is none.</summary>
    public static IResult? Of(IReadOnlyList<RuleBrokenException> faults) => faults.Count == 0 ? null : Answer(new ProblemDetails
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Title = new Text("Cette demande ne peut pas être acceptée", "This request cannot be accepted").ToString(),
        Detail = string.Join(' ', faults.Select(f => f.Text.ToString())),
        Extensions =
        {
            ["code"] = faults[0].Code,
            ["errors"] = faults.GroupBy(f => f.Field ?? "").ToDictionary(g => g.Key, g => g.Select(f => f.Text.ToString()).ToArray(), StringComparer.Ordinal),
        },
    });

    /// <summary>428: a change of the whole needs the version that it replaces.</summary>
    public static IResult VersionRequired(HttpContext http) => Answer(new ProblemDetails
    {
        Status = StatusCodes.Status428PreconditionRequired,
        Title = new Text("La version lue manque", "The version that was read is missing").ToString(),
        Detail = new Text(
            "Envoyez l’en-tête If-Match avec l’ETag reçu à la lecture, par exemple If-Match: \"7\". Rien n’a été enregistré.",
            "Send the If-Match header with the ETag received when reading, for example If-Match: \"7\". Nothing was saved.").ToString(),
        Instance = http.Request.Path,
        Extensions = { ["code"] = "web.version-required" },
    });

    private static IResult Answer(ProblemDetails details) => Results.Json(details, contentType: "application/problem+json", statusCode: details.Status);
}
