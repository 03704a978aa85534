namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>How a structure's own programs reach its space: its keys, and where the API is described.</summary>
internal static class ShowApi
{
    public static void Map(Routes to)
    {
        to.Page(Links.Api, ShowAsync);
        to.Get("/api/member-spaces/{organisation:guid}/keys", GetAsync, "ListSpaceKeys");
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, SpaceKeys keys, WebhookList webhooks, SiteAddress site, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(new ApiPage { Space = space, Keys = await keys.OfAsync(organisation, ct), Webhooks = await webhooks.OfAsync(organisation, ct), Today = keys.Today, Address = site.Of($"/api/member-spaces/{organisation}") });
    }

    /// <summary>The keys of the space, those in force first; none of them is told again.</summary>
    private static async Task<IReadOnlyList<SpaceKey>> GetAsync(OrganisationId organisation, Asked asked, SpaceAccess access, SpaceKeys keys, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return await keys.OfAsync(organisation, ct);
    }
}
