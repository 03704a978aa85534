using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Messaging;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EcoprodPlatform.Host.Health;

/// <summary>
/// Whether projections, relays and mails move, and no message waits among the dead letters. Degraded, not unhealthy, when they do not: pages still serve what is
/// known, and taking the host out of rotation would mend nothing.
/// </summary>
internal sealed class FollowersHealth(LogDaemon daemon, MailSender mails, DeadLetters deadLetters) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = daemon.Followers.Where(f => f.Error is not null).Select(f => $"{f.Module} {f.Name}")
            .Concat(mails.Errors.Keys.Select(m => $"{m} mails")).ToList();
        try
        {
            if (await deadLetters.CountAsync(cancellationToken) is > 0 and var letters)
            {
                waiting.Add($"{letters} dead letters");
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // that PostgreSQL is away is told by its own check
        }

        return waiting.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"waiting: {string.Join(", ", waiting)}");
    }
}
