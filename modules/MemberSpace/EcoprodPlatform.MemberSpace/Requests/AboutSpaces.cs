namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>"Créer son espace membre" (MS-59): what a space is, who may have one and what the request asks; for everybody.</summary>
internal static class AboutSpaces
{
    public static void Map(Routes to) => to.Public.Page(MemberSpaceLinks.About, ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, ListMyRequests requests, CancellationToken ct)
    {
        var actor = http.User.Identity?.IsAuthenticated == true ? http.Actor() : null;
        return Page.Of(new AboutSpacesPage { IsSignedIn = actor is not null, Requests = actor is null ? [] : await requests.ReadAsync(actor.Id, ct) });
    }
}
