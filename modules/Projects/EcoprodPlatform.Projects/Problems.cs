using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Projects;

/// <summary>Answers to programs that say more than one thing, in the form Web gives to a single broken rule.</summary>
internal static class Problems
{
    /// <summary>422 with every fault under its property; null when there is none.</summary>
    public static IResult? Of(IReadOnlyList<RuleBrokenException> faults) => faults.Count == 0 ? null : ApiProblem.Of(
        StatusCodes.Status422UnprocessableEntity,
        faults[0].Code,
        new Text("Cette demande ne peut pas être acceptée", "This request cannot be accepted"),
        string.Join(' ', faults.Select(f => f.Text.ToString())),
        faults.GroupBy(f => f.Field ?? "").ToDictionary(g => g.Key, g => g.Select(f => f.Text.ToString()).ToArray(), StringComparer.Ordinal));
}
