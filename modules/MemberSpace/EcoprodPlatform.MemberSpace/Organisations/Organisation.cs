using System.Collections.Immutable;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// A structure on Ecoprod's register: its membership, its one member space, the tags people put on their projects for
/// it, and who administers it. Staff act on it; its administrators read (MS-16, MS-17).
/// </summary>
internal sealed record Organisation : IAggregate<Organisation, OrganisationEvent>
{
    public static string StreamType => "organisation";

    public static Organisation Empty { get; } = new();

    public bool Exists { get; private init; }

    public string Name { get; private init; } = "";

    public Membership Membership { get; private init; } = Membership.None;

    public bool HasSpace { get; private init; }

    public ImmutableDictionary<Guid, Tag> Tags { get; private init; } = ImmutableDictionary<Guid, Tag>.Empty;

    public ImmutableHashSet<Guid> Administrators { get; private init; } = [];

    /// <summary>Its keys for the API, those that are over too.</summary>
    public ImmutableDictionary<Guid, IssuedKey> Keys { get; private init; } = ImmutableDictionary<Guid, IssuedKey>.Empty;

    /// <summary>People who get access once they have an account (MS-15); their addresses are in <c>administrator_invitations</c>.</summary>
    public ImmutableHashSet<Guid> Invited { get; private init; } = [];

    /// <summary>Last day on which a space whose fee lapsed takes changes, where staff gave one.</summary>
    public DateOnly? Grace { get; private init; }

    // ----- decisions

    /// <summary>Several decisions, each on what the ones before it made of the structure: all of them or none.</summary>
    public IEnumerable<OrganisationEvent> Decide(params IEnumerable<Func<Organisation, IEnumerable<OrganisationEvent>>> decisions)
    {
        var (state, events) = (this, new List<OrganisationEvent>());
        foreach (var decide in decisions)
        {
            List<OrganisationEvent> decided = [.. decide(state)];
            events.AddRange(decided);
            state = decided.Aggregate(state, (s, e) => s.Apply(e));
        }

        return events;
    }

    public IEnumerable<OrganisationEvent> Register(string name, Membership membership)
    {
        yield return new OrganisationRegistered(Label.Of(name, "name", "organisation.name-required"));
        if (membership != Membership.None)
        {
            yield return new MembershipChanged(membership.IsMember, membership.PaidUntil);
        }
    }

    /// <summary>Each tag is told apart, because each shows the structure's name beside its own wherever tags are picked.</summary>
    public IEnumerable<OrganisationEvent> Rename(string name)
    {
        MustExist();
        var label = Label.Of(name, "name", "organisation.name-required");
        return label == Name
            ? []
            : [new OrganisationRenamed(label), .. Tags.Where(t => !t.Value.IsWithdrawn).Select(t => t.Key).Order().Select(id => new TagStructureRenamed(id, label))];
    }

    public IEnumerable<OrganisationEvent> ChangeMembership(Membership membership)
    {
        MustExist();
        return membership == Membership ? [] : [new MembershipChanged(membership.IsMember, membership.PaidUntil)];
    }

    /// <summary>Staff say until when a space whose fee lapsed still takes changes (MS-7); null: as the rule has it.</summary>
    public IEnumerable<OrganisationEvent> GiveGrace(DateOnly? until)
    {
        MustExist();
        return until == Grace ? [] : [new GraceGiven(until)];
    }

    /// <summary>One space per structure (MS-53), for members whose fee is paid (MS-6, MS-7).</summary>
    public IEnumerable<OrganisationEvent> OpenSpace(DateOnly today)
    {
        MustExist();
        if (HasSpace)
        {
            throw RuleBrokenException.Conflict("space.already-open", new Text(
                $"{Name} a déjà son espace membre : il n’y en a qu’un par structure.",
                $"{Name} already has its member space: there is one per structure."));
        }

        MustBePaidUp(today);
        return [new SpaceOpened()];
    }

    /// <summary>Opens a tag; that its name is free across all structures is held by the unique column of <c>tags</c>.</summary>
    public IEnumerable<OrganisationEvent> OpenTag(TagId tagId, string name, DateOnly today)
    {
        MustHaveSpace();
        MustBePaidUp(today);
        return [new TagOpened(tagId, Label.Of(name, "name", "tag.name-required"))];
    }

    public IEnumerable<OrganisationEvent> RenameTag(TagId tagId, string name)
    {
        var tag = Find(tagId);
        var label = Label.Of(name, "name", "tag.name-required");
        return label == tag.Name ? [] : [new TagRenamed(tagId, label)];
    }

