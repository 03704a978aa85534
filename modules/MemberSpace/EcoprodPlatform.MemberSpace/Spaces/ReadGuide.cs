namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The user guide inside the space (MS-22): our own text, with its version.</summary>
internal static class ReadGuide
{
    public static void Map(Routes to)
        => to.Page(MemberSpaceLinks.Guide, ShowAsync);

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, CancellationToken ct)
        => Page.Of(new GuidePage { Space = await access.DemandAsync(organisation, asked.By, ct) });
}
