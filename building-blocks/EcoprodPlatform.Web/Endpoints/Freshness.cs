using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// Answers 304 to a program that has already what it asks for. The version of a resource is not enough to tell: totals, names of people and the language
/// of words change without it, so the tag of what is read holds its content too (<c>"7-…"</c>). What has no version is told apart by its content alone
/// where its endpoint says so (<see cref="EndpointMapping.TellsFresh"/>).
/// </summary>
internal static class Freshness
{
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var http = context.HttpContext;
        var version = http.Response.Headers.ETag.ToString();
        var hasTag = version.Length > 0 || http.GetEndpoint()?.Metadata.GetMetadata<FreshMetadata>() is not null;
        if (!hasTag || (answer is IResult ? (answer as IValueHttpResult)?.Value : answer) is not { } value)
        {
            return answer;
        }

        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options);
        var content = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        var tag = version.Length > 0 ? $"{version[..^1]}-{content}\"" : $"\"{content}\"";
        http.Response.Headers.ETag = tag;
        // Its own may be kept, and asked about each time.
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Append("Vary", "Authorization, Cookie, Accept-Language");
        return http.Has(tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(bytes, "application/json; charset=utf-8");
    }
}