    /// <summary>Nobody can put a retired tag on a project any more; the projects that carry it keep it.</summary>
    public IEnumerable<OrganisationEvent> RetireTag(TagId tagId) => Find(tagId).IsRetired ? [] : [new TagRetired(tagId)];

    public IEnumerable<OrganisationEvent> AddAdministrator(PersonId personId)
    {
        MustHaveSpace();
        return Administrators.Contains(personId)
            ? throw new RuleBrokenException(
                "administrator.already",
                new Text("Cette personne administre déjà cet espace.", "This person already administers this space."),
                RuleKind.Conflict,
                "email")
            : [new AdministratorAdded(personId)];
    }

    /// <summary>
    /// The last administrator does not vanish silently (MS-55): removing them takes the structure's name, written out.
    /// </summary>
    public IEnumerable<OrganisationEvent> RemoveAdministrator(PersonId personId, string? confirmation)
    {
        if (!Administrators.Contains(personId))
        {
            throw UnknownAdministrator();
        }

        if (Administrators.Count == 1 && Folded.Of(confirmation ?? "") != Folded.Of(Name))
        {
            throw new RuleBrokenException(
                "administrator.last",
                new Text(
                    $"C’est la dernière personne qui administre {Name} : plus personne ne pourra lire cet espace. Pour la retirer quand même, écrivez le nom de la structure.",
                    $"This is the last person who administers {Name}: nobody will be able to read this space. To remove them all the same, write the structure’s name."),
                RuleKind.Invalid,
                "confirmation");
        }

        return [new AdministratorRemoved(personId)];
    }

    /// <summary>Somebody without an account shall administer the space: they do from the moment they have one (MS-15).</summary>
    public IEnumerable<OrganisationEvent> InviteAdministrator(InvitationId invitationId)
    {
        MustHaveSpace();
        return [new AdministratorInvited(invitationId)];
    }

    /// <summary>An account has confirmed the address that was invited.</summary>
    public IEnumerable<OrganisationEvent> TakeUp(InvitationId invitationId, PersonId personId) => !Invited.Contains(invitationId)
        ? []
        : Administrators.Contains(personId) ? [new InvitationEnded(invitationId)] : [new AdministratorAdded(personId), new InvitationEnded(invitationId)];

    /// <summary>Staff take an invitation back; one that is taken up meanwhile is an administrator, who is removed as such.</summary>
    public IEnumerable<OrganisationEvent> CancelInvitation(InvitationId invitationId) => Invited.Contains(invitationId)
        ? [new InvitationEnded(invitationId)]
        : throw RuleBrokenException.NotFound("invitation.unknown", new Text("Cette invitation n’attend plus.", "This invitation is no longer open."));

    /// <summary>
    /// Staff delete the space (MS-58): nobody reads it any more, and its tags leave every project, which keeps all else. The structure
    /// stays on the register and may ask for a space anew, with the same names.
    /// </summary>
    public IEnumerable<OrganisationEvent> CloseSpace(string? confirmation)
    {
        MustHaveSpace();
        return Folded.Of(confirmation ?? "") != Folded.Of(Name)
            ? throw new RuleBrokenException(
                "space.confirmation",
                new Text($"Pour supprimer l’espace, écrivez le nom de la structure : {Name}.", $"To delete the space, write the structure’s name: {Name}."),
                field: "confirmation")
            :
            [
                .. Tags.Where(t => !t.Value.IsWithdrawn).Select(t => t.Key).Order().Select(t => new TagWithdrawn(t)),
                .. Administrators.Order().Select(a => new AdministratorRemoved(a)),
                .. Invited.Order().Select(i => new InvitationEnded(i)),
                new SpaceClosed(),
            ];
    }

    /// <summary>The person deleted their account: nothing can be asked of anybody, staff see a space without administrator.</summary>
    public IEnumerable<OrganisationEvent> ForgetAdministrator(PersonId personId)
        => Administrators.Contains(personId) ? [new AdministratorRemoved(personId)] : [];

