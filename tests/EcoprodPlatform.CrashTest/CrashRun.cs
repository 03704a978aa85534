using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.CrashTest;

/// <summary>
/// Two hosts on RabbitMQ that share a database, and one on the in-memory transport with a database of its own, under load,
/// while hosts are killed, PostgreSQL, RabbitMQ and SMTP go away. At the end everything is compared with a model.
/// </summary>
public sealed class CrashRun
{
    private readonly CrashOptions _options;
    private readonly CrashReport _report;
    private readonly PlatformParts _parts = new();
    private readonly List<Span> _databaseAway = [];
    private readonly ConcurrentQueue<double> _takeovers = new();
    private readonly List<Task> _measuring = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private OwnPostgres _postgres = null!;
    private TestRabbitMq _broker = null!;
    private TestSmtp _smtp = null!;
    private Site _duo = null!;
    private Site _solo = null!;
    private Task _brokerTrouble = Task.CompletedTask;
    private Task _mailTrouble = Task.CompletedTask;
    private int _databaseCrashes;

    private CrashRun(CrashOptions options)
    {
        _options = options;
        _report = new CrashReport { Seed = options.Seed };
    }

    private IEnumerable<Site> Sites => [_duo, _solo];

    private Server[] Servers => [.. Sites.SelectMany(s => s.Servers)];

