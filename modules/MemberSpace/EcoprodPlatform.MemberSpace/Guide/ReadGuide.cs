namespace EcoprodPlatform.MemberSpace.Guide;

/// <summary>The user guide inside the space (MS-22): our own text, by chapters, with its version and what is new.</summary>
internal static class ReadGuide
{
    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Guide, ShowAsync);
        to.Page(Links.GuideChapter, ShowChapterAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, CancellationToken ct)
        => Page.Of(new GuidePage { Space = await access.DemandAsync(organisation, asked.By, ct) });

    private static async Task<IResult> ShowChapterAsync(OrganisationId organisation, string chapter, Asked asked, SpaceAccess access, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var found = Chapters.Find(chapter) ?? throw RuleBrokenException.NotFound("guide.unknown-chapter", new Text(
            "Le mode d’emploi n’a pas ce chapitre.", "The user guide has no such chapter."));
        return Page.Of(new GuideChapterPage { Space = space, Chapter = found });
    }
}
