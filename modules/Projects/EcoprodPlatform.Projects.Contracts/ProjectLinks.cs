namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Pages of Projects that other modules and mails link to.</summary>
public static class ProjectLinks
{
    /// <summary>"Mes projets".</summary>
    public const string Mine = "/projets";

    public static string Configuration(Guid projectId) => $"/projets/{projectId}/configuration";

    public static string Collaboration(Guid projectId) => $"/projets/{projectId}/collaboration";

    public static string Closure(Guid projectId) => $"/projets/{projectId}/cloture";
}