    /// <summary>A key is part of what was quoted to a member (MS-5): like a tag it takes a fee that covers today.</summary>
    public IEnumerable<OrganisationEvent> IssueKey(KeyId keyId, KeyTerms terms, DateOnly today)
    {
        MustHaveSpace();
        MustBePaidUp(today);
        return Keys.Values.Count(k => k.IsInForce(today)) >= SpaceKey.Most
            ? throw RuleBrokenException.Conflict("key.too-many", new Text(
                $"Un espace a {SpaceKey.Most} clés en service au plus : révoquez celles qui ne servent plus.",
                $"A space has at most {SpaceKey.Most} keys in force: revoke those that are no longer used."))
            : [new KeyIssued(keyId, terms.Name, [.. terms.Scopes], terms.Quotation, terms.ExpiresOn)];
    }

    /// <summary>From the next request on it opens nothing. Of one that is revoked already nothing is left to do.</summary>
    public IEnumerable<OrganisationEvent> RevokeKey(KeyId keyId)
        => !Keys.TryGetValue(keyId, out var key) ? throw SpaceKey.Unknown() : key.IsRevoked ? [] : [new KeyRevoked(keyId)];

    // ----- fold

    public Organisation Apply(OrganisationEvent @event) => @event switch
    {
        OrganisationRegistered e => this with { Exists = true, Name = e.Name },
        OrganisationRenamed e => this with { Name = e.Name },
        // A day of grace was given for one lapse.
        MembershipChanged e => this with { Membership = new Membership(e.IsMember, e.PaidUntil), Grace = null },
        GraceGiven e => this with { Grace = e.Until },
        SpaceOpened => this with { HasSpace = true },
        SpaceClosed => this with { HasSpace = false, Keys = Keys.ToImmutableDictionary(k => k.Key, k => k.Value with { IsRevoked = true }) },
        TagOpened e => this with { Tags = Tags.Add(e.TagId, new Tag(e.Name, false)) },
        TagRenamed e => this with { Tags = Tags.SetItem(e.TagId, Tags[e.TagId] with { Name = e.Name }) },
        TagStructureRenamed => this,
        TagRetired e => this with { Tags = Tags.SetItem(e.TagId, Tags[e.TagId] with { IsRetired = true }) },
        TagWithdrawn e => this with { Tags = Tags.SetItem(e.TagId, Tags[e.TagId] with { IsRetired = true, IsWithdrawn = true }) },
        AdministratorInvited e => this with { Invited = Invited.Add(e.InvitationId) },
        InvitationEnded e => this with { Invited = Invited.Remove(e.InvitationId) },
        AdministratorAdded e => this with { Administrators = Administrators.Add(e.PersonId) },
        AdministratorRemoved e => this with { Administrators = Administrators.Remove(e.PersonId) },
        KeyIssued e => this with { Keys = Keys.Add(e.KeyId, new IssuedKey(e.ExpiresOn, false)) },
        KeyRevoked e => this with { Keys = Keys.SetItem(e.KeyId, Keys[e.KeyId] with { IsRevoked = true }) },
        _ => throw new InvalidOperationException($"An organisation knows no {@event.GetType().Name}."),
    };

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("organisation.unknown", new Text(
        "Cette structure n’existe pas.", "This structure does not exist."));

    internal static RuleBrokenException UnknownAdministrator() => RuleBrokenException.NotFound("administrator.unknown", new Text(
        "Cette personne n’administre pas cet espace.", "This person does not administer this space."));

    private void MustExist()
    {
        if (!Exists)
        {
            throw Unknown();
        }
    }

    private void MustHaveSpace()
    {
        MustExist();
        if (!HasSpace)
        {
            throw RuleBrokenException.Conflict("organisation.space-not-open", new Text(
                $"{Name} n’a pas encore d’espace membre : ouvrez-le d’abord.", $"{Name} has no member space yet: open it first."));
        }
    }

    private void MustBePaidUp(DateOnly today)
    {
        if (!Membership.IsMember)
        {
            throw new RuleBrokenException("space.members-only", new Text(
                $"Les espaces membres sont réservés aux structures adhérentes d’Ecoprod, et {Name} n’est pas adhérente.",
                $"Member spaces are for members of Ecoprod, and {Name} is not a member."));
        }

        if (!Membership.IsPaidUp(today))
        {
            throw new RuleBrokenException("space.fee-not-paid", Membership.PaidUntil is { } until
                ? new Text(
                    $"{Name} n’est plus à jour de sa cotisation depuis le {Day(until)} : enregistrez d’abord son renouvellement.",
                    $"The membership fee of {Name} ran out on {Day(until)}: record its renewal first.")
                : new Text(
                    $"{Name} n’a pas réglé sa cotisation : enregistrez d’abord jusqu’à quand elle est à jour.",
                    $"{Name} has not paid its membership fee: record first until when it is paid."));
        }
    }

