using System.Text.Json;
using EcoprodPlatform.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EcoprodPlatform.Web.Fields;

/// <summary>The JSON that a program sent, read once for whatever looks at it: the check of its names, the endpoint, the key of a repetition.</summary>
/// <param name="Bytes">As it came.</param>
/// <param name="Root">Of any kind.</param>
internal sealed record SentBody(byte[] Bytes, JsonElement Root)
{
    /// <summary>A record with every list full is 30 KB, an assessment of a thousand lines 300 KB.</summary>
    private const long Largest = 4_000_000;

    /// <summary>What of its properties nobody knows.</summary>
    public IReadOnlyList<BodyFault> Unknown { get; init; } = [];

    public static BadHttpRequestException NotAnObject() => new BadInputException("web.bad-request", new("Le corps doit être un objet JSON : { … }.", "The body must be a JSON object: { … }."));

    /// <summary>Throws <see cref="BadHttpRequestException"/> for what is not JSON.</summary>
    public static async Task<SentBody> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("Send application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Largest;
        }

        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            return new SentBody(bytes.ToArray(), document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            var line = (e.LineNumber ?? 0) + 1;
            throw new BadInputException("web.bad-request", new($"Le corps n’est pas du JSON : voyez la ligne {line}.", $"The body is not JSON: see line {line}."));
        }
    }
}
