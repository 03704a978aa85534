using EcoprodPlatform.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Web.Shell;

/// <summary>The frame of the page being rendered: collected before rendering, read by the layout.</summary>
/// <param name="IsFormKept">What the person typed when the session had ended has still to be sent.</param>
internal sealed record ShellState(ShellContext Context, Flash? Flash, bool IsFormKept = false)
{
    public static ShellState Of(HttpContext http)
        => http.Items[typeof(ShellState)] as ShellState ?? new ShellState(new ShellContext(http.User, http.Request.Path), null);

    /// <param name="tolerant">An error page must show even when a contributor's database is gone.</param>
    public static async Task CollectAsync(HttpContext http, bool tolerant)
    {
        var context = new ShellContext(http.User, http.Request.Path);
        foreach (var contributor in http.RequestServices.GetServices<IShellContributor>())
        {
            try
            {
                await contributor.ContributeAsync(context, http.RequestAborted);
            }
            catch (Exception e) when (tolerant)
            {
                http.RequestServices.GetRequiredService<ILogger<ShellState>>()
                    .LogWarning(e, "The frame of an error page lacks the links of {Contributor}", contributor.GetType().Name);
            }
        }

        var flash = http.RequestServices.GetRequiredService<FlashCookie>().Take(http);
        http.Items[typeof(ShellState)] = new ShellState(context, flash, context.Actor is not null && http.Request.Path != SessionGuard.Resume && KeptForm.IsThere(http));
    }
}
