namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>"Créer son espace membre" (MS-59): what a space is, who may have one and what the request asks; for everybody.</summary>
internal static class AboutSpaces
{
    public static void Map(Routes to)
        => to.Public.Page(MemberSpaceLinks.About, (HttpContext http) => Page.Of(new AboutSpacesPage { IsSignedIn = http.User.Identity?.IsAuthenticated == true }));
}
