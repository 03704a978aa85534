namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Gathers what the Collaboration page shows.</summary>
internal sealed class CollaborationView(EventStore<ProjectsModule> store, InvitationAddresses addresses, People people, TimeProvider clock)
{
    /// <param name="invite">The form of the invitation.</param>
    /// <param name="refused">Another act of the page that was refused: its reasons are told at the top.</param>
    public async Task<CollaborationModel> ReadAsync(ProjectId id, Actor actor, CancellationToken ct, PageForm? invite = null, PageForm? refused = null)
    {
        var project = await store.LoadForAsync(id, actor, ct);
        var frame = ProjectFrame.Of(project, actor);
        var names = await people.FindAsync(project.State.Collaborators.Keys.Append(project.State.OwnerId), ct);
        var now = clock.GetUtcNow();
        // Addresses of people who have not answered concern the owner alone.
        var invited = frame.May(ProjectAct.WithdrawInvitations) ? await addresses.OfProjectAsync(id, ct) : new Dictionary<Guid, InvitationAddress>();
        return new CollaborationModel(
            frame,
            (invite ?? new PageForm { ["role"] = Roles.Contributor }).SetVersion(project.Version),
            refused ?? new PageForm(),
            [
                Row(project.State.OwnerId, Roles.Owner),
                .. project.State.Collaborators.Select(c => Row(c.Key, c.Value)).OrderBy(p => p.Name, StringComparer.Create(Languages.French, ignoreCase: true)),
            ],
            project.State.OfferedTo is { } offered ? Row(offered, Roles.Contributor) : null,
            [.. project.State.Invitations
                .Where(i => invited.ContainsKey(i.Key))
                .Select(i => new InvitationRow(i.Key, invited[i.Key].Email, i.Value.Role, i.Value.SentAt, i.Value.ExpiresAt, i.Value.ExpiresAt < now))
                .OrderBy(i => i.Email, StringComparer.OrdinalIgnoreCase)]);

        PersonRow Row(Guid person, string role)
        {
            var known = names.GetValueOrDefault(person);
            return new PersonRow(
                person,
                People.NameOf(person, names),
                // Between people who work together an address is useful; a reader of the list sees it only of those who joined.
                known?.Email,
                role,
                person == actor.Id,
                known is not null && Person.Full(known.FirstName, known.LastName) is null);
        }
    }
}

/// <summary>What the Collaboration page shows.</summary>
/// <param name="Form">The form of the invitation.</param>
/// <param name="Refused">Why another act of the page was refused.</param>
/// <param name="People">The owner first.</param>
/// <param name="OfferedTo">Who has been offered the project.</param>
/// <param name="Invitations">Those that wait; only for the owner.</param>
public sealed record CollaborationModel(ProjectFrame Project, PageForm Form, PageForm Refused, IReadOnlyList<PersonRow> People, PersonRow? OfferedTo, IReadOnlyList<InvitationRow> Invitations);

/// <summary>One person on the project.</summary>
public sealed record PersonRow(Guid PersonId, string Name, string? Email, string Role, bool IsMe, bool IsErased);

/// <summary>One invitation that waits.</summary>
public sealed record InvitationRow(Guid InvitationId, string Email, string Role, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, bool IsExpired);
