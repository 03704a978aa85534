using EcoprodPlatform.EventSourcing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EcoprodPlatform.Host.Health;

/// <summary>Whether PostgreSQL answers.</summary>
internal sealed class DatabaseHealth(IEnumerable<ModuleLog> logs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var log in logs.Take(1))
            {
                await using var command = log.DataSource.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
            }

            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer");
        }
    }
}
