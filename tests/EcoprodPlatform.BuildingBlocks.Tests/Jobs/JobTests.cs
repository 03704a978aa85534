using EcoprodPlatform.BuildingBlocks.Tests.Messaging;
using EcoprodPlatform.Testing;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Jobs;

/// <summary>What the clock starts: once, on one host, whatever happens to hosts and to the database.</summary>
public sealed class JobTests
{
    [Fact]
    public async Task A_job_is_on_the_timetable_in_its_zone_and_runs_as_its_own_role()
    {
        await using var jobs = await JobFixture.CreateAsync();
        var host = await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        using (var connection = host.Services.GetRequiredService<JobStorage>().GetConnection())
        {
            var known = connection.GetRecurringJobs().ShouldHaveSingleItem();
            known.TimeZoneId.ShouldBe("Europe/Paris");
            known.NextExecution!.Value.ShouldBe(new DateTime(known.NextExecution.Value.Year, 12, 31, 23, 0, 0, DateTimeKind.Utc), "midnight in Paris");
        }

        jobs.Trigger();

        await jobs.StateAsync("Succeeded", 1);
        jobs.Begun.ShouldBe([1]);
        (await jobs.ResultsAsync()).ShouldBe("\"done\"");
        (await jobs.Database.ScalarAsync<string>("select string_agg(distinct tableowner, ' ') from pg_tables where schemaname = 'jobs'")).ShouldBe("ecoprod_jobs");
        (await jobs.Database.ScalarAsync<bool>("select rolcanlogin or rolsuper from pg_roles where rolname = 'ecoprod_jobs'")).ShouldBeFalse();
    }