    private Tag Find(TagId tagId)
    {
        MustExist();
        return Tags.TryGetValue(tagId, out var tag) && !tag.IsWithdrawn
            ? tag
            : throw RuleBrokenException.NotFound("tag.unknown", new Text("Ce tag n’existe pas dans cette structure.", "This structure has no such tag."));
    }

    private static string Day(DateOnly date) => date.ToString("dd'/'MM'/'yyyy", Languages.French);
}

/// <summary>One tag of a structure.</summary>
/// <param name="IsWithdrawn">It went with a space that was deleted: its name is free again.</param>
internal sealed record Tag(string Name, bool IsRetired, bool IsWithdrawn = false);

/// <summary>A key for the API.</summary>
/// <param name="ExpiresOn">Last day it opens anything.</param>
internal sealed record IssuedKey(DateOnly ExpiresOn, bool IsRevoked)
{
    public bool IsInForce(DateOnly today) => !IsRevoked && today <= ExpiresOn;
}

/// <summary>A structure's membership of the Ecoprod association.</summary>
/// <param name="IsMember">On the register of members.</param>
/// <param name="PaidUntil">Last day the fee covers; null when none was paid.</param>
internal sealed record Membership(bool IsMember, DateOnly? PaidUntil)
{
    public static readonly Membership None = new(false, null);

    /// <summary>"À jour de cotisation": the fee covers <paramref name="today"/>.</summary>
    public bool IsPaidUp(DateOnly today) => IsMember && PaidUntil >= today;

    /// <summary>Last day on which a space takes changes (MS-7): what staff gave, else three months after the fee ran out; null: none, where nothing was ever paid.</summary>
    public DateOnly? OpenUntil(DateOnly? grace) => grace ?? PaidUntil?.AddMonths(3);

    /// <summary>A space is read-only once neither the fee nor the days of grace cover the day.</summary>
    public bool IsReadOnly(DateOnly today, DateOnly? grace) => !IsPaidUp(today) && !(OpenUntil(grace) >= today);

    /// <summary>The three states in words.</summary>
    public static Text Words(bool isMember, bool isPaidUp) => (isMember, isPaidUp) switch
    {
        (false, _) => new("Non adhérente", "Not a member"),
        (_, true) => new("À jour de cotisation", "Fee paid"),
        _ => new("Cotisation non à jour", "Fee not paid"),
    };
}

/// <summary>What happened to a structure.</summary>
internal abstract record OrganisationEvent;

internal sealed record OrganisationRegistered(string Name) : OrganisationEvent;

internal sealed record OrganisationRenamed(string Name) : OrganisationEvent;

internal sealed record MembershipChanged(bool IsMember, DateOnly? PaidUntil) : OrganisationEvent;

internal sealed record SpaceOpened : OrganisationEvent;

internal sealed record TagOpened(Guid TagId, string Name) : OrganisationEvent;

internal sealed record TagRenamed(Guid TagId, string Name) : OrganisationEvent;

/// <summary>Follows a renaming of the structure, once per tag, so that each tag is published with its new company.</summary>
internal sealed record TagStructureRenamed(Guid TagId, string OrganisationName) : OrganisationEvent;

internal sealed record TagRetired(Guid TagId) : OrganisationEvent;

internal sealed record AdministratorAdded(Guid PersonId) : OrganisationEvent;

internal sealed record AdministratorRemoved(Guid PersonId) : OrganisationEvent;

/// <summary>Staff issued a key for the API, on a quotation. Neither the key nor its hash is in the log.</summary>
internal sealed record KeyIssued(Guid KeyId, string Name, string[] Scopes, string Quotation, DateOnly ExpiresOn) : OrganisationEvent;

internal sealed record KeyRevoked(Guid KeyId) : OrganisationEvent;

internal sealed record GraceGiven(DateOnly? Until) : OrganisationEvent;

internal sealed record AdministratorInvited(Guid InvitationId) : OrganisationEvent;

/// <summary>Taken up, which <see cref="AdministratorAdded"/> says before it, or taken back.</summary>
internal sealed record InvitationEnded(Guid InvitationId) : OrganisationEvent;

/// <summary>The tag leaves every project, and its name is free.</summary>
internal sealed record TagWithdrawn(Guid TagId) : OrganisationEvent;

internal sealed record SpaceClosed : OrganisationEvent;
