namespace EcoprodPlatform.MemberSpace;

/// <summary>Pages of this module that nobody else links to; the public ones are in Contracts.</summary>
internal static class Links
{
    public const string Organisations = "/equipe/structures";

    public const string Register = "/equipe/structures/nouvelle";

    /// <summary>The register as a file.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string OrganisationsFile(string format) => $"{Organisations}.{format}";

    public static string Organisation(Guid id) => $"/equipe/structures/{id}";

    public static string Name(Guid id) => $"/equipe/structures/{id}/nom";

    public static string Membership(Guid id) => $"/equipe/structures/{id}/adhesion";

    public static string Space(Guid id) => $"/equipe/structures/{id}/espace";

    public static string NewTag(Guid id) => $"/equipe/structures/{id}/tags/nouveau";

    public static string TagName(Guid id, Guid tagId) => $"/equipe/structures/{id}/tags/{tagId}/nom";

    public static string TagRetirement(Guid id, Guid tagId) => $"/equipe/structures/{id}/tags/{tagId}/retrait";

    public static string NewAdministrator(Guid id) => $"/equipe/structures/{id}/administrateurs/nouveau";

    public static string AdministratorRemoval(Guid id, Guid personId) => $"/equipe/structures/{id}/administrateurs/{personId}/retrait";

    /// <param name="from">The day, <c>yyyy-MM-dd</c>.</param>
    public static string RateRemoval(string currency, string from) => $"{MemberSpaceLinks.Rates}/{currency}/{from}/retrait";

    /// <summary>A space's list of projects as a file.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string ProjectsFile(Guid organisation, string format) => $"{MemberSpaceLinks.Projects(organisation)}.{format}";

    /// <summary>The lines of all projects of a space; a workbook of the projects holds them in a sheet of its own.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string AllLinesFile(Guid organisation, string format) => $"{MemberSpaceLinks.Dashboard(organisation)}/lignes.{format}";

    /// <summary>The lines behind a project's footprint.</summary>
    public static string Lines(Guid organisation, Guid project) => $"{MemberSpaceLinks.Project(organisation, project)}/lignes";

    /// <summary>The same as a file.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string LinesFile(Guid organisation, Guid project, string format) => $"{Lines(organisation, project)}.{format}";

    /// <summary>All filters of a space.</summary>
    public static string Filters(Guid organisation) => $"{MemberSpaceLinks.Dashboard(organisation)}/filtres";

    /// <summary>Filters saved under a name.</summary>
    public static string Views(Guid organisation) => $"{MemberSpaceLinks.Dashboard(organisation)}/vues";

    public static string View(Guid organisation, Guid view) => $"{Views(organisation)}/{view}";

    public static string ViewRemoval(Guid organisation, Guid view) => $"{View(organisation, view)}/suppression";

    /// <summary>Projects side by side; which, the query says (<see cref="CompareProjects.Field"/>).</summary>
    public static string Comparison(Guid organisation) => $"{MemberSpaceLinks.Dashboard(organisation)}/comparaison";

    /// <summary>The same as a file.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public static string ComparisonFile(Guid organisation, string format) => $"{Comparison(organisation)}.{format}";

    public static string Detach(Guid organisation, Guid project) => $"{MemberSpaceLinks.Project(organisation, project)}/tags";

    /// <summary>Another of the structure's own tags.</summary>
    public static string AddTag(Guid organisation, Guid project) => $"{Detach(organisation, project)}/ajout";

    /// <summary>What the structure hands to its teams so that they tag it (MS-51).</summary>
    public static string TagUs(Guid organisation) => $"{MemberSpaceLinks.Dashboard(organisation)}/taguez-nous";

    public static string NewKey(Guid id) => $"/equipe/structures/{id}/cles/nouvelle";

    public static string KeyRevocation(Guid id, Guid keyId) => $"/equipe/structures/{id}/cles/{keyId}/revocation";

    /// <summary>How the structure's own programs reach its space.</summary>
    public static string Api(Guid organisation) => $"{MemberSpaceLinks.Dashboard(organisation)}/api";

    public static string OwnKeyRevocation(Guid organisation, Guid keyId) => $"{Api(organisation)}/cles/{keyId}/revocation";

    public static string NewWebhook(Guid organisation) => $"{Api(organisation)}/webhooks/nouveau";

    public static string Webhook(Guid organisation, Guid id) => $"{Api(organisation)}/webhooks/{id}";

    public static string WebhookPing(Guid organisation, Guid id) => $"{Webhook(organisation, id)}/essai";

    public static string WebhookSecret(Guid organisation, Guid id) => $"{Webhook(organisation, id)}/secret";

    public static string WebhookRevival(Guid organisation, Guid id) => $"{Webhook(organisation, id)}/reactivation";

    public static string WebhookRemoval(Guid organisation, Guid id) => $"{Webhook(organisation, id)}/suppression";

    public static string WebhookDelivery(Guid organisation, Guid id, Guid delivery) => $"{Webhook(organisation, id)}/envois/{delivery}";

    /// <summary>Which structure a space is asked for.</summary>
    public const string ChooseOrganisation = "/espaces/demande";

    public static string RequestSpace(Guid organisation) => $"/espaces/demande/{organisation}";

    public const string MyRequests = "/espaces/demandes";

    public static string MyRequest(Guid request) => $"/espaces/demandes/{request}";

    public static string AnswerRequest(Guid request) => $"/espaces/demandes/{request}/reponse";

    public static string WithdrawRequest(Guid request) => $"/espaces/demandes/{request}/abandon";

    /// <summary>Tags and administrators of a space, and what can be asked of the team.</summary>
    public static string Manage(Guid organisation) => $"/espaces/{organisation}/gestion";

    public static string RequestTags(Guid organisation) => $"/espaces/{organisation}/gestion/tags";

    public static string RequestAdministrators(Guid organisation) => $"/espaces/{organisation}/gestion/administrateurs";

    public static string RequestLeaving(Guid organisation, Guid person) => $"/espaces/{organisation}/gestion/administrateurs/{person}";

    public static string RequestClosing(Guid organisation) => $"/espaces/{organisation}/gestion/suppression";

    /// <param name="chapter">Its slug.</param>
    public static string GuideChapter(Guid organisation, string chapter) => $"{MemberSpaceLinks.Guide(organisation)}/{chapter}";

    /// <summary>Which mails somebody receives about a space.</summary>
    public static string Notifications(Guid organisation) => $"/espaces/{organisation}/notifications";

    /// <summary>Ends mails of one kind, for whoever holds the key.</summary>
    public static string Unsubscribe(string key) => $"/espaces/desinscription/{key}";

    public static string Request(Guid request) => $"/equipe/demandes/{request}";

    public static string Question(Guid request) => $"/equipe/demandes/{request}/precisions";

    public static string Refuse(Guid request) => $"/equipe/demandes/{request}/refus";

    public static string Approve(Guid request) => $"/equipe/demandes/{request}/accord";

    public static string Authorisation(Guid request, Guid document) => $"/equipe/demandes/{request}/autorisations/{document}";

    public static string CloseSpace(Guid id) => $"/equipe/structures/{id}/suppression";

    public static string CancelInvitation(Guid id, Guid invitation) => $"/equipe/structures/{id}/invitations/{invitation}";

    public static string Grace(Guid id) => $"/equipe/structures/{id}/delai";
}
