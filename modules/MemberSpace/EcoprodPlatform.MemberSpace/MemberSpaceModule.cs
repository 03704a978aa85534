using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.MemberSpace.Organisations;
using EcoprodPlatform.MemberSpace.People;
using EcoprodPlatform.MemberSpace.Reactions;
using EcoprodPlatform.MemberSpace.SharedProjects;
using EcoprodPlatform.MemberSpace.Spaces;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Shell;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.MemberSpace;

/// <summary>
/// Structures, their membership, tags and administrators; and for each the space in which it reads the footprints of the
/// projects that tagged it. Everything a space shows comes from this module's own read model.
/// </summary>
public sealed class MemberSpaceModule : IEcoprodModule
{
    private const string Schema = "member_space";

    public string Name => "MemberSpace";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<MemberSpaceModule, IMemberSpaceStore>(context.ConnectionString, new LogDefinition(
            Schema,
            MemberSpaceEvents.Map,
            [new OrganisationsProjection(), new SharedProjectsProjection()],
            typeof(MemberSpaceModule).Assembly,
            // Ours, on Marten's table: not to be taken for a difference.
            options => options.Events.IgnoreIndex("detachments")));
        services.AddPublications<MemberSpaceModule>(Publications.Create());
        services.AddReaction<MemberSpaceModule, PersonKnownV1, OnPersonKnown>(Schema, "on-person-known", PersonKnownV1.WireName, m => m.EventId);
        services.AddReaction<MemberSpaceModule, PersonErasedV1, OnPersonErased>(Schema, "on-person-erased", PersonErasedV1.WireName, m => m.EventId);
        services.AddReaction<MemberSpaceModule, ProjectDescribedV1, OnProjectDescribed>(Schema, "on-project-described", ProjectDescribedV1.WireName, m => m.EventId);
        services.AddReaction<MemberSpaceModule, AssessmentMeasuredV1, OnAssessmentMeasured>(Schema, "on-assessment-measured", AssessmentMeasuredV1.WireName, m => m.EventId);
        services.AddReaction<MemberSpaceModule, StructureTaggedV1, OnStructureTagged>(Schema, "on-structure-tagged", StructureTaggedV1.WireName, m => m.EventId);
        services.AddReaction<MemberSpaceModule, StructureUntaggedV1, OnStructureUntagged>(Schema, "on-structure-untagged", StructureUntaggedV1.WireName, m => m.EventId);
        services.AddHandlers(typeof(MemberSpaceModule).Assembly);
        services.AddSingleton<TaggedMails>();
        services.AddSingleton<Names>();
        services.AddSingleton<OrganisationDesk>();
        services.AddSingleton<OrganisationReader>();
        services.AddSingleton<OrganisationHistory>();
        services.AddSingleton<ListOrganisations>();
        services.AddSingleton<SpaceAccess>();
        services.AddSingleton<Dashboard>();
        services.AddSingleton<ListProjects>();
        services.AddSingleton<ShowFootprint>();
        services.AddScoped<IShellContributor, SpaceShell>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        ListOrganisations.Map(endpoints);
        ShowOrganisation.Map(endpoints);
        RegisterOrganisation.Map(endpoints);
        RenameOrganisation.Map(endpoints);
        ChangeMembership.Map(endpoints);
        OpenSpace.Map(endpoints);
        OpenTag.Map(endpoints);
        RenameTag.Map(endpoints);
        RetireTag.Map(endpoints);
        AddAdministrator.Map(endpoints);
        RemoveAdministrator.Map(endpoints);
        MySpaces.Map(endpoints);
        Dashboard.Map(endpoints);
        ListProjects.Map(endpoints);
        ShowFootprint.Map(endpoints);
        DetachStructure.Map(endpoints);
        ReadGuide.Map(endpoints);
    }
}
