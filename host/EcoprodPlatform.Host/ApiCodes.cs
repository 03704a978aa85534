using System.Text.Json.Nodes;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Projects.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EcoprodPlatform.Host;

/// <summary>The closed lists in the API's description: a property has one name and one list everywhere. What is sent may also be a name of the list, in French or English.</summary>
internal static class ApiCodes
{
    private static readonly Dictionary<string, string[]> OfProperty = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["editorialGenre"] = [.. EditorialGenres.All.Select(t => t.Code)],
        ["genre"] = [.. EditorialGenres.All.Select(t => t.Code)],
        ["shootingTypologies"] = [.. ShootingTypologies.All.Select(t => t.Code)],
        ["mainDistribution"] = [.. DistributionModes.All.Select(t => t.Code)],
        ["shootingFormat"] = [.. ShootingFormats.All.Select(t => t.Code)],
        ["department"] = [.. Departments.All.Select(t => t.Code)],
        ["post"] = [.. EmissionPosts.All.Select(t => t.Code)],
        ["phase"] = [.. Phases.All.Select(t => t.Code)],
    };

    public static Task ListAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonPropertyInfo is { } property && OfProperty.TryGetValue(property.Name, out var codes))
        {
            var of = schema.Type?.HasFlag(JsonSchemaType.Array) == true ? schema.Items as OpenApiSchema : schema;
            if (of?.Type?.HasFlag(JsonSchemaType.String) == true)
            {
                of.Enum = [.. codes.Select(c => JsonValue.Create(c)), .. of.Type.Value.HasFlag(JsonSchemaType.Null) ? new JsonNode[] { JsonNullSentinel.JsonNull } : []];
            }
        }

        return Task.CompletedTask;
    }
}