    /// <summary>What the modules publish or react to and the model of this test does not know: it would check nothing of it.</summary>
    public static IReadOnlyList<string> Gaps(PlatformParts parts)
    {
        var known = Model.Routes.Values.SelectMany(r => r).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. parts.Published.Where(p => !Model.Routes.ContainsKey(p)).Select(p => $"{p} is published, and the model does not know who takes it: Model.Routes"),
            .. known.Except(parts.Reactions).Concat(parts.Reactions.Except(known)).Select(r => $"{r}: Model.Routes and the modules disagree"),
        ];
    }

    /// <summary>Runs it; what was found and measured. The hosts' logs are kept when something was found.</summary>
    public static async Task<CrashReport> RunAsync(CrashOptions options)
    {
        var run = new CrashRun(options);
        try
        {
            await run.RunAsync();
        }
        finally
        {
            await run.CleanUpAsync();
        }

        return run._report;
    }

    private async Task RunAsync()
    {
        var faults = Plan.Of(_options, servers: 3);
        Say($"seed {_options.Seed}: {_options.Kills} kills, {_options.DatabaseCrashes} crashes of PostgreSQL, {_options.BrokerOutages} outages of RabbitMQ, {_options.MailOutages} of SMTP, {_options.Rate.ToString(CultureInfo.InvariantCulture)} requests/s");
        await StartAsync();
        Say("platforms ready");

        using var stop = new CancellationTokenSource();
        var loads = new[] { new Load(_duo, 8, _options.Rate * 0.65, _options.Seed), new Load(_solo, 5, _options.Rate * 0.35, _options.Seed + 1000) };
        var running = loads.Select(l => l.RunAsync(stop.Token)).ToArray();
        var began = Stopwatch.GetTimestamp();
        foreach (var fault in faults)
        {
            await Task.Delay(fault.Pause);
            await CommitAsync(fault);
        }

        await Task.Delay(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        await Task.WhenAll(running);
        _report.Figure("load and faults, s", Stopwatch.GetElapsedTime(began).TotalSeconds);
        await Task.WhenAll([_brokerTrouble, _mailTrouble, .. _measuring]);
        foreach (var server in Servers)
        {
            await server.StartAsync();
            _report.Check("every host is back at the end", await server.ReadyAsync(TimeSpan.FromSeconds(90)), $"{server.Name} is not ready. Its log ends: {Tail(server.Log)}");
        }

        Say("load over, everything back");
        var isSettled = await SettledAsync();
        Measure(loads);
        if (isSettled)
        {
            await VerifyAsync(loads);
        }
    }

    // ----- the platforms

    private async Task StartAsync()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_connections"] = "400" };
        if (!_options.IsDurable)
        {
            settings["fsync"] = "off";
        }

        var (postgres, broker, smtp) = (OwnPostgres.StartAsync(settings), TestRabbitMq.StartOwnAsync(), TestSmtp.StartAsync());
        (_postgres, _smtp) = (await postgres, await smtp);
        _broker = await broker;
        var bus = await _broker.CreateVirtualHostAsync();
        await ExecuteAsync("create database duo");
        await ExecuteAsync("create database solo");
        await ExecuteAsync("create role host_a superuser login password 'host-a'; create role host_b superuser login password 'host-b'");
        // Several hosts: none of them can know what the others have taken.
        var rabbit = bus.Settings.Where(s => s.Key != "Bus:TrackDeliveries").ToList();
        var servers = await Task.WhenAll(
            Server.StartAsync("duo-a", "host_a", Settings("duo", "host_a", "host-a", rabbit)),
            Server.StartAsync("duo-b", "host_b", Settings("duo", "host_b", "host-b", rabbit)),
            Server.StartAsync("solo", "ecoprod", Settings("solo", null, null, [])));
        _duo = new Site("duo", Look("duo"), servers[..2], bus);
        _solo = new Site("solo", Look("solo"), servers[2..], null);
        foreach (var server in servers)
        {
            if (!await server.ReadyAsync(TimeSpan.FromSeconds(90)))
            {
                throw new InvalidOperationException($"{server.Name} does not get ready: {Tail(server.Log)}");
            }
        }

        await Task.WhenAll(Sites.Select(s => s.PrepareAsync(_parts.Logs.Select(l => l.Schema), _smtp, Settings(s.Name, null, null, []))));

        List<KeyValuePair<string, string>> Settings(string database, string? login, string? password, IEnumerable<KeyValuePair<string, string>> more) =>
        [
            new("ConnectionStrings:Ecoprod", Connection(database, login, password)),
            new("Accounts:RateLimit:Permits", "1000000"),
            new("Accounts:Registrations:PerHour", "1000000"),
            new("Accounts:Registrations:PerDay", "1000000"),
            new("MemberSpace:TaggedMailsPerHour", "1000000"),
            new("Accounts:PasswordIterations", "1000"),
            // A message that comes a second time is only told of at this level.
            new("Logging:LogLevel:EcoprodPlatform.Messaging.ReactionRunner", "Debug"),
            .. _smtp.Settings,
            .. more,
        ];
    }

    private string Connection(string database, string? login = null, string? password = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = database };
        if (login is not null)
        {
            (connection.Username, connection.Password) = (login, password);
        }

        return connection.ConnectionString;
    }

    private NpgsqlDataSource Look(string database) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Connection(database)) { MaxPoolSize = 5, ApplicationName = "crash test" });

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // ----- faults

    private Task CommitAsync(Fault fault) => fault switch
    {
        KillHost kill => KillAsync(kill),
        CrashDatabase crash => CrashAsync(crash),
        LoseBroker lose => LoseAsync(lose),
        CutMail cut => CutAsync(cut),
        _ => throw new InvalidOperationException($"{fault} is no fault."),
    };

    private async Task KillAsync(KillHost kill)
    {
        var server = Servers[kill.Server];
        var site = Sites.First(s => s.Servers.Contains(server));
        if (kill.IsPatient)
        {
            await Task.WhenAll(site.Servers.Select(s => s.ReadyAsync(_options.KillPatience)));
        }

        var survivor = site.Servers.FirstOrDefault(s => s != server && s.IsReady);
        var state = server.IsReady ? "" : " (not ready yet)";
        var owned = survivor is null ? [] : await OwnersAsync(site, server);
        var at = await server.KillAsync();
        _report.Count("kill -9 of hosts", 1);
        Say($"kill -9 {server.Name}{state}{(owned.Count > 0 ? $", which owned {string.Join(", ", owned.Select(o => o.Schema))}" : "")}");
        if (owned.Count > 0)
        {
            _measuring.Add(TakeoverAsync(site, survivor!, survivor!.Life, owned, at, _databaseCrashes));
        }

        await Task.Delay(kill.Down);
        await server.StartAsync();
    }

    private async Task CrashAsync(CrashDatabase crash)
    {
        Say("PostgreSQL crashes");
        Interlocked.Increment(ref _databaseCrashes);
        var from = Stopwatch.GetTimestamp();
        await _postgres.CrashAsync();
        await Task.Delay(crash.Down);
        await _postgres.StartAgainAsync();
        _databaseAway.Add(new Span(from, Stopwatch.GetTimestamp()));
        _report.Count("immediate stops of PostgreSQL", 1);
    }

    private async Task LoseAsync(LoseBroker lose)
    {
        await _brokerTrouble;
        Say(lose.IsKilled ? "RabbitMQ is killed" : "RabbitMQ is stopped");
        _brokerTrouble = Task.Run(async () =>
        {
            await (lose.IsKilled ? _broker.KillAsync() : _broker.StopAsync());
            await Task.Delay(lose.Down);
            await _broker.StartAgainAsync();
            _report.Count("kills and stops of RabbitMQ", 1);
        });
    }

    private async Task CutAsync(CutMail cut)
    {
        await _mailTrouble;
        Say($"SMTP: {cut.Trouble} for {cut.Down.TotalSeconds:0.0} s");
        _mailTrouble = Task.Run(async () =>
        {
            switch (cut.Trouble)
            {
                case MailTrouble.Refused:
                    await _smtp.StopAsync();
                    await Task.Delay(cut.Down);
                    await _smtp.StartAgainAsync();
                    break;
                case MailTrouble.Killed:
                    await _smtp.KillAsync();
                    await Task.Delay(cut.Down);
                    await _smtp.StartAgainAsync();
                    break;
                case MailTrouble.Silent:
                    _smtp.Stall();
                    await Task.Delay(cut.Down);
                    _smtp.GoOn();
                    break;
                case MailTrouble.HangsUpKeeping or MailTrouble.HangsUpForgetting:
                    await _smtp.HangUpAfterDataAsync(10, kept: cut.Trouble == MailTrouble.HangsUpKeeping);
                    await Task.Delay(cut.Down);
                    await _smtp.BehaveWellAsync();
                    break;
                case MailTrouble.PutsOff:
                    await _smtp.RefuseAsync("administration@", "450 4.2.1 Later", times: 8);
                    await Task.Delay(cut.Down);
                    await _smtp.BehaveWellAsync();
                    break;
                case MailTrouble.Slow:
                    await _smtp.SlowDownAsync(TimeSpan.FromSeconds(1.5));
                    await Task.Delay(cut.Down);
                    await _smtp.BehaveWellAsync();
                    break;
            }

            _report.Count("outages of SMTP", 1);
        });
    }

    // ----- who owns what

    private async Task<List<ModuleLog>> OwnersAsync(Site site, Server server)
    {
        try
        {
            var keys = await site.RowsAsync(
                $"select l.classid::bigint, l.objid::bigint from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and l.granted and a.datname = current_database() and a.usename = '{server.Login}'",
                r => (r.GetInt64(0) << 32) | r.GetInt64(1));
            return [.. _parts.Logs.Where(l => keys.Contains(l.OwnerLockKey))];
        }
        catch (NpgsqlException)
        {
            return [];
        }
    }

    /// <summary>How long until the other host owns what the killed one owned. What disturbs the measurement voids it: the survivor is killed too, or PostgreSQL is.</summary>
    private async Task TakeoverAsync(Site site, Server survivor, int life, List<ModuleLog> owned, long at, int crashes)
    {
        var limit = _options.TakeoverLimit.TotalSeconds;
        var name = $"another host takes over within {limit:0} s";
        while (survivor.Life == life && survivor.IsReady && crashes == Volatile.Read(ref _databaseCrashes))
        {
            var owns = (await OwnersAsync(site, survivor)).Count(owned.Contains) == owned.Count;
            var seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
            if (owns || seconds > 30)
            {
                _takeovers.Enqueue(seconds);
                _report.Check(name, owns && seconds <= limit, owns ? $"{survivor.Name} took {seconds:0.00} s" : $"{survivor.Name} does not take over at all");
                return;
            }

            await Task.Delay(20);
        }
    }

    // ----- the end

    private async Task<bool> SettledAsync()
    {
        var since = Stopwatch.GetTimestamp();
        string? pending = null;
        while (Stopwatch.GetElapsedTime(since) < _options.Patience)
        {
            pending = null;
            foreach (var site in Sites)
            {
                try
                {
                    pending ??= await Verification.PendingAsync(site, _parts);
                }
                catch (Exception e) when (e is NpgsqlException or HttpRequestException)
                {
                    pending = e.Message;
                }
            }

            if (pending is null)
            {
                _report.Figure("settled after, s", Stopwatch.GetElapsedTime(since).TotalSeconds);
                _report.Check("all that was caused has happened in the end", true, "");
                Say($"settled after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
                return true;
            }

            await Task.Delay(200);
        }

        _report.Check("all that was caused has happened in the end", false, $"after {_options.Patience.TotalSeconds:0} s: {pending}");
        return false;
    }

    private async Task VerifyAsync(Load[] loads)
    {
        var received = _smtp.Messages;
        foreach (var (site, load) in Sites.Zip(loads))
        {
            await new Verification(site, _parts, load.Operations, _report).RunAsync(received);
        }

        foreach (var stranger in received.Where(m => !_report.IsClaimed(m.MessageId)))
        {
            _report.Check("no mail arrives that is in no queue", false, $"{stranger.MessageId} to {string.Join(',', stranger.To)}: {stranger.Subject}");
        }

        _report.Check("no mail arrives that is in no queue", true, "");
        Say("compared; rebuilding every projection");
        using var folder = new TestFolder("rebuild");
        await Task.WhenAll(Sites.Zip(loads).Select(s => new Verification(s.First, _parts, s.Second.Operations, _report).RebuildAsync(
            [new("ConnectionStrings:Ecoprod", Connection(s.First.Name)), new("Data:Folder", folder.PathOf(s.First.Name))])));
        await Sabotage.TryAsync(_solo, _parts, loads[1].Operations, received, _report);
        Say("done");
    }

    private void Measure(Load[] loads)
    {
        foreach (var (site, load) in Sites.Zip(loads))
        {
            _report.Figure($"{site.Name}: requests", load.Requests.Count);
            _report.Figure($"{site.Name}: changes asked for", load.Operations.Count);
            _report.Figure($"{site.Name}: done", load.Operations.Count(o => o.Outcome == Outcome.Done));
            _report.Figure($"{site.Name}: refused", load.Operations.Count(o => o.Outcome == Outcome.Refused));
            _report.Figure($"{site.Name}: not answered", load.Operations.Count(o => o.Outcome == Outcome.Unknown));
            foreach (var (complaint, times) in load.Complaints)
            {
                _report.Remarks.Enqueue($"{site.Name}: {times} × {complaint}");
            }
        }

        Surviving(loads[0]);
        var starts = Servers.SelectMany(s => s.Starts).Order().ToList();
        _report.Figure("start of a host to ready, median, s", starts[starts.Count / 2]);
        _report.Figure("start of a host to ready, worst, s", starts[^1]);
        if (!_takeovers.IsEmpty)
        {
            var seconds = _takeovers.Order().ToList();
            _report.Figure("take-overs measured", seconds.Count);
            _report.Figure("take-over, median, s", seconds[seconds.Count / 2]);
            _report.Figure("take-over, worst, s", seconds[^1]);
        }

        foreach (var server in Servers)
        {
            var log = server.Log;
            _report.Count("messages that came again", Times(log, "has already taken"));
            _report.Count("messages given up", Times(log, "gave up on"));
            foreach (var deserted in server.Deserted)
            {
                _report.Check("no host ends unless it is killed", false, deserted);
            }

            _report.Check("no host ends unless it is killed", true, "");
        }
    }

    /// <summary>What was asked of one host while the other was away, except while PostgreSQL was away too or had just come back.</summary>
    private void Surviving(Load load)
    {
        var outages = _databaseAway.Select(s => new Span(s.From - Stopwatch.Frequency, s.To + (3 * Stopwatch.Frequency))).ToList();
        var asked = load.Requests.Where(r =>
        {
            var other = _duo.Servers.First(s => s != r.Server);
            return other.Away.Any(a => a.Meets(r.When)) && !r.Server.Away.Any(a => a.Meets(r.When)) && !outages.Any(o => o.Meets(r.When));
        }).ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var answered = asked.Where(r => r.Status is > 0 and < 500).Select(r => Stopwatch.GetElapsedTime(r.When.From, r.When.To).TotalMilliseconds).Order().ToList();
        _report.Figure("surviving host: requests", asked.Count);
        _report.Figure("surviving host: answered, %", 100.0 * answered.Count / asked.Count);
        _report.Figure("surviving host: p50, ms", answered[answered.Count / 2]);
        _report.Figure("surviving host: p99, ms", answered[(int)(answered.Count * 0.99)]);
        foreach (var slow in asked.Where(r => Stopwatch.GetElapsedTime(r.When.From, r.When.To) > TimeSpan.FromSeconds(1)).GroupBy(r => (r.What, r.Status)).OrderByDescending(g => g.Count()).Take(5))
        {
            _report.Remarks.Enqueue($"surviving host, over 1 s: {slow.Count()} × {slow.Key.What}, answered {slow.Key.Status}");
        }

        foreach (var failed in asked.Where(r => r.Status is 0 or >= 500).GroupBy(r => r.Status))
        {
            _report.Figure($"surviving host: answered {(failed.Key == 0 ? "nothing" : failed.Key.ToString(CultureInfo.InvariantCulture))}", failed.Count());
            foreach (var request in failed.Take(10))
            {
                _report.Remarks.Enqueue($"{request.Server.Name} lived and did not serve, {Stopwatch.GetElapsedTime(request.When.From, request.When.To).TotalSeconds:0.0} s: {request.What} {request.Trouble}");
            }
        }
    }

    private async Task CleanUpAsync()
    {
        var isGood = _report.IsGood && _report.Figures.ContainsKey("settled after, s");
        if (!isGood && _duo is not null && _solo is not null)
        {
            Directory.CreateDirectory(_options.Folder);
            foreach (var server in Servers)
            {
                File.Copy(server.LogFile, Path.Combine(_options.Folder, $"{server.Name}.log"), overwrite: true);
            }

            Say($"the hosts' logs are in {_options.Folder}");
        }

        foreach (var site in Sites.Where(s => s is not null))
        {
            await site.DisposeAsync();
        }

        if (_smtp is not null)
        {
            await _smtp.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        await _parts.DisposeAsync();
    }

    private void Say(string line) => _options.Say($"[{Stopwatch.GetElapsedTime(_started).TotalSeconds,6:0.0} s] {line}");

    private static string Tail(string log) => log[^Math.Min(3000, log.Length)..];

    private static int Times(string log, string text)
    {
        var (times, at) = (0, 0);
        while ((at = log.IndexOf(text, at, StringComparison.Ordinal)) >= 0)
        {
            times++;
            at += text.Length;
        }

        return times;
    }
}
