using System.Globalization;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web;

/// <summary>The version a program saw last, told by <c>If-Match</c>, and the one it gets, told by <c>ETag</c>.</summary>
public static class ExpectedVersion
{
    /// <summary>The version named by <c>If-Match</c> (<c>"7"</c>), or null when the header is absent or <c>*</c>.</summary>
    public static long? IfMatch(this HttpContext http)
    {
        var header = http.Request.Headers.IfMatch.ToString().Trim();
        if (header.Length == 0 || header == "*")
        {
            return null;
        }

        return long.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new RuleBrokenException(
                "web.if-match",
                new Text("L’en-tête If-Match doit porter la version lue, par exemple \"7\".", "The If-Match header must hold the version that was read, for example \"7\"."));
    }

    /// <summary>The version that a replacement must name; 428 without one.</summary>
    public static long RequiredIfMatch(this HttpContext http) => http.IfMatch()
        ?? throw new BadHttpRequestException("If-Match must hold the version that was read.", StatusCodes.Status428PreconditionRequired);

    /// <summary>Tells the caller the version of what it receives.</summary>
    public static void ETag(this HttpContext http, long version)
        => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
