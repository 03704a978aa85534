using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;
using EcoprodPlatform.MemberSpace.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EcoprodPlatform.Host;

/// <summary>
/// Gives the description of the API the words of the code: summary and remarks of an endpoint's method, what its parameters mean, what a record's
/// properties mean. Read from the XML beside each assembly.
/// </summary>
internal static class ApiWords
{
    public const string Bearer = "bearer";

    public const string SpaceKey = "spaceKey";

    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }

        if (metadata.OfType<KeyScope>().FirstOrDefault() is { } scope)
        {
            operation.Security!.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SpaceKey, context.Document)] = [scope.Code] });
        }

        if (IdempotencyKeys.Takes(context.Description.HttpMethod, [.. metadata]))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyKeys.Header,
                In = ParameterLocation.Header,
                Description = "Of your own, for this request alone: sent again within 24 hours with the same key, it is not carried out again and gets the first answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKeys.Longest },
            });
        }

        if (metadata.OfType<MethodInfo>().FirstOrDefault() is { } method && MemberOf(method) is { } member)
        {
            operation.Summary = Words(member.Element("summary"));
            operation.Description = Words(member.Element("remarks"));
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Description ??= Words(member.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == parameter.Name));
            }
        }

        return Task.CompletedTask;
    }

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault($"T:{NameOf(type)}") is { } member)
        {
            schema.Description ??= Words(member.Element("summary"));
            foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                var words = Words(member.Elements("param").FirstOrDefault(p => string.Equals((string?)p.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)));
                if (words is not null && property is OpenApiSchema own)
                {
                    own.Description ??= words;
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Endpoints are methods of their own name; what is overloaded has no words.</summary>
    private static XElement? MemberOf(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}";
        var found = Files.GetOrAdd(method.DeclaringType!.Assembly, Read).Where(m => m.Key == name || m.Key.StartsWith(name + "(", StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? found[0].Value : null;
    }

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return !File.Exists(file)
            ? []
            : XDocument.Load(file).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>On one line; code and references by their last name.</summary>
    private static string? Words(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = string.Concat(element.Nodes().Select(n => n switch
        {
            XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref"))?.Split('.')[^1] ?? (string?)see.Attribute("langword") ?? "",
            XElement { Name.LocalName: "paramref" } reference => (string?)reference.Attribute("name") ?? "",
            XElement inner => inner.Value,
            _ => n.ToString(),
        }));
        return string.Join(' ', System.Net.WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
