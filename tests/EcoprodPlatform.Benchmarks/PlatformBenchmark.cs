using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.Benchmarks;

/// <summary>The built host as a process: start, tag → mail and dashboard, the dashboard of a space with many projects.</summary>
internal sealed class PlatformBenchmark(int seconds, int projects, int tagsPerSecond, int hosts, bool isRabbitMq)
{
    /// <summary>Seconds of the same load before what is measured: hosts and benchmark compile in them, and they are shown by themselves.</summary>
    private const int WarmUp = 10;

    private const string Password = "Clap-de-fin-2026";

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        using var folder = new TestFolder("bench");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Ecoprod"] = AsAnOperatorGivesIt(database.ConnectionString),
            ["Data:Folder"] = folder.Path,
            ["Accounts:RateLimit:Permits"] = "100000",
            ["Accounts:Registrations:PerHour"] = "100000",
            ["Accounts:Registrations:PerDay"] = "100000",
            ["MemberSpace:TaggedMailsPerHour"] = "1000000",
        };
        await using var broker = isRabbitMq ? await (await TestRabbitMq.SharedAsync()).CreateVirtualHostAsync() : null;
        var bus = broker is null ? [] : broker.Settings;
        var clock = Stopwatch.StartNew();
        var (code, output) = await HostProcess.RunAsync(settings, "demo");
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }

        yield return new Measurement("demo data, from an empty database", clock.Elapsed.TotalSeconds, "s", "migrations and some sixty projects");

        await using var smtp = new SmtpSink();
        clock.Restart();
        await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = [.. settings, .. smtp.Settings, .. bus] });
        yield return new Measurement("start of the host, database there, to ready", clock.Elapsed.TotalSeconds, "s", "aim ≤ 5");

        var others = new List<HostProcess>();
        while (others.Count + 1 < hosts)
        {
            others.Add(await HostProcess.StartAsync(new HostProcessOptions { Settings = [.. settings, .. smtp.Settings, .. bus] }));
        }

        var producers = await Task.WhenAll(others.Prepend(host).Select(h => SignInAsync(h, "production@ecoloprod.example")));
        using var administrator = await SignInAsync(host, "administration@ecoloprod.example");
        var space = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
        var (first, rows, mails, both) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        var (rest, perTag) = await TagAsync(producers, database, smtp, host.Pid, first, rows, mails, both);
        var load = $"{tagsPerSecond} tags/s for {seconds} s, {hosts} host(s), {(isRabbitMq ? "RabbitMQ" : "in memory")}";
        foreach (var m in first.Report($"tag → both, the first {WarmUp} s of a fresh process")
            .Concat(rows.Report($"tag → dashboard changed, {load}"))
            .Concat(mails.Report($"tag → mail accepted by SMTP, {load}"))
            .Concat(both.Report($"tag → both, {load}", "aim p99 ≤ 250 ms")))
        {
            yield return m;
        }

        yield return new Measurement("CPU of the host per tag, that load", perTag.Host, "µs", $"of PostgreSQL {perTag.Server:0}");
        yield return new Measurement("left to do when the last tag is answered", rest, "tags", "aim: no backlog");
        yield return new Measurement("memory of the host (RSS) after that load", Memory(host.Pid, "Rss"), "MB", $"its own, not mapped from files: {Memory(host.Pid, "Anonymous"):0}");
        if (projects == 0)
        {
            yield break;
        }

        await MultiplyAsync(database, space);
        var page = new Latencies();
        var (rate, count) = await DashboardAsync(administrator, space, page);
        foreach (var m in page.Report($"dashboard of a space with {count} projects, 4 readers", "aim p99 ≤ 100 ms"))
        {
            yield return m;
        }

        yield return new Measurement("the same, requests", rate, "per s");
        yield return new Measurement("memory of the host (RSS) at the end", Memory(host.Pid, "Rss"), "MB", "aim < 350");
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    /// <summary>Without the pool size that tests set: each host has its own.</summary>
    private static string AsAnOperatorGivesIt(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Remove("Maximum Pool Size");
        return builder.ConnectionString;
    }

    internal static async Task<HttpClient> SignInAsync(HostProcess host, string email)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        using var response = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>Projects are created first and all that follows from them is done; then tags at a steady rate, each watched until both effects are there.</summary>
    /// <returns>How many tags still lacked an effect when the last one was answered, and what one tag costs in microseconds of CPU.</returns>
    private async Task<(int Behind, (double Host, double Server) PerTag)> TagAsync(HttpClient[] producers, TestDatabase database, SmtpSink smtp, int host, Latencies first, Latencies rows, Latencies mails, Latencies both)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < (WarmUp + seconds) * tagsPerSecond; i++)
        {
            using var created = await producers[i % producers.Length].PostAsJsonAsync("/api/projects", new { title = $"Mesure {i}", editorialGenre = "commercial", leadCountry = "FR", currency = "EUR", episodes = 1 });
            created.EnsureSuccessStatusCode();
            ids.Add((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
        }

        while (await database.ScalarAsync<long>("select count(*) from member_space.projects where title like 'Mesure %'") < ids.Count)
        {
            await Task.Delay(100);
        }

        using var looking = new CancellationTokenSource();
        var shown = new ConcurrentDictionary<Guid, TaskCompletionSource<long>>();
        var dashboard = Task.Run(() => LookAsync(database, shown, looking.Token));
        await LoadAsync(WarmUp * tagsPerSecond, 0, (_, _, both) => first.Add(both));
        var cpu = await Cpu.OfAsync(database.Source);
        var (hostBefore, serverBefore) = (Cpu.Of(host), cpu.Server);
        var rest = await LoadAsync(ids.Count - (WarmUp * tagsPerSecond), WarmUp * tagsPerSecond, (row, mail, done) =>
        {
            rows.Add(row);
            mails.Add(mail);
            both.Add(done);
        });
        var measured = ids.Count - (WarmUp * tagsPerSecond);
        var perTag = ((Cpu.Of(host) - hostBefore) / measured, (cpu.Server - serverBefore) / measured);
        await looking.CancelAsync();
        await dashboard;
        return (rest, perTag);

        // Until all is done: what is left of one load must not be the next one's.
        async Task<int> LoadAsync(int count, int from, Action<TimeSpan, TimeSpan, TimeSpan> add)
        {
            var started = Stopwatch.GetTimestamp();
            var (answers, effects) = (new List<Task>(), new List<Task>());
            for (var i = 0; i < count; i++)
            {
                var (id, producer) = (ids[from + i], producers[i % producers.Length]);
                // By the clock, not by a timer's ticks: a late tick must not thin out the load.
                var wait = TimeSpan.FromSeconds((double)i / tagsPerSecond) - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                var mail = smtp.AcceptedAsync(id);
                var row = shown.GetOrAdd(id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                var answer = Task.Run(async () =>
                {
                    using var tagged = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Publicité" });
                    tagged.EnsureSuccessStatusCode();
                    return Stopwatch.GetTimestamp();
                });
                answers.Add(answer);
                effects.Add(Task.Run(async () =>
                {
                    var committed = await answer;
                    var (atRow, atMail) = (Math.Max(committed, await row), Math.Max(committed, await mail));
                    add(Stopwatch.GetElapsedTime(committed, atRow), Stopwatch.GetElapsedTime(committed, atMail), Stopwatch.GetElapsedTime(committed, Math.Max(atRow, atMail)));
                }));
            }

            await Task.WhenAll(answers);
            var behind = effects.Count(t => !t.IsCompleted);
            await Task.WhenAll(effects);
            return behind;
        }
    }

    /// <summary>One look at the read model for all that is waited for: asking page by page would measure the asking.</summary>
    private static async Task LookAsync(TestDatabase database, ConcurrentDictionary<Guid, TaskCompletionSource<long>> waiting, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await using (var command = database.Source.CreateCommand("select project_id from member_space.taggings where project_id = any($1) and is_on"))
            {
                command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. waiting.Keys] });
                await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
                while (await reader.ReadAsync(CancellationToken.None))
                {
                    if (waiting.TryRemove(reader.GetGuid(0), out var source))
                    {
                        source.TrySetResult(Stopwatch.GetTimestamp());
                    }
                }
            }

            await Task.Delay(10, CancellationToken.None);
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
              -- As a commit would: hosts that hold the space read it anew.
              update space_marks set mark = pg_current_xact_id() where organisation_id = '{space}';
            end $$;
            analyze space_projects;
            """);

    private async Task<(double PerSecond, long Projects)> DashboardAsync(HttpClient administrator, Guid space, Latencies latencies)
    {
        var count = (await administrator.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space}/dashboard")).GetProperty("projects").GetInt64();
        for (var i = 0; i < 50; i++)
        {
            // What a process does on the first requests for a page is its start, measured above.
            using var warm = await administrator.GetAsync(new Uri($"/espaces/{space}", UriKind.Relative));
            warm.EnsureSuccessStatusCode();
        }

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

    private static double Memory(int pid, string kind) => long.Parse(
        File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith($"{kind}:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture) / 1024.0;
}
