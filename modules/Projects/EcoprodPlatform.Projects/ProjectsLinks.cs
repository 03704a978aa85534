using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Projects;

/// <summary>Every URL of the module's pages; those that others link to are in <see cref="ProjectLinks"/>.</summary>
internal static class ProjectsLinks
{
    public const string New = "/projets/nouveau";

    public static string Tagging(Guid project) => $"{ProjectLinks.Configuration(project)}#tags";

    public static string Tags(Guid project) => $"/projets/{project}/tags";

    public static string Untag(Guid project, Guid tag) => $"/projets/{project}/tags/{tag}/retrait";

    public static string History(Guid project) => $"/projets/{project}/historique";

    public static string Withdraw(Guid project, Guid invitation) => $"/projets/{project}/invitations/{invitation}/retrait";

    public static string Renew(Guid project, Guid invitation) => $"/projets/{project}/invitations/{invitation}/renvoi";

    public static string Invitation(Guid project, Guid invitation, string? key) => $"/projets/{project}/invitations/{invitation}?cle={Uri.EscapeDataString(key ?? "")}";

    public static string Role(Guid project, Guid person) => $"/projets/{project}/collaboration/{person}/role";

    public static string Leave(Guid project, Guid person) => $"/projets/{project}/collaboration/{person}/retrait";

    /// <summary>The menu of a project (PR-1).</summary>
    /// <param name="collaborators">People besides the owner.</param>
    public static IReadOnlyList<Tab> TabsOf(Guid project, int collaborators) =>
    [
        new(new Text("Configurateur", "Set-up"), ProjectLinks.Configuration(project)),
        new(new Text("Collaboration", "Collaboration"), ProjectLinks.Collaboration(project), collaborators),
        new(new Text("Données prévisionnelles", "Provisional data"), FootprintLinks.Provisional(project)),
        new(new Text("Données définitives", "Final data"), FootprintLinks.Final(project)),
        new(new Text("Résultats", "Results"), FootprintLinks.Results(project)),
    ];
}
