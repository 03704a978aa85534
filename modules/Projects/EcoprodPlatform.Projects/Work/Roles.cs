namespace EcoprodPlatform.Projects.Work;

/// <summary>What a person may do on a project.</summary>
internal static class Roles
{
    /// <summary>Created it, or took it over: everything, and alone tags structures, invites, closes and hands over (MS-56).</summary>
    public const string Owner = "owner";

    /// <summary>Edits data and configuration.</summary>
    public const string Contributor = CollaboratorChangedV1.Contributor;

    /// <summary>Reads.</summary>
    public const string Reader = CollaboratorChangedV1.Reader;

    /// <summary>The two roles that one can be invited to.</summary>
    public static readonly IReadOnlyList<string> Invited = [Contributor, Reader];
}
