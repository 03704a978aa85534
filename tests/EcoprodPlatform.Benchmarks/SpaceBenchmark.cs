using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.MemberSpace;
using EcoprodPlatform.MemberSpace.Sectors;
using EcoprodPlatform.MemberSpace.SharedProjects;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// A space with many projects on the built host as a process: dashboards with random combinations of the eight filters, beside the aggregate that
/// one would write by hand over the facts; the file of everything; the medians of the platform while pages are served.
/// </summary>
internal sealed class SpaceBenchmark(int seconds, int projects, int platformProjects, string? before)
{
    private const int Readers = 4;

    private const int LinesEach = 60;

    private static readonly string[] Genres = [.. EditorialGenres.All.Select(g => g.Code)];

    private static readonly string[] Typologies = [.. ShootingTypologies.All.Select(t => t.Code)];

    /// <summary>What a page adds up, from the facts: no row is prepared for any space, and masses are as exact.</summary>
    private static readonly string ByHand = $"""
        with shown as (
          select p.genre, p.finalised_on, c.total_ug, c.by_post, c.by_department, d.budget_eur, d.minutes
          from (select distinct project_id from member_space.taggings where organisation_id = $1 and is_on and ($2::uuid is null or tag_id = $2)) t
          join member_space.projects p on p.project_id = t.project_id and not p.is_exercise
          left join member_space.assessments v on v.project_id = p.project_id and v.kind = 'provisional' and v.lines > 0
          left join member_space.assessments f on f.project_id = p.project_id and f.kind = 'final' and f.lines > 0
          cross join lateral (select
            case $3 when 'provisional' then v.total_ug when 'final' then f.total_ug else coalesce(f.total_ug, v.total_ug) end as total_ug,
            case $3 when 'provisional' then v.by_post when 'final' then f.by_post else coalesce(f.by_post, v.by_post) end as by_post,
            case $3 when 'provisional' then v.by_department when 'final' then f.by_department else coalesce(f.by_department, v.by_department) end as by_department) c
          cross join lateral (select case when p.budget >= 0.01 and p.currency = 'EUR' then p.budget end as budget_eur, p.duration_seconds::numeric * p.episodes / 60 as minutes) d
          where ($3 = '' or c.total_ug is not null) and ($4::boolean is null or (p.finalised_on is not null) = $4) and ($5::text is null or p.genre = $5)
            and ($6::numeric is null or d.budget_eur >= $6) and ($7::numeric is null or d.minutes >= $7) and ($8::text is null or $8 = any(p.shooting_typologies)) and ($9::date is null or p.finalised_on >= $9)
        )
        select genre, extract(year from finalised_on), count(*), count(total_ug), sum(total_ug), sum(budget_eur) filter (where total_ug is not null), sum(minutes) filter (where total_ug is not null),
          {string.Join(", ", Enumerable.Range(1, Slots.Posts.Count).Select(i => $"sum(by_post[{i}])").Concat(Enumerable.Range(1, Slots.Departments.Count).Select(i => $"sum(by_department[{i}])")))},
          percentile_disc(0.5) within group (order by total_ug)
        from shown group by grouping sets ((), (genre), (extract(year from finalised_on)))
        """;

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        using var folder = new TestFolder("bench");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings:Ecoprod"] = database.ConnectionString, ["Data:Folder"] = folder.Path };
        var (code, output) = await HostProcess.RunAsync(settings, "demo");
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }

        await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = settings });
        await using var older = await StartOlderAsync(settings);
        using var olderAdministrator = older is null ? null : await PlatformBenchmark.SignInAsync(older, "administration@ecoloprod.example");
        using var administrator = await PlatformBenchmark.SignInAsync(host, "administration@ecoloprod.example");
        var space = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
        var tags = await TagsAsync(database, space);
        await WriteAsync(database, 0, projects);
        await ShareAsync(database, space, tags);
        var first = await TimeAsync(() => GetAsync(administrator, $"/espaces/{space}"));
        yield return new Measurement($"dashboard of {projects:N0} projects, the first of a host that has just started", first / 1000, "s", $"load {Load()}");

        var (pages, olderPages, api, byHand) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        await using var hand = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = Readers, MaxAutoPrepare = 20 });
        for (var round = 0; round < 4; round++)
        {
            // The first warms up: what a process compiles on its first requests is its start.
            await ReadAsync(round == 0 ? new() : pages, random => GetAsync(administrator, $"/espaces/{space}?{Filters(random, tags, isPage: true)}"));
            if (olderAdministrator is not null)
            {
                await ReadAsync(round == 0 ? new() : olderPages, random => GetAsync(olderAdministrator, $"/espaces/{space}?{Filters(random, tags, isPage: true)}"));
            }

            await ReadAsync(round == 0 ? new() : api, random => GetAsync(administrator, $"/api/member-spaces/{space}/dashboard?{Filters(random, tags, isPage: false)}"));
            await ReadAsync(round == 0 ? new() : byHand, random => AggregateAsync(hand, space, tags, random));
        }

        var load = $"{projects:N0} projects, random filters, {Readers} readers";
        foreach (var m in pages.Report($"dashboard page, {load}", $"load {Load()}").Concat(api.Report($"the same by the API, {load}")).Concat(byHand.Report($"an aggregate by hand over the facts, {load}", "figures alone, no page"))
            .Concat(older is null ? [] : olderPages.Report($"before: dashboard page, {load}", "in turn with the page of now")))
        {
            yield return m;
        }

        await foreach (var m in FileAsync(database, host, administrator, space))
        {
            yield return m;
        }

        if (platformProjects > 0)
        {
            await foreach (var m in SectorAsync(database, administrator, space))
            {
                yield return m;
            }
        }
    }

    /// <summary>A host built before a change, on the same database: in turn with the one of now, so that a slow minute is slow for both.</summary>
    private async Task<HostProcess?> StartOlderAsync(Dictionary<string, string> settings)
    {
        if (before is null)
        {
            return null;
        }

        const string Host = "ECOPROD_TEST_HOST";
        var now = Environment.GetEnvironmentVariable(Host);
        Environment.SetEnvironmentVariable(Host, Path.GetFullPath(before));
        try
        {
            return await HostProcess.StartAsync(new HostProcessOptions { Settings = settings });
        }
        finally
        {
            Environment.SetEnvironmentVariable(Host, now);
        }
    }

    private async IAsyncEnumerable<Measurement> FileAsync(TestDatabase database, HostProcess host, HttpClient administrator, Guid space)
    {
        await LinesAsync(database);
        // Small, so that what is compiled for any file is there.
        await GetAsync(administrator, $"/espaces/{space}/projets.xlsx?q=Projet+77");
        var had = Rss(host.Pid);
        using var looking = new CancellationTokenSource();
        var most = Task.Run(async () =>
        {
            var highest = 0.0;
            while (!looking.IsCancellationRequested)
            {
                highest = Math.Max(highest, Rss(host.Pid));
                await Task.Delay(50, CancellationToken.None);
            }

            return highest;
        });
        var bytes = 0L;
        var took = await TimeAsync(async () => bytes = await GetAsync(administrator, $"/espaces/{space}/projets.xlsx"));
        await looking.CancelAsync();
        yield return new Measurement($"export of {projects:N0} projects × {LinesEach} lines, .xlsx", took / 1000, "s", $"load {Load()}; aim ≤ 15");
        yield return new Measurement("  its size", bytes / 1e6, "MB");
        yield return new Measurement("  memory of the host (RSS) above what it had", await most - had, "MB", $"before {had:0}; aim ≤ 150");
    }

    private async IAsyncEnumerable<Measurement> SectorAsync(TestDatabase database, HttpClient administrator, Guid space)
    {
        for (var from = projects; from < platformProjects; from += 100_000)
        {
            await WriteAsync(database, from, Math.Min(from + 100_000, platformProjects));
        }

        await database.ExecuteAsync("analyze member_space.projects");
        await database.ExecuteAsync("analyze member_space.assessments");
        await using var log = new ModuleLog(database.ConnectionString, MemberSpaceModule.Log);
        var job = new SectorComputation(new ModuleLog<MemberSpaceModule>(log), TimeProvider.System);
        var cpu = await Cpu.OfAsync(database.Source);
        var used = cpu.Server;
        var quiet = await TimeAsync(() => job.RunAsync(CancellationToken.None));
        used = (cpu.Server - used) / 1e6;
        yield return new Measurement($"medians of {platformProjects:N0} projects", quiet / 1000, "s", string.Create(CultureInfo.InvariantCulture, $"CPU of PostgreSQL {used:0.0} s, load {Load()}; aim ≤ 60"));

        var pages = new Latencies();
        var random = new Random(1);
        var computing = TimeAsync(() => job.RunAsync(CancellationToken.None));
        while (!computing.IsCompleted)
        {
            pages.Add(TimeSpan.FromMilliseconds(await TimeAsync(() => GetAsync(administrator, $"/espaces/{space}?{Filters(random, [], isPage: true)}"))));
        }

        yield return new Measurement("  the same with a reader of dashboards meanwhile", await computing / 1000, "s");
        foreach (var m in pages.Report("  dashboard page meanwhile"))
        {
            yield return m;
        }
    }

    // ----- readers

    private async Task ReadAsync(Latencies latencies, Func<Random, Task> once)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(n => Task.Run(async () =>
        {
            var random = new Random(n);
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                latencies.Add(TimeSpan.FromMilliseconds(await TimeAsync(() => once(random))));
            }
        })));
    }

    /// <summary>About every second of the eight filters, with one or two values.</summary>
    private static string Filters(Random random, Guid[] tags, bool isPage)
    {
        var query = new List<string>();
        Maybe("tag", [.. tags.Select(t => t.ToString())]);
        Maybe(isPage ? "statut" : "status", ["open", "closed"]);
        Maybe(isPage ? "bilan" : "assessment", ["provisional", "final"]);
        Maybe("genre", Genres);
        Maybe("budget", Brackets.Budgets.Codes);
        Maybe(isPage ? "duree" : "duration", Brackets.Durations.Codes);
        Maybe(isPage ? "typologie" : "typology", Typologies);
        Maybe(isPage ? "du" : "finalisedFrom", ["2023-01-01", "2024-06-01"]);
        return string.Join('&', query);

        void Maybe(string name, IReadOnlyList<string> values)
        {
            for (var i = values.Count == 0 ? 2 : random.Next(4); i < 2; i++)
            {
                query.Add($"{name}={values[random.Next(values.Count)]}");
                if (name is "du" or "finalisedFrom")
                {
                    break;
                }
            }
        }
    }

    private static async Task AggregateAsync(NpgsqlDataSource source, Guid space, Guid[] tags, Random random)
    {
        await using var command = source.CreateCommand(ByHand);
        command.Parameters.Add(new NpgsqlParameter { Value = space });
        Maybe(NpgsqlTypes.NpgsqlDbType.Uuid, () => tags[random.Next(tags.Length)]);
        command.Parameters.Add(new NpgsqlParameter { Value = random.Next(4) switch { 0 => "provisional", 1 => "final", _ => "" } });
        Maybe(NpgsqlTypes.NpgsqlDbType.Boolean, () => random.Next(2) == 0);
        Maybe(NpgsqlTypes.NpgsqlDbType.Text, () => Genres[random.Next(Genres.Length)]);
        Maybe(NpgsqlTypes.NpgsqlDbType.Numeric, () => 150_000m);
        Maybe(NpgsqlTypes.NpgsqlDbType.Numeric, () => 26m);
        Maybe(NpgsqlTypes.NpgsqlDbType.Text, () => Typologies[random.Next(Typologies.Length)]);
        Maybe(NpgsqlTypes.NpgsqlDbType.Date, () => new DateOnly(2023, 1, 1));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            reader.GetInt64(2);
        }

        void Maybe(NpgsqlTypes.NpgsqlDbType type, Func<object> value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = random.Next(2) == 0 ? value() : DBNull.Value });
    }

    private static async Task<long> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (count, buffer) = (0L, new byte[81920]);
        for (int read; (read = await body.ReadAsync(buffer)) > 0; count += read)
        {
            // what a browser would write to its disk
        }

        return count;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    // ----- what is there: rows as the projections would have written them

    private static async Task<Guid[]> TagsAsync(TestDatabase database, Guid space)
        => await database.ScalarAsync<Guid[]>("select array_agg(tag_id order by tag_id) from member_space.tags where organisation_id = $1", space);

    /// <summary>Facts of projects, without the cells of their results, which only the page of one project reads.</summary>
    private static Task WriteAsync(TestDatabase database, int from, int to) => RunAsync(
        database,
        $"""
        insert into projects (project_id, owner_id, title, folded_title, genre, is_exercise, currency, budget, episodes, duration_seconds, start_date, lead_country, created_at, changed_at, finalised_on, shooting_typologies)
        select md5('bench' || n)::uuid, md5('owner' || n % 2000)::uuid, 'Projet ' || n, 'projet ' || n, (array['{string.Join("','", Genres)}'])[1 + n % {Genres.Length}], n % 50 = 0, case when n % 10 = 0 then 'USD' else 'EUR' end,
          case when n % 7 = 0 then null else (n * 7919::bigint % 4000000 + 1000) end, 1 + n % 8, case when n % 9 = 0 then null else 60 + n * 31 % 6000 end, date '2021-01-01' + n % 1500, 'FR', now(), now(),
          case when n % 2 = 0 then date '2022-01-01' + n % 1000 end, array[(array['{string.Join("','", Typologies)}'])[1 + n % {Typologies.Length}]]
        from generate_series({from + 1}, {to}) n;
        insert into assessments (project_id, kind, lines, total_ug, by_post, by_department, cells, measured_at, is_frozen)
        select md5('bench' || n)::uuid, kind, {LinesEach}, part * 120, array_fill(part * 8, array[{Slots.Posts.Count}]), array_fill(part * 15, array[{Slots.Departments.Count - 1}]) || 0::numeric, '[]', now(), false
        from generate_series({from + 1}, {to}) n cross join (values ('provisional'), ('final')) k(kind) cross join lateral (select (1000000 + n * 104729::bigint % 90000000)::numeric * 1000 + 0.125 as part) m
        where (kind = 'provisional' and n % 20 > 0) or (kind = 'final' and n % 2 = 0);
        """);

    private static Task ShareAsync(TestDatabase database, Guid space, Guid[] tags) => RunAsync(
        database,
        $"""
        insert into taggings (project_id, tag_id, organisation_id, is_on)
        select project_id, (array['{string.Join("','", tags)}']::uuid[])[1 + duration_seconds % {tags.Length}], '{space}'::uuid, true from projects where title like 'Projet %' and duration_seconds is not null
        union all select project_id, '{tags[0]}'::uuid, '{space}'::uuid, true from projects where title like 'Projet %' and duration_seconds is null;
        insert into line_sums select project_id, kind, total_ug / 4e9, total_ug / 4e9, total_ug / 4e9, total_ug / 8e9, total_ug / 8e9 from assessments on conflict do nothing;
        {SharedProjectsProjection.Show("is not null").Replace("$2", "now()", StringComparison.Ordinal)};
        analyze projects; analyze assessments; analyze taggings; analyze space_projects; analyze line_sums;
        """);

    private Task LinesAsync(TestDatabase database) => RunAsync(
        database,
        $$$"""
        insert into lines (project_id, kind, line_id, source_version, is_gone, place, department, post, phase, label, quantity, kg, data_status, question, factor)
        select a.project_id, a.kind, md5(a.project_id::text || l)::uuid, 1, false, l, 'transport', 'transport', 'shooting', 'Ligne ' || l, 12.5, a.total_ug / 60e9, 'measured', null,
          '{"code":"taxi","version":1,"value":0.231,"unit":"km","year":2022,"name":{"fr":"Voiture avec chauffeur","en":"Car with driver"},"unitName":{"fr":"km","en":"km"},"source":{"fr":"ADEME, Base Carbone (élément 27970)","en":"ADEME, Base Carbone (element 27970)"},"place":{"fr":"France continentale","en":"Mainland France"},"perimeter":{"fr":"cycle de vie","en":"life cycle"}}'
        from (select distinct on (project_id) project_id, kind, total_ug from assessments where project_id in (select md5('bench' || n)::uuid from generate_series(1, {{{projects}}}) n) order by project_id, kind) a, generate_series(1, {{{LinesEach}}}) l;
        analyze lines;
        """);

    private static async Task RunAsync(TestDatabase database, string sql)
    {
#pragma warning disable CA2100 // a benchmark's own text
        await using var command = database.Source.CreateCommand($"set role ecoprod_member_space; set search_path = member_space; {sql} reset role; reset search_path;");
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static double Rss(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024.0;

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
