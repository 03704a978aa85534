using EcoprodPlatform.MemberSpace.People;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>A space's tags, who administers it, what its administrators can ask of the team and have asked for (MS-54, MS-55).</summary>
internal sealed class ManageSpace(ModuleLog<MemberSpaceModule> log, ListMyRequests requests)
{
    public static void Map(Routes to) => to.Page(Links.Manage, ShowAsync);

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, ManageSpace manage, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(new ManageSpacePage
        {
            Space = space,
            Administrators = await manage.AdministratorsAsync(organisation, ct),
            Invited = await manage.InvitedAsync(organisation, ct),
            Requests = await manage.RequestsAsync(organisation, ct),
        });
    }

    /// <summary>Who administers the space, by name.</summary>
    public Task<IReadOnlyList<Colleague>> AdministratorsAsync(OrganisationId organisation, CancellationToken ct) => log.ListAsync(
        """
        select a.person_id, p.first_name || ' ' || p.last_name
        from administrators a left join people p using (person_id) where a.organisation_id = $1 order by p.folded_name, a.person_id
        """,
        r => new Colleague(new PersonId(r.GetGuid(0)), r.TextOrNull(1) ?? Names.Unknown.ToString()),
        ct,
        organisation);

    private Task<IReadOnlyList<string>> InvitedAsync(OrganisationId organisation, CancellationToken ct) => log.ListAsync(
        "select first_name || ' ' || last_name from administrator_invitations where organisation_id = $1 order by invited_at, email", r => r.GetString(0), ct, organisation);

    private Task<IReadOnlyList<RequestRow>> RequestsAsync(OrganisationId organisation, CancellationToken ct) => requests.OfSpaceAsync(organisation, ct);
}

/// <summary>Somebody who administers the same space.</summary>
public sealed record Colleague(PersonId Id, string Name);
