namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Pages of Projects that other modules and mails link to.</summary>
public static class ProjectLinks
{
    /// <summary>"Mes projets".</summary>
    public const string Mine = "/projets";

    /// <summary>Choosing the project that a tag goes on.</summary>
    public const string ChooseForTag = "/projets/taguer";

    /// <summary>Staff: projects that wait for an owner.</summary>
    public const string Ownerless = "/equipe/projets";

    public static string Configuration(Guid id) => $"/projets/{id}/configuration";

    /// <summary>What a structure hands to its teams: they choose a project of theirs, and tag it there (MS-51).</summary>
    public static string TagWith(Guid tag) => $"{ChooseForTag}?tag={tag}";

    public static string Collaboration(Guid id) => $"/projets/{id}/collaboration";

    public static string Closure(Guid id) => $"/projets/{id}/cloture";
}
