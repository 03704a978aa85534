namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>What each role may do, in words.</summary>
internal static class RoleWords
{
    public static IReadOnlyList<Option> Options { get; } =
    [
        new(Roles.Contributor, ProjectWords.Contributor, Note: new Text("modifie les données et la configuration", "edits data and set-up")),
        new(Roles.Reader, ProjectWords.Reader, Note: new Text("consulte sans modifier", "reads without editing")),
    ];

    public static Text Long(string role) => role == Roles.Contributor
        ? new Text("Contribution : modifier les données et la configuration", "Contributor: edit data and set-up")
        : new Text("Lecture : consulter sans modifier", "Reader: read without editing");
}
