using System.Text.Json;
using System.Text.Json.Serialization;
using EcoprodPlatform.Documents;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Host.Health;
using EcoprodPlatform.Host.Legal;
using EcoprodPlatform.Host.Operations;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.Host;

/// <summary>Puts building blocks and modules together into the application that serves, or into the one a command runs on.</summary>
internal static class HostBuilding
{
    /// <summary>Registers everything on <paramref name="builder"/>; <paramref name="connectionString"/> is the database of all modules.</summary>
    public static void AddEcoprod(this WebApplicationBuilder builder, string connectionString)
    {
        var services = builder.Services;
        builder.Configuration["Data:Folder"] = HostSettings.DataFolder(builder.Configuration);
        builder.Configuration["Public:BaseUrl"] = HostSettings.PublicBaseUrl(builder.Configuration);
        builder.Host.UseDefaultServiceProvider(o =>
        {
            o.ValidateScopes = true;
            o.ValidateOnBuild = true;
        });
        // What every request did is for a tracer; the log tells what an operator acts on. Configuration may say otherwise.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Hangfire", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        services.Configure<HostOptions>(o =>
        {
            o.ShutdownTimeout = TimeSpan.FromSeconds(25);
            o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.AddEcoprodWeb();
        services.AddAuthentication();
        var context = new ModuleContext(builder.Configuration, connectionString);
        foreach (var module in Modules.All)
        {
            module.AddServices(services, context);
        }

        services.AddMessaging(builder.Configuration);
        services.AddDocuments();
        services.AddJobServer(connectionString, JobSettings.From(builder.Configuration));
        // Registered last, so that it stops first: nothing is relayed to a bus that is going away.
        services.AddEventSourcing();
        services.AddSingleton<PlatformState>();
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: ["ready"])
            .AddCheck<FollowersHealth>("followers", tags: ["ready"]);
        services.AddSingleton<EcoprodPlatform.Web.Shell.IShellContributor, StaffShell>();
        services.AddSingleton(LegalFacts.From(builder.Configuration));
        services.AddSingleton<EcoprodPlatform.Web.Shell.IShellContributor, LegalShell>();
    }

    /// <summary>Maps every page and endpoint, and refuses to go on when one says nothing about who may use it.</summary>
    public static void MapEcoprod(this WebApplication app)
    {
        app.UseEcoprodWeb();
        app.UseMiddleware<IdempotencyKeys>();
        HealthEndpoints.Map(app);
        ApiDocument.Map(app);
        var routes = new EcoprodPlatform.Web.Endpoints.Routes(app);
        HomePage.Map(routes);
        LegalPages.Map(routes);
        OperationsPages.Map(routes);
        JobsPage.Map(app);
        foreach (var module in Modules.All)
        {
            module.MapEndpoints(routes);
        }

        app.VerifyEndpoints();
    }
}
