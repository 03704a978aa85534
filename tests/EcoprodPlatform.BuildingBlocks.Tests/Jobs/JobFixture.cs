using System.Collections.Concurrent;
using EcoprodPlatform.BuildingBlocks.Tests.Messaging;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Testing;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.BuildingBlocks.Tests.Jobs;

/// <summary>Hosts with one job, which does what the test says, on a database of their own.</summary>
public sealed class JobFixture : IAsyncDisposable
{
    public const string Name = "test:job";

    private static readonly JobSettings Hurried = new() { AtOnce = 2, Poll = TimeSpan.FromSeconds(1), TakeOver = TimeSpan.FromSeconds(2) };

    private readonly List<IHost> _hosts = [];
    private int _running;

    private JobFixture(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>What the job does.</summary>
    public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many ran at the same time, at each beginning.</summary>
    public ConcurrentQueue<int> Begun { get; } = new();

    public int Ended { get; private set; }

    public static async Task<JobFixture> CreateAsync() => new(await TestPostgres.CreateDatabaseAsync());

    public async Task<IHost> StartHostAsync(bool migrates = true)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(this).AddSingleton(TimeProvider.System);
        builder.Services.AddJob<Recorded>(Name, new("Essai", "Test"), "0 0 1 1 *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        builder.Services.AddJobServer(Database.ConnectionString, Hurried);
        var host = builder.Build();
        if (migrates)
        {
            await host.Services.GetRequiredService<JobDatabase>().MigrateAsync(default);
        }

        await host.StartAsync();
        lock (_hosts)
        {
            _hosts.Add(host);
        }

        return host;
    }

    /// <summary>As the clock would.</summary>
    public void Trigger() => new RecurringJobManager(_hosts[^1].Services.GetRequiredService<JobStorage>()).Trigger(Name);

    public Task ScheduledAsync() => TwoModules.UntilAsync("the timetable", () => Database.ScalarAsync<bool>("select exists (select 1 from jobs.set where key = 'recurring-jobs')"));

    public Task StateAsync(string state, int count) => TwoModules.UntilAsync(
        $"{count} {state}", async () => await Database.ScalarAsync<long>($"select count(*) from jobs.job where statename = '{state}'") == count);

    public Task<string> ResultsAsync() => Database.ScalarAsync<string>("select string_agg(data ->> 'Result', ', ' order by id) from jobs.state where name = 'Succeeded'");

    public async Task AllowConnectionsAsync(bool allowed)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await TestPostgres.ServerAsync()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"alter database {Database.Name} with allow_connections {allowed}; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Database.Name}' and not {allowed}",
            connection);
        await command.ExecuteNonQueryAsync();
        // Its sessions are gone too.
        Database.Source.Clear();
    }

    public async Task StopHostAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
        _hosts.Remove(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.ToList())
        {
            await StopHostAsync(host);
        }

        await Database.DisposeAsync();
    }

    internal sealed class Recorded(JobFixture jobs) : IJob
    {
        public async Task RunAsync(CancellationToken ct)
        {
            jobs.Begun.Enqueue(Interlocked.Increment(ref jobs._running));
            try
            {
                await jobs.Work(ct);
            }
            finally
            {
                Interlocked.Decrement(ref jobs._running);
                jobs.Ended++;
            }
        }
    }
}
