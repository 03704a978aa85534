using EcoprodPlatform.Web;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EcoprodPlatform.Host;

/// <summary>The description of the API: <c>/openapi/v1.json</c> for programs, <c>/api/docs</c> for people. A test compares it with docs/api/openapi.json.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options) => options.AddSchemaTransformer((schema, context, _) =>
    {
        // What is answered is always whole, nulls and all.
        if (context.JsonTypeInfo.Type.Name.EndsWith("Resource", StringComparison.Ordinal) && schema.Properties is { } properties)
        {
            schema.Required = new HashSet<string>(properties.Keys, StringComparer.Ordinal);
        }

        // What is sent may leave out what may be null.
        if (context.JsonTypeInfo.Type.Name.EndsWith("Body", StringComparison.Ordinal) && schema.Required is { } required)
        {
            schema.Required = required.Where(name => !MayBeNull(schema.Properties![name])).ToHashSet(StringComparer.Ordinal);
        }

        return Task.CompletedTask;
    }).AddSchemaTransformer(ApiCodes.ListAsync).AddSchemaTransformer(ApiWords.DescribeAsync).AddOperationTransformer(ApiWords.DescribeAsync).AddDocumentTransformer((document, _, _) =>
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[ApiWords.Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The accessToken of POST /api/accounts/tokens.",
        };
        document.Components.SecuritySchemes[ApiWords.SpaceKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "epk_…",
            Description = "A structure's key: reads its own space, as far as its scopes go (read:dashboard, read:projects, read:lines). Issued by Ecoprod on a quotation. "
                          + "120 requests a minute and host unless the operator says otherwise; above that 429 with Retry-After. Send the ETag of an answer back in If-None-Match: 304 means nothing changed.",
        };
        document.Info = new OpenApiInfo
        {
            Title = "EcoprodPlatform",
            Version = "v1",
            Description = "Projects, footprints and member spaces of the Ecoprod platform. Sign in with POST /api/accounts/tokens, then send the token as \"Authorization: Bearer\". "
                          + "Amounts of CO2e are kilograms as exact decimals. A change of an existing resource carries its version in If-Match; a stale one is answered 412. "
                          + "Errors are problem details with a stable code.",
        };
        // The address of whoever happened to serve it is no part of the description.
        document.Servers = [];
        return Task.CompletedTask;
    });

    private static bool MayBeNull(IOpenApiSchema schema)
        => schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(MayBeNull) == true;

    // The one inline style of Swagger UI, allowed by its content: another version with another style shows in ApiPageInBrowserTests.
    private static readonly string ContentSecurityPolicy = SecurityHeaders.ContentSecurityPolicy.Replace(
        "style-src 'self'", "style-src 'self' 'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='", StringComparison.Ordinal);

    public static void Map(WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/api/docs", StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            }

            return next(http);
        });
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "api/docs";
            o.SwaggerEndpoint("/openapi/v1.json", "EcoprodPlatform v1");
            o.DocumentTitle = "EcoprodPlatform API";
        });
    }
}
