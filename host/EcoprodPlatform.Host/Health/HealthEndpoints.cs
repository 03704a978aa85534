using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace EcoprodPlatform.Host.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work now.</summary>
internal static class HealthEndpoints
{
    // Short-circuit: who is signed in does not matter, and could not be told without the database.
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().ShortCircuit();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = c => c.Tags.Contains("ready"),
            // Anybody may ask: what waits, and that it is PostgreSQL, is for staff (Équipe › État) and for whoever has the machine (relay status).
            ResponseWriter = (http, report) => http.Response.WriteAsJsonAsync(new { status = report.Status.ToString() }),
        }).AllowAnonymous().ShortCircuit();
    }
}
