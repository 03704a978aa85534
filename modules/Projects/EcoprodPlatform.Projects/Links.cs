namespace EcoprodPlatform.Projects;

/// <summary>Every URL of the module's pages; those that others link to are in <see cref="ProjectLinks"/>.</summary>
internal static class Links
{
    public const string New = "/projets/nouveau";

    public static string Tagging(Guid project) => $"{ProjectLinks.Configuration(project)}#tags";

    /// <summary>Leads to the first of its pages.</summary>
    public static string Project(Guid id) => $"/projets/{id}";

    public static string Tags(Guid id) => $"/projets/{id}/tags";

    public static string Untag(Guid id, Guid tagId) => $"/projets/{id}/tags/{tagId}/retrait";

    public static string History(Guid id) => $"/projets/{id}/historique";

    public static string Withdraw(Guid id, Guid invitationId) => $"/projets/{id}/invitations/{invitationId}/retrait";

    public static string Renew(Guid id, Guid invitationId) => $"/projets/{id}/invitations/{invitationId}/renvoi";

    /// <summary>The page of an invitation, for whoever is invited.</summary>
    public static string Answer(Guid id, Guid invitationId) => $"/projets/{id}/invitations/{invitationId}";

    /// <summary>The same with the key that the mail carries.</summary>
    public static string Invitation(Guid project, Guid invitation, string? key) => $"{Answer(project, invitation)}?cle={Uri.EscapeDataString(key ?? "")}";

    /// <summary>The owner offers the project to a contributor.</summary>
    public static string HandOver(Guid id) => $"/projets/{id}/transmission";

    public static string WithdrawOffer(Guid id) => $"/projets/{id}/transmission/retrait";

    /// <summary>The contributor accepts or declines.</summary>
    public static string AnswerOffer(Guid id) => $"/projets/{id}/transmission/reponse";

    public static string Deletion(Guid id) => $"/projets/{id}/suppression";

    /// <summary>Staff appoint an owner.</summary>
    public static string Appoint(Guid id) => $"/equipe/projets/{id}";

    public static string Role(Guid id, Guid personId) => $"/projets/{id}/collaboration/{personId}/role";

    public static string Leave(Guid id, Guid personId) => $"/projets/{id}/collaboration/{personId}/retrait";
}
