using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Gallery;

/// <summary>The page that shows every component in every state (development, or <c>Design:Gallery=true</c>).</summary>
internal static class DesignGallery
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPage("/design", (HttpContext _) => Page.Of<GalleryPage>()).AllowAnonymous();
}
