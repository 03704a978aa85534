using EcoprodPlatform.Web.Fields;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Projects.History;

/// <summary>Who did what to a project, and when: the log itself, in words. Names come from the table of people, so that an erased one is gone here too.</summary>
internal sealed class ProjectHistory(EventStore<ProjectsModule> store, People people, TagRegister register)
{
    public static void Map(Routes to)
    {
        to.Page(Links.History, ShowAsync);
        to.Get("/api/projects/{id:guid}/history", GetAsync, "GetProjectHistory");
    }

    /// <summary>Everything that happened, newest first. The caller has checked that the project is the reader's to see.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(ProjectId project, CancellationToken ct)
    {
        var events = await store.ReadStreamAsync(project, ct);
        var names = await people.FindAsync(events.SelectMany(PeopleIn), ct);
        var tags = await register.FindAsync(events.SelectMany(TagsIn).Distinct(), ct);
        var entries = new List<HistoryEntry>(events.Count);
        var configuration = new ProjectConfiguration();
        foreach (var stored in events.Where(e => e.Data is not OwnershipRoleSettled))
        {
            var by = stored.Data is StructureUntagged { DetachedBy: { } administrator } ? administrator : stored.ActorId;
            // What a structure adds, it adds in its own name: the owner tagged the structure, not its administrators.
            var name = stored.Data is StructureTagged { AddedBy: not null } added && tags.GetValueOrDefault(added.TagId) is { } own ? own.OrganisationName : People.NameOf(by, names);
            entries.Add(new HistoryEntry(stored.Timestamp, name, Words(stored.Data, by, configuration, names, tags).ToString()));
            configuration = stored.Data switch
            {
                ProjectOpened e => e.Configuration,
                ProjectConfigured e => e.Configuration,
                _ => configuration,
            };
        }

        entries.Reverse();
        return entries;
    }

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, HttpContext http, EventStore<ProjectsModule> store, ProjectHistory history, CancellationToken ct)
    {
        var project = await store.LoadForAsync(id, asked.By, ct);
        var entries = await history.ReadAsync(id, ct);
        var paging = Paging.Of(http, entries.Count);
        return Page.Of(new HistoryPage
        {
            Project = ProjectFrame.Of(project, asked.By),
            Entries = entries.Skip(paging.Offset).Take(paging.Size).ToList(),
            Paging = paging,
        });
    }

    /// <summary>Who did what to the project, newest first.</summary>
    private static async Task<IReadOnlyList<HistoryEntry>> GetAsync(ProjectId id, Asked asked, EventStore<ProjectsModule> store, ProjectHistory history, CancellationToken ct)
    {
        await store.LoadForAsync(id, asked.By, ct);
        return await history.ReadAsync(id, ct);
    }

    private static IEnumerable<Guid> PeopleIn(IEvent stored) => stored.Data switch
    {
        CollaboratorRoleChanged e => [stored.ActorId, e.PersonId],
        CollaboratorLeft e => [stored.ActorId, e.PersonId],
        OwnershipOffered e => [stored.ActorId, e.PersonId],
        OwnershipOfferEnded e => [stored.ActorId, e.PersonId],
        OwnershipTransferred e => [stored.ActorId, e.FromId, e.ToId],
        StructureUntagged { DetachedBy: { } administrator } => [administrator],
        _ => [stored.ActorId],
    };

    private static IEnumerable<Guid> TagsIn(IEvent stored) => stored.Data switch
    {
        StructureTagged e => [e.TagId],
        StructureUntagged e => [e.TagId],
        _ => [],
    };

    private static Text Words(object @event, Guid by, ProjectConfiguration before, IReadOnlyDictionary<Guid, Person> names, IReadOnlyDictionary<Guid, OrganisationTag> tags)
    {
        switch (@event)
        {
            case ProjectOpened:
                return new("a créé le projet", "created the project");
            case ProjectConfigured e:
                var changes = ProjectConfiguration.Fields.Changes(before, e.Configuration).Select(f => f.Label).ToList();
                return new(
                    $"a modifié : {string.Join(", ", changes.Select(c => c.Fr))}",
                    $"changed: {string.Join(", ", changes.Select(c => c.En))}");
            case StructureTagged { AddedBy: not null } e:
                return new($"a ajouté un autre de ses tags, « {Tag(e.TagId).Fr} »", $"added another of its tags, “{Tag(e.TagId).En}”");
            case StructureTagged e:
                return new($"a tagué « {Tag(e.TagId).Fr} »", $"tagged “{Tag(e.TagId).En}”");
            case StructureUntagged { DetachedBy: not null } e:
                return new($"a détaché « {Tag(e.TagId).Fr} » du projet", $"detached “{Tag(e.TagId).En}” from the project");
            case StructureUntagged e:
                return new($"a retiré le tag « {Tag(e.TagId).Fr} »", $"removed the tag “{Tag(e.TagId).En}”");
            case CollaboratorInvited e:
                return new($"a invité quelqu’un ({ProjectWords.Role(e.Role).Fr.ToLower(Languages.French)})", $"invited someone ({ProjectWords.Role(e.Role).En.ToLower(Languages.English)})");
            case InvitationRenewed:
                return new("a renvoyé une invitation", "sent an invitation again");
            case InvitationWithdrawn:
                return new("a retiré une invitation", "withdrew an invitation");
            case CollaboratorJoined e:
                return new($"a rejoint le projet ({ProjectWords.Role(e.Role).Fr.ToLower(Languages.French)})", $"joined the project ({ProjectWords.Role(e.Role).En.ToLower(Languages.English)})");
            case CollaboratorRoleChanged e:
                var name = People.NameOf(e.PersonId, names);
                return new(
                    $"a changé le rôle de {name} ({ProjectWords.Role(e.Role).Fr.ToLower(Languages.French)})",
                    $"changed the role of {name} ({ProjectWords.Role(e.Role).En.ToLower(Languages.English)})");
            case CollaboratorLeft e:
                var gone = People.NameOf(e.PersonId, names);
                return new($"a mis fin à la collaboration de {gone}", $"ended the collaboration of {gone}");
            case OwnershipOffered e:
                var offered = People.NameOf(e.PersonId, names);
                return new($"a proposé le projet à {offered}", $"offered the project to {offered}");
            case OwnershipOfferEnded e when e.PersonId == by:
                return new("a décliné la proposition de reprendre le projet", "declined the offer to take the project over");
            case OwnershipOfferEnded:
                return new("a retiré la proposition de transmettre le projet", "withdrew the offer to hand the project over");
            case OwnershipTransferred { Reason: { } reason } e:
                var appointed = People.NameOf(e.ToId, names);
                var why = AppointmentReasons.Words(reason);
                return new($"a désigné {appointed} propriétaire du projet ({why.Fr})", $"appointed {appointed} owner of the project ({why.En})");
            case OwnershipTransferred e:
                var former = People.NameOf(e.FromId, names);
                return new($"a repris le projet de {former}", $"took the project over from {former}");
            case ProjectClosed e:
                return new($"a clôturé le projet au {Format.Date(e.FinalisedOn, Languages.French)}", $"closed the project on {Format.Date(e.FinalisedOn, Languages.English)}");
            case ProjectDeleted:
                return new("a supprimé le projet", "deleted the project");
            default:
                throw new InvalidOperationException($"The history has no words for {@event.GetType().Name}.");
        }

        Text Tag(Guid id) => tags.TryGetValue(id, out var tag) ? Text.Same(tag.Name) : new("tag disparu", "tag that is gone");
    }
}

/// <summary>One line of a project's history.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Name of the person, or "Compte supprimé".</param>
/// <param name="What">What they did, to follow the name.</param>
public sealed record HistoryEntry(DateTimeOffset At, string Who, string What);
