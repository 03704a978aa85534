namespace EcoprodPlatform.Projects.Work;

/// <summary>Words that pages and messages share.</summary>
internal static class ProjectWords
{
    public static readonly Text Tags = new("Tags structures partenaires", "Partner organisation tags");
    public static readonly Text Owner = new("Propriétaire", "Owner");
    public static readonly Text Contributor = new("Contribution", "Contributor");
    public static readonly Text Reader = new("Lecture", "Reader");
    public static readonly Text ErasedPerson = new("Compte supprimé", "Deleted account");

    /// <summary>For a structure whose tag was never heard of here.</summary>
    public static readonly Text UnknownStructure = new("une structure", "an organisation");

    /// <summary>The name of a role, as it is shown beside a person.</summary>
    public static Text Role(string role) => role switch
    {
        Roles.Owner => Owner,
        Roles.Contributor => Contributor,
        _ => Reader,
    };
}
