namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// "Espace entreprise" (MS-19, MS-20): straight to the only structure, a choice between several, and for everybody else
/// what a member space is and how to get one (MS-59).
/// </summary>
internal static class MySpaces
{
    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Chooser, ShowAsync);
        to.Get("/api/member-spaces", GetAsync, "ListMemberSpaces");
    }

    private static async Task<IResult> ShowAsync(Asked asked, SpaceAccess access, CancellationToken ct)
    {
        var spaces = await access.MineAsync(asked.By.Id, ct);
        return spaces.Count == 1
            ? Results.Redirect(MemberSpaceLinks.Dashboard(spaces[0].Id))
            : Page.Of(new MySpacesPage { Spaces = spaces });
    }

    /// <summary>The member spaces that the caller administers.</summary>
    private static async Task<IReadOnlyList<SpaceSummary>> GetAsync(Asked asked, SpaceAccess access, CancellationToken ct)
        => await access.MineAsync(asked.By.Id, ct);
}
