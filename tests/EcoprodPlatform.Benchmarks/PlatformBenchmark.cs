using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;

namespace EcoprodPlatform.Benchmarks;

/// <summary>The built host as a process: start, tag → mail and dashboard, the dashboard of a space with many projects.</summary>
internal sealed class PlatformBenchmark(int seconds, int projects)
{
    private const string Password = "Clap-de-fin-2026";

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        using var folder = new TestFolder("bench");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Ecoprod"] = database.ConnectionString,
            ["Data:Folder"] = folder.Path,
            ["Accounts:RateLimit:Permits"] = "100000",
        };
        var clock = Stopwatch.StartNew();
        var (code, output) = await HostProcess.RunAsync(settings, "demo");
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }

        yield return new Measurement("demo data, from an empty database", clock.Elapsed.TotalSeconds, "s", "migrations and some sixty projects");

        await using var smtp = await TestSmtp.StartAsync();
        clock.Restart();
        await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = [.. settings, .. smtp.Settings] });
        yield return new Measurement("start of the host, database there, to ready", clock.Elapsed.TotalSeconds, "s", "aim ≤ 5");

        using var producer = await SignInAsync(host, "production@ecoloprod.example");
        using var administrator = await SignInAsync(host, "administration@ecoloprod.example");
        var space = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
        var effects = new Latencies();
        await TagAsync(producer, database, smtp, effects);
        foreach (var m in effects.Report("tag → dashboard changed and mail accepted by SMTP, 50 tags/s", "aim p99 ≤ 500 ms"))
        {
            yield return m;
        }

        await MultiplyAsync(database, space);
        var page = new Latencies();
        var (rate, count) = await DashboardAsync(administrator, space, page);
        foreach (var m in page.Report($"dashboard of a space with {count} projects, 4 readers", "aim p99 ≤ 100 ms"))
        {
            yield return m;
        }

        yield return new Measurement("the same, requests", rate, "per s");
        yield return new Measurement("memory of the host (RSS)", Rss(host.Pid), "MB", "aim < 350");
    }

    private static async Task<HttpClient> SignInAsync(HostProcess host, string email)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        using var response = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>Projects are created first; then one tag every 20 ms, each watched until both effects are there.</summary>
    private async Task TagAsync(HttpClient producer, TestDatabase database, TestSmtp smtp, Latencies effects)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < seconds * 50; i++)
        {
            using var created = await producer.PostAsJsonAsync("/api/projects", new { title = $"Mesure {i}", editorialGenre = "commercial", leadCountry = "FR", currency = "EUR", episodes = 1 });
            created.EnsureSuccessStatusCode();
            ids.Add((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
        }

        var mailAt = new System.Collections.Concurrent.ConcurrentDictionary<Guid, TaskCompletionSource>(ids.Select(i => KeyValuePair.Create(i, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))));
        // One look at the read model for all of them: asking page by page would measure the asking.
        var shownAt = ids.ToDictionary(i => i, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var mailTasks = mailAt.ToDictionary(m => m.Key, m => m.Value.Task);
        using var done = new CancellationTokenSource();
        var dashboard = Task.Run(() => LookAsync(database, shownAt, done.Token));
        var mailbox = Task.Run(() => WatchAsync(smtp, mailAt, done.Token));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var under = new List<Task>();
        foreach (var id in ids)
        {
            await ticks.WaitForNextTickAsync();
            under.Add(Task.Run(async () =>
            {
                using var tagged = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Publicité" });
                tagged.EnsureSuccessStatusCode();
                var committed = Stopwatch.GetTimestamp();
                await shownAt[id].Task;
                await mailTasks[id];
                effects.Add(Stopwatch.GetElapsedTime(committed));
            }));
        }

        await Task.WhenAll(under);
        await done.CancelAsync();
        await mailbox;
        await dashboard;
    }

    private static async Task LookAsync(TestDatabase database, Dictionary<Guid, TaskCompletionSource> waiting, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await using var command = database.Source.CreateCommand("select distinct project_id from member_space.space_projects where title like 'Mesure %'");
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                while (await reader.ReadAsync(CancellationToken.None))
                {
                    if (waiting.TryGetValue(reader.GetGuid(0), out var source))
                    {
                        source.TrySetResult();
                    }
                }
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static async Task WatchAsync(TestSmtp smtp, System.Collections.Concurrent.ConcurrentDictionary<Guid, TaskCompletionSource> waiting, CancellationToken ct)
    {
        var read = 0;
        while (!ct.IsCancellationRequested)
        {
            var mails = smtp.Messages;
            foreach (var mail in mails.Skip(read))
            {
                foreach (var (id, source) in waiting.Where(w => mail.Text.Contains(w.Key.ToString(), StringComparison.Ordinal)))
                {
                    source.TrySetResult();
                    waiting.TryRemove(id, out _);
                }
            }

            read = mails.Count;
            try
            {
                await smtp.WaitForCountAsync(read + 1, TimeSpan.FromSeconds(1));
            }
            catch (TimeoutException)
            {
                // look whether it is over
            }
        }
    }

    /// <summary>Copies the demo rows of the read model until the space has enough projects: what a page reads, not how it came there.</summary>
    private async Task MultiplyAsync(TestDatabase database, Guid space)
        => await database.ExecuteAsync(
            $"""
            set role ecoprod_member_space;
            set search_path = member_space;
            do $$
            declare columns text; times int;
            begin
              select greatest(1, {projects} / count(distinct project_id)) into times from space_projects where organisation_id = '{space}';
              select string_agg(quote_ident(column_name), ', ') into columns
              from information_schema.columns where table_schema = 'member_space' and table_name = 'space_projects' and column_name <> 'project_id';
              execute format(
                'insert into space_projects (project_id, %s) select md5(s.project_id::text || n)::uuid, %s from space_projects s, generate_series(1, %s) n where s.organisation_id = %L',
                columns, columns, times, '{space}');
              select string_agg(format('%1$I = %1$I * %2$s', column_name, times + 1), ', ') into columns
              from information_schema.columns where table_schema = 'member_space' and table_name = 'space_sums' and data_type in ('bigint', 'numeric');
              execute format('update space_sums set %s where organisation_id = %L', columns, '{space}');
            end $$;
            analyze space_projects;
            analyze space_sums;
            """);

    private async Task<(double PerSecond, long Projects)> DashboardAsync(HttpClient administrator, Guid space, Latencies latencies)
    {
        var count = (await administrator.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space}/dashboard")).GetProperty("projects").GetInt64();
        var until = TimeSpan.FromSeconds(seconds * 2);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < until)
            {
                var asked = Stopwatch.GetTimestamp();
                using var page = await administrator.GetAsync(new Uri($"/espaces/{space}", UriKind.Relative));
                page.EnsureSuccessStatusCode();
                await page.Content.ReadAsByteArrayAsync();
                latencies.Add(Stopwatch.GetElapsedTime(asked));
            }
        })));
        return (latencies.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, count);
    }

    private static double Rss(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture) / 1024.0;
}
