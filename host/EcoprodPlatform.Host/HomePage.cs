using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Host;

/// <summary>The front door: what the platform is for visitors, the choice of MS-19 for those who are signed in.</summary>
internal static class HomePage
{
    public static string Start => AccountLinks.RegisterThen(ProjectLinks.Mine);

    public static void Map(Routes to) => to.Public.Page("/", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, IEnumerable<IShellContributor> contributors, CancellationToken ct)
    {
        if (http.ActorOrNull() is null)
        {
            return Page.Of<WelcomePage>();
        }

        var shell = new ShellContext(http.User, http.Request.Path);
        foreach (var contributor in contributors)
        {
            await contributor.ContributeAsync(shell, ct);
        }

        return Page.Of(new ChoosePage { Spaces = shell.Spaces.ToList() });
    }
}
