using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EcoprodPlatform.Jobs;

/// <summary>
/// What Hangfire calls for every job: stored is a name, never a class of a module. A lock of PostgreSQL is held around the run
/// by a session of its own: it is exact and ends with the session, where Hangfire's DisableConcurrentExecution lasts
/// ten minutes, with or without its owner.
/// </summary>
internal sealed class JobRunner(IServiceScopeFactory scopes, IEnumerable<RecurringJob> jobs, JobDatabase database)
{
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 300, 900])]
    public async Task<string> RunAsync(string name, CancellationToken ct)
    {
        var job = jobs.SingleOrDefault(j => j.Name == name) ?? throw new InvalidOperationException($"This version knows no job {name}.");
        await using var session = database.NewSession();
        await session.OpenAsync(ct);
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('ecoprod-job:' || $1, 0))", session) { Parameters = { new() { Value = name } } };
        if (await take.ExecuteScalarAsync(ct) is not true)
        {
            return "left out: it is running";
        }

        using var run = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = StopWhenLostAsync(session, run);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await ((IJob)scope.ServiceProvider.GetRequiredService(job.Job)).RunAsync(run.Token);
            return "done";
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && run.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{name} was stopped: the session that held its lock ended.", e);
        }
        finally
        {
            await run.CancelAsync();
            await watch;
        }
    }

    private static async Task StopWhenLostAsync(NpgsqlConnection session, CancellationTokenSource run)
    {
        try
        {
            while (true)
            {
                await session.WaitAsync(run.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            await run.CancelAsync();
        }
    }
}
