namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// Who may enter a space: the people registered as its administrators, and nobody else (MS-17). Ecoprod's team has no
/// door of its own (T10). For everybody else no space exists: every route asks here first and answers 404.
/// </summary>
internal sealed class SpaceAccess(ModuleLog<MemberSpaceModule> log, OrganisationDesk desk)
{
    /// <summary>The space, for one of its administrators.</summary>
    public Task<SpaceView> DemandAsync(OrganisationId organisationId, Actor actor, CancellationToken ct) => ReadAsync(organisationId, actor.Id, ct);

    /// <summary>The space, for one of its administrators or for a key of it: to the key of another one no space exists either.</summary>
    public Task<SpaceView> DemandAsync(OrganisationId organisationId, SpaceReader reader, CancellationToken ct)
        => reader.Person is { } person ? DemandAsync(organisationId, person, ct)
            : reader.KeyOf == organisationId ? ReadAsync(organisationId, null, ct)
            : throw Unknown();

    private async Task<SpaceView> ReadAsync(OrganisationId organisationId, Guid? administrator, CancellationToken ct)
    {
        var rows = await log.ListAsync(
            """
            select o.name, o.is_member, o.paid_until, t.tag_id, t.name, t.is_retired, o.grace_until
            from organisations o
            left join tags t on t.organisation_id = o.organisation_id
            where o.organisation_id = $1 and o.space_opened_at is not null
              and ($2::uuid is null or exists (select 1 from administrators a where a.organisation_id = o.organisation_id and a.person_id = $2))
            order by t.folded_name
            """,
            r => (
                Name: r.GetString(0),
                Membership: new Membership(r.GetBoolean(1), r.ValueOrNull<DateOnly>(2)),
                Tag: r.IsDBNull(3) ? null : new SpaceTag(r.GetGuid(3), r.GetString(4), r.GetBoolean(5)),
                Grace: r.ValueOrNull<DateOnly>(6)),
            ct,
            organisationId,
            administrator);
        return rows.Count == 0
            ? throw Unknown()
            : new SpaceView(
                organisationId,
                rows[0].Name,
                rows[0].Membership.IsPaidUp(desk.Today),
                rows[0].Membership.PaidUntil,
                [.. rows.Select(r => r.Tag).OfType<SpaceTag>()])
            {
                OpenUntil = rows[0].Membership.OpenUntil(rows[0].Grace),
                IsReadOnly = rows[0].Membership.IsReadOnly(desk.Today, rows[0].Grace),
            };
    }

    private static RuleBrokenException Unknown() => RuleBrokenException.NotFound("space.unknown", new Text(
        "Cet espace n’existe pas, ou vous ne l’administrez pas.",
        "This space does not exist, or you do not administer it."));

    /// <summary>Only which spaces a person administers: asked on every page.</summary>
    public Task<IReadOnlyList<NamedSpace>> NamesAsync(PersonId personId, CancellationToken ct) => log.ListAsync(
        """
        select o.organisation_id, o.name
        from administrators a join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
        where a.person_id = $1 order by o.folded_name
        """,
        r => new NamedSpace(r.GetGuid(0), r.GetString(1)),
        ct,
        personId);

    /// <summary>The spaces that a person administers, by name, with what they hold.</summary>
    public Task<IReadOnlyList<SpaceSummary>> MineAsync(PersonId personId, CancellationToken ct) => log.ListAsync(
        """
        select o.organisation_id, o.name,
          (select count(*) from space_projects s where s.organisation_id = o.organisation_id and s.basis = 'effective')
        from administrators a join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
        where a.person_id = $1 order by o.folded_name
        """,
        r => new SpaceSummary(r.GetGuid(0), r.GetString(1), r.GetInt64(2)),
        ct,
        personId);
}

/// <summary>A space as its administrators enter it.</summary>
/// <param name="IsPaidUp">The membership fee covers today; if not, the space gets no new tag.</param>
public sealed record SpaceView(OrganisationId Id, string Name, bool IsPaidUp, DateOnly? PaidUntil, IReadOnlyList<SpaceTag> Tags)
{
    /// <summary>Last day on which the space takes changes after the fee lapsed (MS-7).</summary>
    public DateOnly? OpenUntil { get; init; }

    /// <summary>Neither the fee nor the days of grace cover today: the space is read, exported and left, and nothing is added to it (MS-7).</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Refuses what would add something to a space that is read-only.</summary>
    public void DemandWritable()
    {
        if (IsReadOnly)
        {
            throw RuleBrokenException.Conflict("space.read-only", new Text(
                $"L’espace de {Name} est en lecture seule, faute de cotisation. {RequestRules.Renew.Fr}", $"The space of {Name} is read-only: its fee is not paid. {RequestRules.Renew.En}"));
        }
    }
}

/// <summary>One of the structure's own tags.</summary>
public sealed record SpaceTag(Guid Id, string Name, bool IsRetired);

/// <summary>One of the spaces that a person administers.</summary>
/// <param name="Projects">Number of projects shared with it.</param>
public sealed record SpaceSummary(Guid Id, string Name, long Projects);

/// <summary>A space by name.</summary>
internal sealed record NamedSpace(Guid Id, string Name);
