namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// Every filter on a page of its own (MS-23 to MS-31), chosen there and applied to the dashboard or the list it was opened from: on the pages
/// that show figures two hundred boxes would outweigh them. The state is the address.
/// </summary>
internal static class ShowFilters
{
    /// <summary>Where the choice leads: <c>projets</c>, else the dashboard.</summary>
    public const string TargetField = "vers";

    public static void Map(Routes to) => to.Page(Links.Filters, ShowAsync);

    /// <summary>The page with what could not be saved.</summary>
    internal static async Task<IResult> AgainAsync(SpaceView space, PageForm form, HttpContext http, SavedViews views, Dashboard dashboard, CancellationToken ct)
    {
        // The filters it was to save stand in the form.
        http.Request.QueryString = new QueryString(form["query"] is { Length: > 1 } query && query[0] == '?' ? query : "");
        return Page.Of(await ModelAsync(space, form, http, views, dashboard, ct), form.Status);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, SavedViews views, Dashboard dashboard, CancellationToken ct)
        => Page.Of(await ModelAsync(await access.DemandAsync(organisation, asked.By, ct), new PageForm(), http, views, dashboard, ct));

    private static async Task<FiltersPage> ModelAsync(SpaceView space, PageForm form, HttpContext http, SavedViews views, Dashboard dashboard, CancellationToken ct)
    {
        var filter = SpaceFilter.Read(FilterQuery.OfPage(http), space);
        return new FiltersPage { Space = space, Filter = filter, Facets = await dashboard.FacetsAsync(space.Id, ct), Views = await views.ReadAsync(space.Id, ct), Form = form };
    }
}
