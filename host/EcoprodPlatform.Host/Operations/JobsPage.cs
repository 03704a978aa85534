using EcoprodPlatform.Web;
using Hangfire;

namespace EcoprodPlatform.Host.Operations;

/// <summary>Hangfire's dashboard for staff: the timetable, what ran, what failed and may be run again.</summary>
internal static class JobsPage
{
    public const string Path = "/equipe/taches";

    public static void Map(WebApplication app) => app.MapHangfireDashboard(Path, new DashboardOptions
    {
        DashboardTitle = "Tâches · Jobs",
        AppPath = "/equipe",
        DisplayStorageConnectionString = false,
        // Our policy instead of Hangfire's own filter, which lets in whoever is on the same machine.
        Authorization = [],
    }).RequireAuthorization(Policies.Staff);
}
