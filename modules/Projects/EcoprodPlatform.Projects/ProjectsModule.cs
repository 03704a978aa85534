using System.Reflection;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Projects.Closure;
using EcoprodPlatform.Projects.Collaboration;
using EcoprodPlatform.Projects.Configuration;
using EcoprodPlatform.Projects.Deletion;
using EcoprodPlatform.Projects.History;
using EcoprodPlatform.Projects.Ownership;
using EcoprodPlatform.Projects.Reactions;
using EcoprodPlatform.Web.Assets;
using EcoprodPlatform.Web.Lists;
using EcoprodPlatform.Web.Shell;
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
        services.AddReaction<ProjectsModule, PersonKnownV1, OnPersonKnown>(Schema);
        services.AddReaction<ProjectsModule, PersonErasedV1, OnPersonErased>(Schema);
        services.AddReaction<ProjectsModule, OrganisationTagChangedV1, OnOrganisationTagChanged>(Schema);
        services.AddReaction<ProjectsModule, StructureDetachedV1, OnStructureDetached>(Schema);
        services.AddReaction<ProjectsModule, StructureTagAddedV1, OnStructureTagAdded>(Schema);
        services.AddReaction<ProjectsModule, AssessmentMeasuredV1, OnAssessmentMeasured>(Schema);

        services.AddHandlers(typeof(ProjectsModule).Assembly);
        services.AddSingleton<People>();
        services.AddSingleton<TagRegister>();
        services.AddSingleton<ProjectReader>();
        services.AddSingleton<ProjectHistory>();
        services.AddSingleton<ConfigurationView>();
        services.AddSingleton<CollaborationView>();
        services.AddSingleton<InvitationAddresses>();
        services.AddSingleton<InvitationAllowance>();
        services.AddSingleton<InvitationMails>();
        services.AddSingleton<OwnershipMails>();
        services.AddSingleton<OwnershipView>();
        services.AddSingleton<ListOwnerless>();
        services.AddSingleton<DeletionView>();
        services.AddSingleton<ILeaveTaking, LeavingProjects>();
        services.AddSingleton<ListMyProjects>();
        services.AddScoped<IShellContributor, ProjectsShell>();
        services.AddSingleton(new ProjectTab(1, new("Configurateur", "Set-up"), ProjectLinks.Configuration));
        services.AddSingleton(new ProjectTab(2, new("Collaboration", "Collaboration"), ProjectLinks.Collaboration, CountsPeople: true));
        WebAssets.Add(Assembly.GetExecutingAssembly(), "tags.js");
    }

    public void MapEndpoints(Routes to)
    {
        ListMyProjects.Map(to);
        ChooseForTag.Map(to);
        OpenProject.Map(to);
        ListOwnerless.Map(to);
        ConfigureProject.Map(to);
        TagStructure.Map(to);
        UntagStructure.Map(to);
        InviteCollaborator.Map(to);
        RenewInvitation.Map(to);
        WithdrawInvitation.Map(to);
        AcceptInvitation.Map(to);
        ChangeCollaboratorRole.Map(to);
        LeaveProject.Map(to);
        CloseProject.Map(to);
        DeleteProject.Map(to);
        OfferOwnership.Map(to);
        WithdrawOwnershipOffer.Map(to);
        AnswerOwnershipOffer.Map(to);
        AppointOwner.Map(to);
        ProjectHistory.Map(to);
    }
}
