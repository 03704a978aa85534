namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>A request as its sender follows it: what was asked for, where it stands, what was said.</summary>
internal static class ShowMyRequest
{
    public static void Map(Routes to) => to.Page(Links.MyRequest, ShowAsync);

    private static async Task<IResult> ShowAsync(RequestId request, Asked asked, RequestReader reader, CancellationToken ct)
        => Page.Of(new MyRequestPage { Request = await reader.MineAsync(request, asked.By, ct) });
}
