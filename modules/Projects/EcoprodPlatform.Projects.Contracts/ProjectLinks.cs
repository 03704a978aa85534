namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Pages of Projects that other modules and mails link to.</summary>
public static class ProjectLinks
{
    /// <summary>"Mes projets".</summary>
    public const string Mine = "/projets";

    /// <summary>Staff: projects that wait for an owner.</summary>
    public const string Ownerless = "/equipe/projets";

    public static string Configuration(Guid id) => $"/projets/{id}/configuration";

    public static string Collaboration(Guid id) => $"/projets/{id}/collaboration";

    public static string Closure(Guid id) => $"/projets/{id}/cloture";
}
