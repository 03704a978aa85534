using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Assessments;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.Reactions;
using EcoprodPlatform.Footprint.Reports;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Footprint;

/// <summary>
/// Carbon footprints: the factor catalogue, the provisional and the final assessment of each project, their results.
/// </summary>
public sealed class FootprintModule : IEcoprodModule
{
    public const string Schema = "footprint";

    public string Name => "Footprint";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<FootprintModule, IFootprintStore>(context.ConnectionString, Log);
        services.AddPublications<FootprintModule>(Publications.All);
        services.AddReaction<FootprintModule, ProjectDescribedV1, OnProjectDescribed>(Schema, "on-project-described", ProjectDescribedV1.WireName, m => m.EventId);
        services.AddReaction<FootprintModule, CollaboratorChangedV1, OnCollaboratorChanged>(Schema, "on-collaborator-changed", CollaboratorChangedV1.WireName, m => m.EventId);
        services.AddSingleton<FactorCatalogue>();
        services.AddSingleton<FactorList>();
        services.AddSingleton<AssessmentSheets>();
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<DataEntry>();
        services.AddHandlers(typeof(FootprintModule).Assembly);
        services.AddSingleton<IStartupTask, LoadCatalogueAtStart>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapApi("/footprints").WithTags("Footprints");
        BrowseFactors.Map(endpoints);
        DataEntry.Map(endpoints);
        ShowResults.Map(endpoints);
        ReadAssessment.Map(api);
        AddLine.Map(endpoints, api);
        ChangeLine.Map(endpoints, api);
        RemoveLine.Map(endpoints, api);
        ReplaceLines.Map(api);
        StartFromProvisional.Map(endpoints, api);
    }

    internal static LogDefinition Log { get; } = new(Schema, FootprintEvents.Map, [new AssessmentSheetProjection()], typeof(FootprintModule).Assembly, KeptStates.Keep<Assessment>);
}
