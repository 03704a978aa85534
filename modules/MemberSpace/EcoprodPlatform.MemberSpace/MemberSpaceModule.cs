using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.MemberSpace.People;
using EcoprodPlatform.MemberSpace.Reactions;
using EcoprodPlatform.Web.Shell;
using Microsoft.Extensions.Configuration;
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
            [new OrganisationsProjection(), new SharedProjectsProjection(), new SharedLinesProjection()],
            typeof(MemberSpaceModule).Assembly,
            options =>
            {
                KeptStates.Keep<SharedLines>(options);
                // Ours, on Marten's table: not to be taken for a difference.
                options.Events.IgnoreIndex("detachments");
            }));
        services.AddPublications<MemberSpaceModule>(Publications.Create());
        services.AddReaction<MemberSpaceModule, PersonKnownV1, OnPersonKnown>(Schema);
        services.AddReaction<MemberSpaceModule, PersonErasedV1, OnPersonErased>(Schema);
        services.AddReaction<MemberSpaceModule, ProjectDescribedV1, OnProjectDescribed>(Schema);
        services.AddReaction<MemberSpaceModule, AssessmentMeasuredV1, OnAssessmentMeasured>(Schema);
        services.AddReaction<MemberSpaceModule, AssessmentLinesV1, OnAssessmentLines>(Schema);
        services.AddReaction<MemberSpaceModule, StructureTaggedV1, OnStructureTagged>(Schema);
        services.AddReaction<MemberSpaceModule, StructureUntaggedV1, OnStructureUntagged>(Schema);
        services.AddReaction<MemberSpaceModule, ProjectDeletedV1, OnProjectDeleted>(Schema);
        services.AddHandlers(typeof(MemberSpaceModule).Assembly);
        services.AddSingleton(new TaggedMailSettings(context.Configuration.GetValue("MemberSpace:TaggedMailsPerHour", 30)));
        services.AddSingleton<TaggedMails>();
        services.AddJob<GatheredTaggings>("member-space:gathered-taggings", new("Rassembler en un mail les tags trop nombreux", "Gather in one mail what was tagged too often"), "*/10 * * * *", TimeZoneInfo.Utc);
        services.AddSingleton<Names>();
        services.AddSingleton<OrganisationDesk>();
        services.AddSingleton<OrganisationReader>();
        services.AddSingleton<OrganisationHistory>();
        services.AddSingleton<ListOrganisations>();
        services.AddSingleton<SpaceAccess>();
        services.AddSingleton<Dashboard>();
        services.AddSingleton<ListProjects>();
        services.AddSingleton<ExportProjects>();
        services.AddSingleton<ShowFootprint>();
        services.AddSingleton<ShowLines>();
        services.AddKeys(context.Configuration);
        services.AddWebhooks(context.Configuration);
        services.AddScoped<IShellContributor, SpaceShell>();
    }

    public void MapEndpoints(Routes to)
    {
        ListOrganisations.Map(to);
        ShowOrganisation.Map(to);
        RegisterOrganisation.Map(to);
        RenameOrganisation.Map(to);
        ChangeMembership.Map(to);
        OpenSpace.Map(to);
        OpenTag.Map(to);
        RenameTag.Map(to);
        RetireTag.Map(to);
        AddAdministrator.Map(to);
        RemoveAdministrator.Map(to);
        MySpaces.Map(to);
        Dashboard.Map(to);
        ListProjects.Map(to);
        ExportProjects.Map(to);
        ShowFootprint.Map(to);
        ShowLines.Map(to);
        DetachStructure.Map(to);
        ReadGuide.Map(to);
        ShowApi.Map(to);
        IssueKey.Map(to);
        RevokeKey.Map(to);
        to.MapWebhooks();
    }
}
