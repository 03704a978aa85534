using EcoprodPlatform.Web;
using Hangfire;

namespace EcoprodPlatform.Host.Operations;

/// <summary>Hangfire's dashboard for staff: the timetable, what ran, what failed and may be run again.</summary>
internal static class JobsPage
{
    public const string Path = "/equipe/taches";

    // Its icons are a font of its own, and the bars of its figures get their width from an attribute; nothing else is inline.
    private const string ContentSecurityPolicy = SecurityHeaders.ContentSecurityPolicy + "; font-src 'self'; style-src-attr 'unsafe-inline'";

    public static void Map(WebApplication app)
    {
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            }

            return next(http);
        });
        app.MapHangfireDashboard(Path, new DashboardOptions
        {
            DashboardTitle = "Tâches · Jobs",
            AppPath = "/equipe",
            DisplayStorageConnectionString = false,
            // Our policy instead of Hangfire's own filter, which lets in whoever is on the same machine.
            Authorization = [],
        }).RequireAuthorization(Policies.Staff);
    }
}
