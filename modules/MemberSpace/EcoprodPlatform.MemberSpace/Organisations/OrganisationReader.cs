namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Reads one structure of the register, for staff.</summary>
internal sealed class OrganisationReader(ModuleLog<MemberSpaceModule> log, OrganisationDesk desk)
{
    /// <summary>The structure; throws "not found".</summary>
    public async Task<OrganisationView> ReadAsync(OrganisationId id, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(
            "select version, name, is_member, paid_until, space_opened_at, registered_at, grace_until from organisations where organisation_id = $1", id));
        batch.BatchCommands.Add(SqlStatement.Of(
            """
            select t.tag_id, t.name, t.is_retired, (select count(*) from taggings g where g.tag_id = t.tag_id and g.is_on)
            from tags t where t.organisation_id = $1 order by t.is_retired, t.folded_name
            """,
            id));
        batch.BatchCommands.Add(SqlStatement.Of(
            """
            select a.person_id, p.first_name || ' ' || p.last_name, p.email, a.added_at
            from administrators a left join people p using (person_id)
            where a.organisation_id = $1 order by p.folded_name, a.person_id
            """,
            id));
        batch.BatchCommands.Add(SqlStatement.Of(
            "select invitation_id, first_name || ' ' || last_name, email, invited_at from administrator_invitations where organisation_id = $1 order by invited_at, email", id));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var today = desk.Today;
        var found = await reader.RowsAsync(
            r =>
            {
                var membership = new Membership(r.GetBoolean(2), r.ValueOrNull<DateOnly>(3));
                return new OrganisationView(
                    id, r.GetInt64(0), r.GetString(1), membership.IsMember, membership.PaidUntil, membership.IsPaidUp(today),
                    r.ValueOrNull<DateTimeOffset>(4), r.GetFieldValue<DateTimeOffset>(5), [], [])
                {
                    OpenUntil = membership.OpenUntil(r.ValueOrNull<DateOnly>(6)),
                    IsReadOnly = membership.IsReadOnly(today, r.ValueOrNull<DateOnly>(6)),
                };
            },
            ct);
        if (found.Count == 0)
        {
            throw Organisation.Unknown();
        }

        await reader.NextResultAsync(ct);
        var tags = await reader.RowsAsync(r => new TagView(r.GetGuid(0), r.GetString(1), r.GetBoolean(2), r.GetInt64(3)), ct);
        await reader.NextResultAsync(ct);
        var administrators = await reader.RowsAsync(
            r => new AdministratorView(r.GetGuid(0), r.TextOrNull(1) ?? People.Names.Unknown.ToString(), r.TextOrNull(2), r.GetFieldValue<DateTimeOffset>(3)), ct);
        await reader.NextResultAsync(ct);
        var invited = await reader.RowsAsync(r => new InvitedView(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3)), ct);
        return found[0] with { Tags = tags, Administrators = administrators, Invited = invited };
    }

    /// <summary>The structure as it is now, for a form that is shown again; a stale form gets the current version, so that sending it again is a knowing decision.</summary>
    public async Task<OrganisationView> ReadAgainAsync(OrganisationId id, PageForm form, CancellationToken ct)
    {
        var organisation = await ReadAsync(id, ct);
        if (form.IsStale)
        {
            form.SetVersion(organisation.Version);
        }

        return organisation;
    }
}

/// <summary>A structure of the register, with its tags and administrators.</summary>
/// <param name="Version">Version to name in <c>If-Match</c>.</param>
/// <param name="PaidUntil">Last day its fee covers.</param>
/// <param name="IsPaidUp">Member, and the fee covers today.</param>
/// <param name="SpaceOpenedAt">Null while it has no member space.</param>
public sealed record OrganisationView(
    Guid Id,
    long Version,
    string Name,
    bool IsMember,
    DateOnly? PaidUntil,
    bool IsPaidUp,
    DateTimeOffset? SpaceOpenedAt,
    DateTimeOffset RegisteredAt,
    IReadOnlyList<TagView> Tags,
    IReadOnlyList<AdministratorView> Administrators)
{
    /// <summary>People who get access once they have an account.</summary>
    public IReadOnlyList<InvitedView> Invited { get; init; } = [];

    /// <summary>Last day on which the space takes changes after the fee lapsed.</summary>
    public DateOnly? OpenUntil { get; init; }

    /// <summary>Neither the fee nor the days of grace cover today.</summary>
    public bool IsReadOnly { get; init; }

    internal InvitedView Invitation(InvitationId id) => Invited.FirstOrDefault(i => i.Id == id.Value)
        ?? throw RuleBrokenException.NotFound("invitation.unknown", new Text("Cette invitation n’attend plus.", "This invitation is no longer open."));

    internal TagView Tag(TagId tagId) => Tags.FirstOrDefault(t => t.Id == tagId)
        ?? throw RuleBrokenException.NotFound("tag.unknown", new Text("Ce tag n’existe pas dans cette structure.", "This structure has no such tag."));

    internal AdministratorView Administrator(PersonId personId) => Administrators.FirstOrDefault(a => a.PersonId == personId)
        ?? throw RuleBrokenException.NotFound("administrator.unknown", new Text("Cette personne n’administre pas cet espace.", "This person does not administer this space."));
}

/// <summary>A tag of a structure.</summary>
/// <param name="Projects">Number of projects that carry it.</param>
public sealed record TagView(Guid Id, string Name, bool IsRetired, long Projects);

/// <summary>A person who may read a structure's space.</summary>
/// <param name="Email">Null when the account is gone.</param>
public sealed record AdministratorView(Guid PersonId, string Name, string? Email, DateTimeOffset AddedAt);

/// <summary>Somebody who gets access to a structure's space once an account confirms their address.</summary>
public sealed record InvitedView(Guid Id, string Name, string Email, DateTimeOffset InvitedAt);
