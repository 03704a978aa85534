using Microsoft.Extensions.Hosting;

namespace EcoprodPlatform.Accounts.Mails;

/// <summary>
/// Forgets this module's mails a day after they were sent, and the farewell to someone who deleted their account as soon
/// as it has left: their address is nobody's business any more.
/// </summary>
internal sealed class SentMails(ModuleLog<AccountsModule> log, TimeProvider clock, ILogger<SentMails> logger) : BackgroundService
{
    /// <summary>First part of the farewell's cause.</summary>
    public const string Farewell = "account-erased";

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async Task ForgetAsync(CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            delete from mail_queue
            where status <> 'queued' and (cause like $1 || ':%' or queued_at < now() - interval '1 day')
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Farewell });
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ForgetAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
                {
                    logger.LogWarning(e, "Sent mails could not be forgotten yet; trying again");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }
}
