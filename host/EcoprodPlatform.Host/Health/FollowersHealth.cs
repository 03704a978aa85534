using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Messaging.Mail;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EcoprodPlatform.Host.Health;

/// <summary>
/// Whether projections, relays and mails move. Degraded, not unhealthy, when they do not: pages still serve what is
/// known, and taking the host out of rotation would mend nothing.
/// </summary>
internal sealed class FollowersHealth(LogDaemon daemon, MailSender mails) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var stopped = daemon.Followers.Where(f => f.Error is not null).Select(f => $"{f.Module} {f.Name}")
            .Concat(mails.Errors.Keys.Select(m => $"{m} mails")).ToList();
        return Task.FromResult(stopped.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"waiting: {string.Join(", ", stopped)}"));
    }
}
