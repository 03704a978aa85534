namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>One structure for staff: what it is, its tags, who administers it, and everything that was done to it.</summary>
internal static class ShowOrganisation
{
    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Organisation, ShowAsync);
        to.Staff.Get("/api/organisations/{id:guid}", GetAsync, "GetOrganisation");
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, OrganisationHistory history, SpaceKeys keys, CancellationToken ct)
        => Page.Of(new OrganisationPage { Organisation = await reader.ReadAsync(id, ct), Keys = await keys.OfAsync(id, ct), Today = keys.Today, History = await history.ReadAsync(id, ct) });

    /// <summary>One structure of the register. The version is in ETag.</summary>
    private static async Task<OrganisationView> GetAsync(OrganisationId id, Asked asked, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return asked.Versioned(organisation, organisation.Version);
    }
}
