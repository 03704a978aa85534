using EcoprodPlatform.MemberSpace.People;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// What happened to a structure, by whom and when, newest first: its stream in words, and its detachments without a
/// word of the projects (T10).
/// </summary>
internal sealed class OrganisationHistory(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, Names names)
{
    public async Task<IReadOnlyList<HistoryLine>> ReadAsync(OrganisationId id, CancellationToken ct)
    {
        var events = await store.ReadStreamAsync(id, ct);
        var detachments = await log.ListAsync(
            """
            select e.timestamp, e.user_name::uuid, (e.data ->> 'tagId')::uuid
            from mt_events e where e.type = 'structure-detached.v1' and e.data ->> 'organisationId' = $1
            """,
            r => (When: r.GetFieldValue<DateTimeOffset>(0), By: r.GetGuid(1), Tag: r.GetGuid(2)),
            ct,
            id.ToString());
        var people = await names.OfAsync(events.SelectMany(PeopleOf).Concat(detachments.Select(d => d.By)), ct);
        var (tags, keys) = (new Dictionary<Guid, string>(), new Dictionary<Guid, string>());
        var lines = new List<HistoryLine>();
        foreach (var stored in events)
        {
            if (Words(stored.Data, tags, keys, people) is { } what)
            {
                lines.Add(new HistoryLine(stored.Timestamp, Who(stored.ActorId, people), what, stored.GivenReason));
            }
        }

        lines.AddRange(detachments.Select(d => new HistoryLine(d.When, Who(d.By, people), new Text($"Détachée d’un projet (tag {tags.GetValueOrDefault(d.Tag, "?")})", $"Detached from a project (tag {tags.GetValueOrDefault(d.Tag, "?")})"))));
        lines.Reverse();
        return [.. lines.OrderByDescending(l => l.When)];
    }

    private static IEnumerable<Guid> PeopleOf(IEvent stored) => stored.Data switch
    {
        AdministratorAdded e => [stored.ActorId, e.PersonId],
        AdministratorRemoved e => [stored.ActorId, e.PersonId],
        _ => [stored.ActorId],
    };

    private static string Who(Guid id, IReadOnlyDictionary<Guid, string> people)
        => id == Guid.Empty ? new Text("La plateforme", "The platform").ToString() : people.GetValueOrDefault(id) ?? Names.Unknown.ToString();

    private static Text? Words(object @event, Dictionary<Guid, string> tags, Dictionary<Guid, string> keys, IReadOnlyDictionary<Guid, string> people)
    {
        switch (@event)
        {
            case OrganisationRegistered e:
                return new($"Structure créée : {e.Name}", $"Structure created: {e.Name}");
            case OrganisationRenamed e:
                return new($"Renommée {e.Name}", $"Renamed {e.Name}");
            case MembershipChanged { IsMember: false }:
                return new("N’est plus adhérente", "No longer a member");
            case MembershipChanged { PaidUntil: { } until }:
                return new($"Adhérente, à jour jusqu’au {Format.Date(until, Languages.French)}", $"Member, paid until {Format.Date(until, Languages.English)}");
            case MembershipChanged:
                return new("Adhérente, cotisation non réglée", "Member, fee not paid");
            case SpaceOpened:
                return new("Espace membre ouvert", "Member space opened");
            case TagOpened e:
                tags[e.TagId] = e.Name;
                return new($"Tag créé : {e.Name}", $"Tag created: {e.Name}");
            case TagRenamed e:
                var before = tags[e.TagId];
                tags[e.TagId] = e.Name;
                return new($"Tag « {before} » renommé « {e.Name} »", $"Tag “{before}” renamed “{e.Name}”");
            case TagRetired e:
                return new($"Tag retiré : {tags[e.TagId]}", $"Tag retired: {tags[e.TagId]}");
            case AdministratorAdded e:
                return new($"Accès donné à {Who(e.PersonId, people)}", $"Access given to {Who(e.PersonId, people)}");
            case AdministratorRemoved e:
                return new($"Accès retiré à {Who(e.PersonId, people)}", $"Access of {Who(e.PersonId, people)} removed");
            case KeyIssued e:
                keys[e.KeyId] = e.Name;
                return new($"Clé API « {e.Name} » émise, devis {e.Quotation}, jusqu’au {Format.Date(e.ExpiresOn, Languages.French)}", $"API key “{e.Name}” issued, quotation {e.Quotation}, until {Format.Date(e.ExpiresOn, Languages.English)}");
            case KeyRevoked e:
                return new($"Clé API « {keys[e.KeyId]} » révoquée", $"API key “{keys[e.KeyId]}” revoked");
            case TagWithdrawn e:
                return new($"Tag supprimé, il quitte les projets : {tags[e.TagId]}", $"Tag deleted, it leaves the projects: {tags[e.TagId]}");
            case AdministratorInvited:
                return new("Invitation envoyée à une personne sans compte", "Invitation sent to somebody without an account");
            case InvitationEnded:
                return new("Invitation close", "Invitation ended");
            case GraceGiven { Until: { } until }:
                return new($"Modifiable jusqu’au {Format.Date(until, Languages.French)} après la cotisation", $"Takes changes until {Format.Date(until, Languages.English)} after the fee");
            case GraceGiven:
                return new("Délai habituel après la cotisation", "Usual days of grace after the fee");
            case SpaceClosed:
                return new("Espace membre supprimé", "Member space deleted");
            default:
                return null; // follows from another line
        }
    }
}

/// <summary>One line of a history.</summary>
/// <param name="Reason">Why, where whoever did it said so.</param>
public sealed record HistoryLine(DateTimeOffset When, string Who, Text What, string? Reason = null);
