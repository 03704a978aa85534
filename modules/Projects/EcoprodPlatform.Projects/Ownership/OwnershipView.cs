namespace EcoprodPlatform.Projects.Ownership;

/// <summary>Gathers what the pages of a hand-over show.</summary>
internal sealed class OwnershipView(EventStore<ProjectsModule> store, People people)
{
    public async Task<OwnershipModel> ReadAsync(ProjectId id, Actor actor, CancellationToken ct)
    {
        var project = await store.LoadForAsync(id, actor, ct);
        var contributors = project.State.Collaborators.Where(c => c.Value == Roles.Contributor).Select(c => c.Key).ToList();
        var names = await people.FindAsync(contributors.Append(project.State.OwnerId), ct);
        return new OwnershipModel(
            ProjectFrame.Of(project, actor),
            People.NameOf(project.State.OwnerId, names),
            project.State.OfferedTo is { } offered ? People.NameOf(offered, names) : null,
            // Nobody is left of a deleted account to answer.
            [.. contributors.Where(c => names.GetValueOrDefault(c) is not { Email: null })
                .Select(c => new Option(c.ToString(), Text.Same(People.NameOf(c, names)), Note: names.GetValueOrDefault(c)?.Email is { } email ? Text.Same(email) : null))
                .OrderBy(o => o.Label.Fr, StringComparer.Create(Languages.French, ignoreCase: true))]);
    }

    /// <summary>What staff need to know to appoint an owner: nothing of its data.</summary>
    public async Task<AppointmentModel> ReadForStaffAsync(ProjectId id, CancellationToken ct)
    {
        var project = await store.LoadAsync<Project>(id, ct);
        if (!project.State.Exists)
        {
            throw Project.Unknown();
        }

        var names = await people.FindAsync(project.State.Collaborators.Keys.Append(project.State.OwnerId), ct);
        return new AppointmentModel(
            id,
            project.Version,
            project.State.Configuration.Title,
            People.NameOf(project.State.OwnerId, names),
            [.. project.State.Collaborators.Select(c => $"{People.NameOf(c.Key, names)}{(names.GetValueOrDefault(c.Key)?.Email is { } email ? $" ({email})" : "")}, {ProjectWords.Role(c.Value).ToString().ToLower(CultureInfo.CurrentUICulture)}")
                .Order(StringComparer.Create(Languages.French, ignoreCase: true))]);
    }
}

/// <summary>What the pages of a hand-over show to the people of a project.</summary>
/// <param name="OfferedTo">Name of who has been offered the project; null while nobody has.</param>
/// <param name="Contributors">Those it can be offered to.</param>
public sealed record OwnershipModel(ProjectFrame Project, string Owner, string? OfferedTo, IReadOnlyList<Option> Contributors);

/// <summary>What staff see of a project.</summary>
/// <param name="People">Everybody but the owner, with address and role.</param>
public sealed record AppointmentModel(Guid Id, long Version, string Title, string Owner, IReadOnlyList<string> People);
