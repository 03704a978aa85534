using EcoprodPlatform.Web.Fields;
using EcoprodPlatform.Projects.History;

namespace EcoprodPlatform.Projects.Configuration;

/// <summary>Gathers what the Configuration page shows.</summary>
internal sealed class ConfigurationView(ProjectReader reader, TagRegister register, ProjectHistory history, People people)
{
    /// <summary>Query parameter of the tag search.</summary>
    public const string TagQuery = "tag";

    private const int RecentEntries = 5;

    /// <param name="form">What was posted and refused; null to show what is stored.</param>
    /// <param name="tagging">A tagging that was refused.</param>
    public async Task<ConfigurationModel> ReadAsync(ProjectId id, Actor actor, string? search, PageForm? form, CancellationToken ct, PageForm? tagging = null)
    {
        var (project, tags) = await reader.LoadAsync(id, actor, ct);
        var frame = ProjectFrame.Of(project, actor);
        var wanted = search ?? "";
        var found = frame.May(ProjectAct.TagStructures) && wanted.Length > 0 ? await register.SearchAsync(wanted, TagRegister.Results, ct) : [];
        var entries = await history.ReadAsync(id, ct);
        var owner = project.State.OwnerId;
        return new ConfigurationModel(
            frame,
            form ?? ConfigurationForm.Of(project.State.Configuration).SetVersion(project.Version),
            ProjectConfiguration.Fields.Facts(project.State.Configuration),
            (tagging ?? new PageForm()).SetVersion(project.Version),
            [.. tags.Select(t => new TagChoice(t.TagId, t.Name, t.OrganisationName, IsOnProject: true))],
            wanted.Length == 0 ? null : wanted,
            [.. found.Select(t => new TagChoice(t.TagId, t.Name, t.OrganisationName, project.State.Tags.ContainsKey(t.TagId)))],
            [.. entries.Take(RecentEntries)],
            entries.Count,
            People.NameOf(owner, await people.FindAsync([owner], ct)),
            project.State.OpenedAt,
            (await reader.ChangesAsync(id, ct)).UpdatedAt);
    }
}

/// <summary>What the Configuration page shows.</summary>
/// <param name="Project">The frame.</param>
/// <param name="Form">The fields, as stored or as typed.</param>
/// <param name="Facts">The same in words, for who may only read.</param>
/// <param name="Tagging">The form of the tags, with why the last one was refused.</param>
/// <param name="Tags">Tags on the project.</param>
/// <param name="Search">What is searched in the register; null when nothing is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Recent">The last lines of the history.</param>
/// <param name="HistoryCount">How many lines there are in all.</param>
/// <param name="OwnerName">Who owns it (MS-40).</param>
/// <param name="UpdatedAt">Newest change of its data, here or in its assessments (PR-19).</param>
public sealed record ConfigurationModel(
    ProjectFrame Project,
    PageForm Form,
    IReadOnlyList<KeyValuePair<Text, string?>> Facts,
    PageForm Tagging,
    IReadOnlyList<TagChoice> Tags,
    string? Search,
    IReadOnlyList<TagChoice> Found,
    IReadOnlyList<HistoryEntry> Recent,
    int HistoryCount,
    string OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>It was changed or closed before it was created: a clock was wrong, which is said, and hides nothing.</summary>
    public bool IsClockDoubtful => UpdatedAt < CreatedAt || Project.FinalisedOn < Format.Day(CreatedAt);
}

/// <summary>A tag as the page offers or shows it, with the structure it belongs to (MS-50).</summary>
public sealed record TagChoice(Guid TagId, string Name, string OrganisationName, bool IsOnProject);
