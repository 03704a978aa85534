using System.Globalization;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EcoprodPlatform.Web;

/// <summary>
/// The version a program saw last, told by <c>If-Match</c>, and the one it gets, told by <c>ETag</c>: <c>"7"</c>, or <c>"7-…"</c> where it
/// also tells the representation (<see cref="Endpoints.Freshness"/>).
/// </summary>
public static class ExpectedVersion
{
    /// <summary>
    /// The version named by <c>If-Match</c>, or null when the header is absent or <c>*</c>. Of several the newest: versions only grow, and whoever
    /// names them has seen it. <c>W/"7"</c> is 7, because proxies that compress weaken what passes through them.
    /// </summary>
    public static long? IfMatch(this HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header))
        {
            return null;
        }

        // A bare number is not an entity tag, and clear nevertheless.
        var tags = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var bare) ? null : Tags(header, "If-Match");
        return tags is null ? bare : tags.Any(IsAny) ? null : tags.Max(t => VersionOf(t) ?? throw Unreadable("If-Match"));
    }

    /// <summary>The version that a replacement must name; 428 without one.</summary>
    public static long RequiredIfMatch(this HttpContext http) => http.IfMatch()
        ?? throw new BadHttpRequestException("If-Match must hold the version that was read.", StatusCodes.Status428PreconditionRequired);

    /// <summary>Tells the caller the version of what it receives.</summary>
    public static void ETag(this HttpContext http, long version)
        => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Whether the caller has this already, by <c>If-None-Match</c>.</summary>
    internal static bool Has(this HttpContext http, string tag)
        => http.Request.Headers.IfNoneMatch is { Count: > 0 } header
            && Tags(header, "If-None-Match").Any(t => IsAny(t) || t.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private static IList<EntityTagHeaderValue> Tags(StringValues header, string name)
        => EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags) ? tags : throw Unreadable(name);

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Tag == "*";

    private static long? VersionOf(EntityTagHeaderValue tag)
        => long.TryParse(tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static BadInputException Unreadable(string header) => new(
        header == "If-Match" ? "web.if-match" : "web.if-none-match",
        new Text($"L’en-tête {header} doit porter l’ETag reçu à la lecture, guillemets compris, par exemple \"7\".", $"The {header} header must hold the ETag received when reading, quotation marks included, for example \"7\"."),
        header);
}
