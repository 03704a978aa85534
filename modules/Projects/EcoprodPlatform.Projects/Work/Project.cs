using System.Collections.Immutable;

namespace EcoprodPlatform.Projects.Work;

/// <summary>
/// A work whose footprint is measured: its configuration, the people who work on it, the structures tagged on it and
/// whether it is closed. Decisions are pure: they return events or throw <see cref="RuleBrokenException"/>.
/// </summary>
internal sealed record Project : IAggregate<Project, ProjectEvent>
{
    public const int MaxTags = 50;
    public const int MaxCollaborators = 100;

    /// <summary>How long an invitation can be accepted.</summary>
    public static readonly TimeSpan InvitationValidity = TimeSpan.FromDays(14);

    /// <summary>Between two mails of the same invitation: a double click sends one.</summary>
    public static readonly TimeSpan InvitationPause = TimeSpan.FromMinutes(1);

    public static string StreamType => "project";

    public static Project Empty { get; } = new();

    /// <summary>Number of events folded; the version of the stream.</summary>
    public long Version { get; private init; }

    public Guid OwnerId { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public ProjectConfiguration Configuration { get; private init; } = new();

    /// <summary>Day it was closed; null while it is open (PR-20).</summary>
    public DateOnly? FinalisedOn { get; private init; }

    /// <summary>Tags on the project, each with the version of the stream at which it was put on.</summary>
    public ImmutableDictionary<Guid, TagOnProject> Tags { get; private init; } = ImmutableDictionary<Guid, TagOnProject>.Empty;

    /// <summary>Role of each person besides the owner.</summary>
    public ImmutableDictionary<Guid, string> Collaborators { get; private init; } = ImmutableDictionary<Guid, string>.Empty;

    /// <summary>Invitations that nobody has accepted or withdrawn yet.</summary>
    public ImmutableDictionary<Guid, Invitation> Invitations { get; private init; } = ImmutableDictionary<Guid, Invitation>.Empty;

    /// <summary>The contributor to whom the owner offers the project; until they accept, nothing has changed.</summary>
    public Guid? OfferedTo { get; private init; }

    /// <summary>Its owner deleted it: it exists for nobody any more.</summary>
    public bool IsDeleted { get; private init; }

    /// <summary>There is a project, for somebody.</summary>
    public bool Exists => Version > 0 && !IsDeleted;

    public bool IsClosed => FinalisedOn is not null;

    public ProjectState State => IsClosed ? ProjectState.Closed : ProjectState.Ongoing;

    /// <summary>What <paramref name="person"/> may do here; null when the project does not exist for them.</summary>
    public string? RoleOf(PersonId person) => person == Guid.Empty || !Exists ? null
        : person == OwnerId ? Roles.Owner
        : Collaborators.GetValueOrDefault(person);

    // ----- decisions

    /// <summary>A new project (PR-18: with its configuration).</summary>
    public ProjectEvent[] Open(PersonId owner, ProjectConfiguration configuration, DateTimeOffset at)
    {
        var wanted = InOrder(configuration);
        if (IsDeleted)
        {
            throw RuleBrokenException.Conflict("project.id-taken", new Text(
                "Cet identifiant est celui d’un projet supprimé, et ne sert plus. Créez le projet avec un autre.",
                "This id is that of a deleted project, and is not used again. Create the project with another one."));
        }

        if (Version > 0 && OwnerId == owner)
        {
            return wanted == Configuration ? [] : throw RuleBrokenException.Conflict("project.id-taken", new Text(
                "Ce projet est déjà créé, avec un autre contenu. Ouvrez-le pour le modifier.",
                "This project was created already, with another content. Open it to change it."));
        }

        if (Version > 0)
        {
            throw RuleBrokenException.Conflict("project.already-opened", new Text(
                "Ce projet existe déjà. Ouvrez « Mes projets » pour le retrouver.", "This project exists already. Open “My projects” to find it."));
        }

        return [new ProjectOpened(owner, at, wanted)];
    }

    /// <summary>Changes the general information; nothing when it is what it was.</summary>
    public ProjectEvent[] Configure(PersonId by, ProjectConfiguration configuration)
    {
        Demand(ProjectAct.Configure, by);
        var next = InOrder(configuration);
        return next == Configuration ? [] : [new ProjectConfigured(next)];
    }

    /// <summary>Tags a partner structure (MS-48, MS-56); possible on a closed project (MS-49).</summary>
    public ProjectEvent[] Tag(PersonId by, OrganisationTag tag)
    {
        Demand(ProjectAct.TagStructures, by);
        if (Tags.ContainsKey(tag.TagId))
        {
            throw RuleBrokenException.Conflict("project.already-tagged", new Text(
                $"Le tag « {tag.Name} » est déjà sur ce projet.", $"The tag “{tag.Name}” is on this project already."));
        }

        if (!tag.IsUsable)
        {
            throw new RuleBrokenException("project.retired-tag", new Text(
                $"Le tag « {tag.Name} » n’est plus utilisé par {tag.OrganisationName} : choisissez-en un autre.",
                $"The tag “{tag.Name}” is no longer used by {tag.OrganisationName}: choose another one."), field: "tagId");
        }

        return Tags.Count < MaxTags
            ? [new StructureTagged(tag.TagId, tag.OrganisationId)]
            : throw new RuleBrokenException("project.too-many-tags", new Text(
                $"Un projet porte {MaxTags} tags au plus.", $"A project carries at most {MaxTags} tags."), field: "tagId");
    }

    /// <summary>A structure on the project puts another of its own tags on it (MS-45, T5). Nothing once it is on no more: then the creator has taken it off meanwhile.</summary>
    public ProjectEvent[] AddTag(TagId tagId, OrganisationId organisationId, PersonId by)
        => Tags.Values.Any(t => t.OrganisationId == organisationId) && !Tags.ContainsKey(tagId) ? [new StructureTagged(tagId, organisationId, by)] : [];

    /// <summary>Takes a tag off: the structure no longer sees the project.</summary>
    public ProjectEvent[] Untag(PersonId by, TagId tagId)
    {
        Demand(ProjectAct.TagStructures, by);
        return Tags.TryGetValue(tagId, out var tagging)
            ? [new StructureUntagged(tagId, tagging.OrganisationId)]
            : throw RuleBrokenException.NotFound("project.not-tagged", new Text(
                "Ce tag n’est pas, ou n’est plus, sur le projet.", "This tag is not on the project, or no longer."));
    }

    /// <summary>The structure took itself off (MS-43). A tagging newer than the one it saw stays: its creator decided again (T10).</summary>
    /// <param name="taggedAt">Version of the stream at which the tag that was detached had been put on.</param>
    public ProjectEvent[] Detach(TagId tagId, PersonId by, long taggedAt)
        => Tags.TryGetValue(tagId, out var tagging) && tagging.Version <= taggedAt
            ? [new StructureUntagged(tagId, tagging.OrganisationId, by)]
            : [];

    /// <summary>Invites somebody by mail; the address is kept beside the log (table <c>invitations</c>).</summary>
    public ProjectEvent[] Invite(PersonId by, InvitationId invitationId, string role, DateTimeOffset at)
    {
        Demand(ProjectAct.Invite, by);
        DemandRole(role);
        return Collaborators.Count + Invitations.Count < MaxCollaborators
            ? [new CollaboratorInvited(invitationId, role, at, at + InvitationValidity)]
            : throw new RuleBrokenException("project.too-many-collaborators", new Text(
                $"Un projet compte {MaxCollaborators} personnes au plus, invitations comprises.",
                $"A project has at most {MaxCollaborators} people, invitations included."));
    }

    /// <summary>Sends an invitation again, for another 14 days.</summary>
    public ProjectEvent[] Renew(PersonId by, InvitationId invitationId, DateTimeOffset at)
    {
        Demand(ProjectAct.Invite, by);
        return at - PendingInvitation(invitationId).SentAt >= InvitationPause
            ? [new InvitationRenewed(invitationId, at, at + InvitationValidity)]
            : throw RuleBrokenException.Conflict("project.invitation-just-sent", new Text(
                "Cette invitation vient d’être envoyée. Attendez une minute avant de la renvoyer.",
                "This invitation has just been sent. Wait a minute before sending it again."));
    }

    /// <summary>Takes an invitation back: its link no longer works.</summary>
    public ProjectEvent[] Withdraw(PersonId by, InvitationId invitationId)
    {
        Demand(ProjectAct.WithdrawInvitations, by);
        PendingInvitation(invitationId);
        return [new InvitationWithdrawn(invitationId)];
    }

    /// <summary>The invited person joins. Once on the project, accepting again changes nothing.</summary>
    public ProjectEvent[] Join(PersonId person, InvitationId invitationId, DateTimeOffset at)
    {
        if (RoleOf(person) is not null)
        {
            return [];
        }

        var invitation = PendingInvitation(invitationId);
        if (IsClosed)
        {
            throw ProjectLife.IsFrozen();
        }

        return at <= invitation.ExpiresAt
            ? [new CollaboratorJoined(person, invitation.Role, invitationId)]
            : throw RuleBrokenException.Conflict("project.invitation-expired", new Text(
                "Cette invitation a expiré. Demandez à la personne qui vous a invité de la renvoyer.",
                "This invitation has expired. Ask the person who invited you to send it again."));
    }

    /// <summary>Gives a collaborator the other role; nothing when they have it.</summary>
    public ProjectEvent[] ChangeRole(PersonId by, PersonId person, string role)
    {
        Demand(ProjectAct.ChangeRoles, by);
        DemandRole(role);
        return DemandCollaborator(person) == role ? [] : [new CollaboratorRoleChanged(person, role)];
    }

    /// <summary>
    /// A collaborator leaves, or the owner removes them. Possible on a closed project: to stop reading changes none of
    /// its data.
    /// </summary>
    public ProjectEvent[] Leave(PersonId by, PersonId person)
    {
        if (by == person && by == OwnerId)
        {
            throw new RuleBrokenException("project.owner-stays", new Text(
                "La personne propriétaire du projet ne peut pas le quitter : transmettez-le d’abord.", "The owner of the project cannot leave it: hand it over first."));
        }

        if (by != person)
        {
            Demand(ProjectAct.RemovePeople, by);
        }

        DemandCollaborator(person);
        return [new CollaboratorLeft(person)];
    }

    /// <summary>
    /// Closes the project: sets its finalisation date and freezes everything but its tags (PR-20, MS-49). Invitations
    /// still open are withdrawn.
    /// </summary>
    public ProjectEvent[] Close(PersonId by, DateOnly today)
    {
        Demand(ProjectAct.Close, by);
        return [.. Invitations.Keys.Order().Select(id => new InvitationWithdrawn(id)), new ProjectClosed(today)];
    }

    /// <summary>Offers the project to a contributor; nothing when it is offered to them already.</summary>
    public ProjectEvent[] OfferOwnership(PersonId by, PersonId person)
    {
        Demand(ProjectAct.HandOver, by);
        if (Collaborators.GetValueOrDefault(person) != Roles.Contributor)
        {
            throw new RuleBrokenException("project.not-a-contributor", new Text(
                "Choisissez une personne qui contribue au projet.", "Choose a person who contributes to the project."), field: "personId");
        }

        return OfferedTo is null ? [new OwnershipOffered(person)]
            : OfferedTo == person ? []
            : throw RuleBrokenException.Conflict("project.already-offered", new Text(
                "Ce projet est déjà proposé à quelqu’un d’autre. Retirez d’abord cette proposition.", "This project is offered to somebody else already. Withdraw that offer first."));
    }

    /// <summary>Takes the offer back.</summary>
    public ProjectEvent[] WithdrawOffer(PersonId by)
    {
        Demand(ProjectAct.HandOver, by);
        return [new OwnershipOfferEnded(OfferedTo ?? throw NoOffer())];
    }

    /// <summary>The contributor accepts, and owner and contributor swap roles; or declines, and nothing has changed.</summary>
    public ProjectEvent[] AnswerOffer(PersonId by, bool isAccepted)
    {
        Demand(ProjectAct.TakeOver, by);
        return OfferedTo != by ? throw NoOffer()
            : isAccepted ? Transfer(by, Roles.Contributor, reason: null)
            : [new OwnershipOfferEnded(by)];
    }

    /// <summary>The project is given an owner where nobody can hand it over. The former owner stays as a contributor, unless the account is gone.</summary>
    public ProjectEvent[] AppointOwner(PersonId person, string reason, bool isFormerGone)
    {
        if (!Exists)
        {
            throw Unknown();
        }

        AppointmentReasons.Demand(reason);
        return person == OwnerId
            ? throw RuleBrokenException.Conflict("project.already-owner", new Text(
                "Cette personne est déjà propriétaire du projet.", "This person is the owner of the project already."))
            : Transfer(person, isFormerGone ? null : Roles.Contributor, reason);
    }

    /// <summary>
    /// Deletes the project for good, open or closed, once nobody else has it: whoever works on it or was invited to, and a structure
    /// that has seen its result, must not lose it unseen.
    /// </summary>
    public ProjectEvent[] Delete(PersonId by, DateTimeOffset at, KnownNames names)
    {
        Demand(ProjectAct.Delete, by);
        return OthersOnProject.Of(this, at, names) is { IsNobody: false } others ? throw others.HaveIt() : [new ProjectDeleted()];
    }

    /// <summary>Throws "not found" for anybody who is not on the project: they may not know that it exists.</summary>
    public string DemandRoleOf(PersonId person) => RoleOf(person) ?? throw Unknown();

    /// <summary>Whether somebody may do this now.</summary>
    public bool May(ProjectAct act, PersonId person) => ProjectLife.Table.May(act, RoleOf(person), State);

    /// <summary>Throws what somebody is told who may not do this, or not any more (<see cref="ProjectLife"/>).</summary>
    public void Demand(ProjectAct act, PersonId by) => ProjectLife.Table.Demand(act, DemandRoleOf(by), State);

    private ProjectEvent[] Transfer(PersonId to, string? formerRole, string? reason)
    {
        var others = Collaborators.Remove(to);
        return
        [
            new OwnershipTransferred(OwnerId, to, formerRole, formerRole is null ? others.Count : others.Count + 1, reason),
            new OwnershipRoleSettled(OwnerId, formerRole),
            new OwnershipRoleSettled(to, null),
        ];
    }

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("project.unknown", new Text(
        "Ce projet n’existe pas, ou vous n’y avez pas accès.", "This project does not exist, or you have no access to it."));

    private static RuleBrokenException NoOffer() => RuleBrokenException.NotFound("project.no-offer", new Text(
        "Cette proposition n’est plus valable : elle a été acceptée, déclinée ou retirée.", "This offer is no longer valid: it was accepted, declined or withdrawn."));

    /// <summary>Refuses what nobody can be invited as.</summary>
    public static void DemandRole(string role)
    {
        if (!Roles.Invited.Contains(role, StringComparer.Ordinal))
        {
            throw new RuleBrokenException("project.unknown-role", new Text(
                "Choisissez un rôle : contribution (contributor) ou lecture (reader).", "Choose a role: contributor or reader."), field: "role");
        }
    }

    private string DemandCollaborator(PersonId person) => Collaborators.GetValueOrDefault(person)
        ?? throw RuleBrokenException.NotFound("project.unknown-collaborator", new Text(
            "Cette personne ne participe pas, ou plus, au projet.", "This person is not on the project, or no longer."));

    private Invitation PendingInvitation(InvitationId id) => Invitations.GetValueOrDefault(id)
        ?? throw RuleBrokenException.NotFound("project.unknown-invitation", new Text(
            "Cette invitation n’est plus valable : elle a été acceptée ou retirée.", "This invitation is no longer valid: it was accepted or withdrawn."));

    private static ProjectConfiguration InOrder(ProjectConfiguration configuration)
    {
        var tidy = configuration.Tidy();
        return tidy.Faults() is [var first, ..] ? throw first : tidy;
    }

    // ----- state

    public Project Apply(ProjectEvent @event) => Folded(@event) with { Version = Version + 1 };

    private Project Folded(ProjectEvent @event) => @event switch
    {
        ProjectOpened e => this with { OwnerId = e.OwnerId, OpenedAt = e.OpenedAt, Configuration = e.Configuration },
        ProjectConfigured e => this with { Configuration = e.Configuration },
        StructureTagged e => this with { Tags = Tags.SetItem(e.TagId, new TagOnProject(e.OrganisationId, Version + 1)) },
        StructureUntagged e => this with { Tags = Tags.Remove(e.TagId) },
        CollaboratorInvited e => this with { Invitations = Invitations.SetItem(e.InvitationId, new Invitation(e.Role, e.SentAt, e.ExpiresAt)) },
        InvitationRenewed e => this with
        {
            Invitations = Invitations.SetItem(e.InvitationId, Invitations[e.InvitationId] with { SentAt = e.SentAt, ExpiresAt = e.ExpiresAt }),
        },
        InvitationWithdrawn e => this with { Invitations = Invitations.Remove(e.InvitationId) },
        CollaboratorJoined e => this with { Invitations = Invitations.Remove(e.InvitationId), Collaborators = Collaborators.SetItem(e.PersonId, e.Role) },
        CollaboratorRoleChanged e => this with { Collaborators = Collaborators.SetItem(e.PersonId, e.Role), OfferedTo = OfferedTo == e.PersonId ? null : OfferedTo },
        CollaboratorLeft e => this with { Collaborators = Collaborators.Remove(e.PersonId), OfferedTo = OfferedTo == e.PersonId ? null : OfferedTo },
        OwnershipOffered e => this with { OfferedTo = e.PersonId },
        OwnershipOfferEnded => this with { OfferedTo = null },
        OwnershipTransferred e => this with
        {
            OwnerId = e.ToId,
            OfferedTo = null,
            Collaborators = e.FormerRole is { } role ? Collaborators.Remove(e.ToId).SetItem(e.FromId, role) : Collaborators.Remove(e.ToId),
        },
        OwnershipRoleSettled => this,
        ProjectClosed e => this with { FinalisedOn = e.FinalisedOn },
        ProjectDeleted => Empty with { Version = Version, OwnerId = OwnerId, IsDeleted = true },
        _ => throw new InvalidOperationException($"A project does not know the event {@event.GetType().Name}."),
    };
}

/// <summary>A tag on a project.</summary>
/// <param name="OrganisationId">The structure it belongs to.</param>
/// <param name="Version">Version of the stream at which it was put on.</param>
internal sealed record TagOnProject(Guid OrganisationId, long Version);

/// <summary>An invitation that waits for an answer. The address is in the table <c>invitations</c>.</summary>
internal sealed record Invitation(string Role, DateTimeOffset SentAt, DateTimeOffset ExpiresAt);

/// <summary>One tag of the register of partner structures, as MemberSpace published it.</summary>
internal sealed record OrganisationTag(TagId TagId, OrganisationId OrganisationId, string Name, string OrganisationName, bool IsUsable);

/// <summary>What happened to a project.</summary>
internal abstract record ProjectEvent;

/// <summary>Somebody created a project.</summary>
internal sealed record ProjectOpened(Guid OwnerId, DateTimeOffset OpenedAt, ProjectConfiguration Configuration) : ProjectEvent;

/// <summary>The general information changed; the whole of it as it is now.</summary>
internal sealed record ProjectConfigured(ProjectConfiguration Configuration) : ProjectEvent;

/// <summary>A structure was tagged.</summary>
/// <param name="TagId">The tag.</param>
/// <param name="OrganisationId">The structure it belongs to.</param>
/// <param name="AddedBy">The structure's administrator who added it to those it had there already; null when the owner tagged.</param>
internal sealed record StructureTagged(Guid TagId, Guid OrganisationId, Guid? AddedBy = null) : ProjectEvent;

/// <summary>A tag was taken off.</summary>
/// <param name="TagId">The tag.</param>
/// <param name="OrganisationId">The structure it belongs to.</param>
/// <param name="DetachedBy">The structure's administrator who detached it; null when the owner took it off.</param>
internal sealed record StructureUntagged(Guid TagId, Guid OrganisationId, Guid? DetachedBy = null) : ProjectEvent;

/// <summary>The owner invited somebody. Only the id of the invitation: the address may be forgotten, the log may not.</summary>
internal sealed record CollaboratorInvited(Guid InvitationId, string Role, DateTimeOffset SentAt, DateTimeOffset ExpiresAt) : ProjectEvent;

/// <summary>An invitation was sent again.</summary>
internal sealed record InvitationRenewed(Guid InvitationId, DateTimeOffset SentAt, DateTimeOffset ExpiresAt) : ProjectEvent;

/// <summary>An invitation was taken back, or ended with the closing of the project.</summary>
internal sealed record InvitationWithdrawn(Guid InvitationId) : ProjectEvent;

/// <summary>The invited person accepted.</summary>
internal sealed record CollaboratorJoined(Guid PersonId, string Role, Guid InvitationId) : ProjectEvent;

/// <summary>A collaborator has another role.</summary>
internal sealed record CollaboratorRoleChanged(Guid PersonId, string Role) : ProjectEvent;

/// <summary>A collaborator left or was removed.</summary>
internal sealed record CollaboratorLeft(Guid PersonId) : ProjectEvent;

/// <summary>The owner offered the project to a contributor.</summary>
internal sealed record OwnershipOffered(Guid PersonId) : ProjectEvent;

/// <summary>The offer was declined by that person, or withdrawn by the owner: who did it tells which.</summary>
internal sealed record OwnershipOfferEnded(Guid PersonId) : ProjectEvent;

/// <summary>The project has another owner.</summary>
/// <param name="FromId">The owner until now.</param>
/// <param name="ToId">The owner from now on.</param>
/// <param name="FormerRole">What the former owner is from now on; null when they are no longer on the project.</param>
/// <param name="Collaborators">People besides the owner, from now on.</param>
/// <param name="Reason">Code of <see cref="AppointmentReasons"/> when staff did it, or the platform after the owner's account was deleted; null when an offer was accepted.</param>
internal sealed record OwnershipTransferred(Guid FromId, Guid ToId, string? FormerRole, int Collaborators, string? Reason) : ProjectEvent;

/// <summary>Follows a transfer, once for each of the two, so that each is published with the role they have now.</summary>
/// <param name="Role">Null: no collaborator (any more).</param>
internal sealed record OwnershipRoleSettled(Guid PersonId, string? Role) : ProjectEvent;

/// <summary>The project was closed.</summary>
/// <param name="FinalisedOn">The day, in Paris; what the filter "date de production" looks at (MS-23, T6).</param>
internal sealed record ProjectClosed(DateOnly FinalisedOn) : ProjectEvent;

/// <summary>Its owner deleted it, and nobody else had it. What it was called leaves the events before this one with it.</summary>
internal sealed record ProjectDeleted : ProjectEvent;
