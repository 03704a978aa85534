using EcoprodPlatform.Web.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using System.Text.Json;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// Looks at every JSON body of the API before its endpoint does, against what the endpoint says it accepts: what is misspelt, missing or of
/// a wrong kind is told all at once, together with the rules of the values (<see cref="IRuledBody"/>). A <see cref="JsonBody"/> is
/// told what is misspelt and says the rest itself.
/// </summary>
internal sealed class BodyGuard(RequestDelegate next, IOptions<JsonOptions> json)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // Another content type is refused by whoever reads the body (415).
        if (http.GetEndpoint()?.Metadata is not { } endpoint || endpoint.GetMetadata<ApiMetadata>() is null || !http.Request.HasJsonContentType()
            || endpoint.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } accepts || !accepts.ContentTypes.Contains("application/json"))
        {
            await next(http);
            return;
        }

        var body = await SentBody.ReadAsync(http);
        if (body.Root.ValueKind != JsonValueKind.Object)
        {
            throw SentBody.NotAnObject();
        }

        var shape = new BodyShape(json.Value.SerializerOptions);
        var sound = shape.Sound(body.Root, type);
        if (endpoint.GetMetadata<ReadsItselfMetadata>() is not null)
        {
            body = body with { Unknown = [.. shape.Faults.Where(f => f.Code == BodyFault.UnknownProperty)] };
        }
        else if (shape.Faults.Count > 0)
        {
            var faults = shape.Faults.Select(f => f.Rule).ToList();
            // What is missing keeps the sound part from being one: its own rules then come with the next answer.
            var rules = Read(sound!, type) is IRuledBody ruled ? ruled.Faults() : [];
            await ApiProblem.Of([.. faults, .. rules.ExceptBy(faults.Select(f => f.Field), r => r.Field)])!.ExecuteAsync(http);
            return;
        }

        http.Features.Set(body);
        http.Request.Body = new MemoryStream(body.Bytes);
        await next(http);
    }

    private object? Read(System.Text.Json.Nodes.JsonNode sound, Type type)
    {
        try
        {
            return sound.Deserialize(type, json.Value.SerializerOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Marks endpoints that read their body property by property (<see cref="JsonBody"/>).</summary>
internal sealed class ReadsItselfMetadata;
