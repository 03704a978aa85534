using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.MemberSpace.Guide;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.MemberSpace.People;
using EcoprodPlatform.MemberSpace.Reactions;
using EcoprodPlatform.MemberSpace.Sectors;
using EcoprodPlatform.Web.Assets;
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
        services.AddModuleLog<MemberSpaceModule, IMemberSpaceStore>(context.ConnectionString, Log);
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
        services.AddJob<WeeklyDigests>("member-space:weekly-digests", new("Envoyer le résumé de la semaine", "Send the digest of the week"), "10 7 * * 1", Format.Paris);
        services.AddSingleton<MailChoices>();
        services.AddJob<Invitations>("member-space:invitations", new("Ouvrir les espaces à qui vient de créer son compte", "Open spaces to those who have just created their account"), "*/10 * * * *", TimeZoneInfo.Utc);
        services.AddJob<WithdrawnTags>("member-space:withdrawn-tags", new("Ôter des projets les tags d’espaces supprimés", "Take the tags of deleted spaces off projects"), "*/10 * * * *", TimeZoneInfo.Utc);
        services.AddJob<RequestRetention>("member-space:authorisations", new("Effacer les autorisations dont le délai est passé", "Erase authorisations whose time has passed"), "17 3 * * *", TimeZoneInfo.Utc);
        services.AddJob<SectorComputation>("member-space:sector", new("Calculer les médianes de chaque genre éditorial", "Compute the medians of each editorial genre"), "41 2 * * *", TimeZoneInfo.Utc);
        services.AddSingleton<Invitations>();
        services.AddSingleton<WithdrawnTags>();
        services.AddSingleton<TagNames>();
        services.AddSingleton<RequestFiles>();
        services.AddSingleton<RequestDrafts>();
        services.AddSingleton<RequestForms>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestMails>();
        services.AddSingleton(new TeamMailbox(context.Configuration["MemberSpace:TeamAddress"] ?? Contact.Address));
        services.AddSingleton<ChooseOrganisation>();
        services.AddSingleton<ListMyRequests>();
        services.AddSingleton<ListRequests>();
        services.AddSingleton<ShowRequest>();
        services.AddSingleton<ManageSpace>();
        services.AddSingleton<Names>();
        services.AddSingleton<OrganisationDesk>();
        services.AddSingleton<OrganisationReader>();
        services.AddSingleton<OrganisationHistory>();
        services.AddSingleton<ListOrganisations>();
        services.AddSingleton<SpaceAccess>();
        services.AddSingleton(new SpaceMemorySettings(context.Configuration.GetValue("MemberSpace:ProjectsInMemory", 400_000)));
        services.AddSingleton<SpaceMemory>();
        services.AddSingleton<Sector>();
        services.AddSingleton<Dashboard>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<RateList>();
        services.AddSingleton<ListProjects>();
        services.AddSingleton<ExportProjects>();
        services.AddSingleton<ShowFootprint>();
        services.AddSingleton<ShowLines>();
        services.AddSingleton<CompareProjects>();
        services.AddKeys(context.Configuration);
        services.AddWebhooks(context.Configuration);
        services.AddScoped<IShellContributor, SpaceShell>();
    }

    public void MapEndpoints(Routes to)
    {
        WebAssets.Add(typeof(MemberSpaceModule).Assembly, "organisations.js");
        WebAssets.Add(typeof(MemberSpaceModule).Assembly, "copy.js");
        foreach (var file in Chapters.All.SelectMany(c => c.Picture?.Files ?? []))
        {
            WebAssets.Add(typeof(MemberSpaceModule).Assembly, file);
        }

        AboutSpaces.Map(to);
        ChooseOrganisation.Map(to);
        RequestSpace.Map(to);
        ListMyRequests.Map(to);
        ShowMyRequest.Map(to);
        AnswerRequest.Map(to);
        WithdrawRequest.Map(to);
        ManageSpace.Map(to);
        RequestTags.Map(to);
        RequestAdministrators.Map(to);
        RequestLeaving.Map(to);
        RequestClosing.Map(to);
        ListRequests.Map(to);
        ShowRequest.Map(to);
        QuestionRequest.Map(to);
        RefuseRequest.Map(to);
        ApproveRequest.Map(to);
        CloseSpace.Map(to);
        CancelInvitation.Map(to);
        GiveGrace.Map(to);
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
        ChooseMails.Map(to);
        Unsubscribe.Map(to);
        Dashboard.Map(to);
        GiveRate.Map(to);
        WithdrawRate.Map(to);
        ShowFilters.Map(to);
        SavedViews.Map(to);
        ListProjects.Map(to);
        ExportProjects.Map(to);
        ShowFootprint.Map(to);
        ShowLines.Map(to);
        CompareProjects.Map(to);
        DetachStructure.Map(to);
        AddOwnTag.Map(to);
        ReadGuide.Map(to);
        TagUs.Map(to);
        ShowApi.Map(to);
        IssueKey.Map(to);
        RevokeKey.Map(to);
        to.MapWebhooks();
    }
    internal static LogDefinition Log { get; } = new(
        Schema,
        MemberSpaceEvents.Map,
        [new OrganisationsProjection(), new RequestsProjection(), new SharedProjectsProjection(), new SharedLinesProjection()],
        typeof(MemberSpaceModule).Assembly,
        options =>
        {
            KeptStates.Keep<SharedLines>(options);
            // Ours, on Marten's table: not to be taken for a difference.
            options.Events.IgnoreIndex("detachments");
        });
}