    [Fact]
    public async Task Hosts_that_start_at_once_on_an_empty_database_prepare_it_once_and_share_the_work()
    {
        await using var jobs = await JobFixture.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => jobs.StartHostAsync())));
        await jobs.ScheduledAsync();

        for (var i = 1; i <= 5; i++)
        {
            jobs.Trigger();
            await jobs.StateAsync("Succeeded", i);
        }

        jobs.Begun.ShouldBe([1, 1, 1, 1, 1]);
        (await jobs.Database.ScalarAsync<long>("select count(*) from jobs.schema")).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_lasts_is_left_to_its_host_and_a_second_one_is_left_out()
    {
        await using var jobs = await JobFixture.CreateAsync();
        var end = new TaskCompletionSource();
        jobs.Work = end.Task.WaitAsync;
        await jobs.StartHostAsync();
        await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        jobs.Trigger();
        await TwoModules.UntilAsync("the run", () => jobs.Begun.Count == 1);

        // Three times as long as a dead host's run is left alone.
        await TwoModules.UntilAsync("signs of life", () => jobs.Database.ScalarAsync<bool>(
            "select exists (select 1 from jobs.jobqueue q join jobs.job j on j.id = q.jobid where q.fetchedat > j.createdat + interval '6 s')"));
        jobs.Trigger();
        await jobs.StateAsync("Succeeded", 1);
        (await jobs.ResultsAsync()).ShouldBe("\"left out: it is running\"");
        end.SetResult();

        await jobs.StateAsync("Succeeded", 2);
        jobs.Begun.ShouldBe([1]);
    }

    [Fact]
    public async Task A_run_whose_lock_is_lost_is_stopped_and_tried_again()
    {
        await using var jobs = await JobFixture.CreateAsync();
        jobs.Work = ct => Task.Delay(Timeout.Infinite, ct);
        await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        jobs.Trigger();
        await TwoModules.UntilAsync("the run", () => jobs.Begun.Count == 1);

        await jobs.Database.ExecuteAsync("select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and a.datname = current_database()");

        await TwoModules.UntilAsync("the end of the run", () => jobs.Ended == 1);
        await jobs.StateAsync("Scheduled", 1);
        (await jobs.Database.ScalarAsync<string>("select string_agg(data ->> 'ExceptionMessage', '') from jobs.state where name = 'Failed'")).ShouldBe($"{JobFixture.Name} was stopped: the session that held its lock ended.");
    }

    [Fact]
    public async Task A_host_that_stops_gives_its_run_back_and_the_other_begins_it_again()
    {
        await using var jobs = await JobFixture.CreateAsync();
        var first = await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        jobs.Work = ct => Task.Delay(Timeout.Infinite, ct);
        jobs.Trigger();
        await TwoModules.UntilAsync("the run", () => jobs.Begun.Count == 1);
        jobs.Work = _ => Task.CompletedTask;
        await jobs.StartHostAsync();

        await jobs.StopHostAsync(first);

        await jobs.StateAsync("Succeeded", 1);
        jobs.Begun.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_host_starts_without_its_database_and_runs_jobs_when_it_comes()
    {
        await using var jobs = await JobFixture.CreateAsync();
        var before = await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        await jobs.StopHostAsync(before);

        await jobs.Database.ExecuteAsync("delete from jobs.set; delete from jobs.hash");
        await jobs.AllowConnectionsAsync(false);
        await jobs.StartHostAsync(migrates: false);

        await jobs.AllowConnectionsAsync(true);

        await jobs.ScheduledAsync();
        jobs.Trigger();
        await jobs.StateAsync("Succeeded", 1);
    }

    [Fact]
    public async Task The_database_going_away_under_way_ends_nothing_but_the_run()
    {
        await using var jobs = await JobFixture.CreateAsync();
        await jobs.StartHostAsync();
        await jobs.ScheduledAsync();
        await jobs.AllowConnectionsAsync(false);
        await jobs.AllowConnectionsAsync(true);

        await TwoModules.UntilAsync("a job", () =>
        {
            try
            {
                jobs.Trigger();
                return true;
            }
            catch (Npgsql.NpgsqlException)
            {
                return false;
            }
        });

        await jobs.StateAsync("Succeeded", 1);
    }

    [Fact]
    public async Task The_run_of_a_killed_host_is_taken_over()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        KeyValuePair<string, string>[] settings = [new("Jobs:PollSeconds", "1"), new("Jobs:TakeOverSeconds", "3")];
        await using var first = await HostProcess.StartAsync(database, settings);
        await TwoModules.UntilAsync("the timetable", () => database.ScalarAsync<bool>("select exists (select 1 from jobs.set where key = 'recurring-jobs')"));
        await using var held = await database.Source.OpenConnectionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("begin; lock table accounts.mail_queue in access exclusive mode", held);
        await hold.ExecuteNonQueryAsync();
        var storage = new EcoprodPlatform.Jobs.JobDatabase(
            database.ConnectionString, new() { AtOnce = 1, Poll = TimeSpan.FromSeconds(1), TakeOver = TimeSpan.FromSeconds(3) }).Storage;
        new RecurringJobManager(storage).Trigger("messaging:housekeeping");
        await TwoModules.UntilAsync("the run", async () => await HoldersAsync() == 1);
        var runs = await RunnerAsync();
        await using var second = await HostProcess.StartAsync(database, settings);

        await first.KillAsync();

        await TwoModules.UntilAsync("the second host to run it", async () => await HoldersAsync() == 1 && await RunnerAsync() != runs);
        await using var release = new Npgsql.NpgsqlCommand("commit", held);
        await release.ExecuteNonQueryAsync();
        await TwoModules.UntilAsync("its end", () => database.ScalarAsync<bool>("select exists (select 1 from jobs.job where statename = 'Succeeded')"));

        Task<long> HoldersAsync() => database.ScalarAsync<long>($"select count(*) {Holders}");
        Task<int> RunnerAsync() => database.ScalarAsync<int>($"select coalesce(max(a.pid), 0) {Holders}");
    }

    private const string Holders =
        "from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and a.application_name = 'ecoprod jobs' and a.datname = current_database()";
}
