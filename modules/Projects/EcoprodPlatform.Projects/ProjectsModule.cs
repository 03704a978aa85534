using System.Reflection;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Closure;
using EcoprodPlatform.Projects.Collaboration;
using EcoprodPlatform.Projects.Configuration;
using EcoprodPlatform.Projects.History;
using EcoprodPlatform.Projects.MyProjects;
using EcoprodPlatform.Projects.Reactions;
using EcoprodPlatform.Projects.Tagging;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Assets;
using EcoprodPlatform.Web.Shell;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Projects;

/// <summary>Projects: works, their configuration, the people on them, the structures tagged on them, their closing.</summary>
public sealed class ProjectsModule : IEcoprodModule
{
    private const string Schema = "projects";

    public string Name => "Projects";

    public void AddServices(IServiceCollection services, ModuleContext context)
    {
        services.AddModuleLog<ProjectsModule, IProjectsStore>(context.ConnectionString, new LogDefinition(
            Schema, ProjectsEvents.Map, [new ProjectList(), new ProjectAccess()], typeof(ProjectsModule).Assembly));
        services.AddPublications<ProjectsModule>(Publications.Create());
        services.AddReaction<ProjectsModule, PersonKnownV1, OnPersonKnown>(Schema, "on-person-known", PersonKnownV1.WireName, m => m.EventId);
        services.AddReaction<ProjectsModule, PersonErasedV1, OnPersonErased>(Schema, "on-person-erased", PersonErasedV1.WireName, m => m.EventId);
        services.AddReaction<ProjectsModule, OrganisationTagChangedV1, OnOrganisationTagChanged>(
            Schema, "on-organisation-tag-changed", OrganisationTagChangedV1.WireName, m => m.EventId);
        services.AddReaction<ProjectsModule, StructureDetachedV1, OnStructureDetached>(
            Schema, "on-structure-detached", StructureDetachedV1.WireName, m => m.EventId);
        services.AddReaction<ProjectsModule, AssessmentMeasuredV1, OnAssessmentMeasured>(
            Schema, "on-assessment-measured", AssessmentMeasuredV1.WireName, m => m.EventId);

        services.AddHandlers(typeof(ProjectsModule).Assembly);
        services.AddSingleton<People>();
        services.AddSingleton<TagRegister>();
        services.AddSingleton<ProjectReader>();
        services.AddSingleton<ProjectHistory>();
        services.AddSingleton<ConfigurationView>();
        services.AddSingleton<CollaborationView>();
        services.AddSingleton<InvitationAddresses>();
        services.AddSingleton<InvitationMails>();
        services.AddSingleton<ListMyProjects>();
        services.AddScoped<IShellContributor, ProjectsShell>();
        WebAssets.Add(Assembly.GetExecutingAssembly(), "tags.js");
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        ListMyProjects.Map(endpoints);
        OpenProject.Map(endpoints);
        ConfigureProject.Map(endpoints);
        TagStructure.Map(endpoints);
        UntagStructure.Map(endpoints);
        InviteCollaborator.Map(endpoints);
        RenewInvitation.Map(endpoints);
        WithdrawInvitation.Map(endpoints);
        AcceptInvitation.Map(endpoints);
        ChangeCollaboratorRole.Map(endpoints);
        LeaveProject.Map(endpoints);
        CloseProject.Map(endpoints);
        ProjectHistory.Map(endpoints);
    }
}
