using System.Diagnostics;
using System.Globalization;
using EcoprodPlatform.Host.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace EcoprodPlatform.Testing;

/// <summary>A PostgreSQL server of a test's own, that may be stopped and killed. Ends with this process, however it ends.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TestFolder _folder = new("own-pg");
    private readonly int _port = Ports.Take();
    private readonly Dictionary<string, string> _settings;
    private EmbeddedPostgres? _server;

    private OwnPostgres(Dictionary<string, string> settings)
    {
        _settings = settings;
        var pidFile = AfterUs.Quote(_folder.PathOf("pg", "cluster", "postmaster.pid"));
        AfterUs.Run($"kill -QUIT $(head -1 {pidFile}) 2>/dev/null; for i in $(seq 100); do [ -e {pidFile} ] || break; sleep 0.05; done");
    }

    /// <summary>The superuser's connection string to an own database; the same after every start.</summary>
    public string ConnectionString { get; private set; } = "";

    private string Cluster => _folder.PathOf("pg", "cluster");

    /// <param name="settings">Server settings; without any, <c>fsync=off</c>, which survives a killed server, not a killed machine.</param>
    public static async Task<OwnPostgres> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var postgres = new OwnPostgres(new Dictionary<string, string>(settings ?? new Dictionary<string, string> { ["fsync"] = "off" }, StringComparer.Ordinal));
        await postgres.StartAgainAsync();
        return postgres;
    }

    /// <summary>As <c>pg_ctl stop -m immediate</c> or a power cut: connections are cut, nothing is finished.</summary>
    public async Task CrashAsync()
    {
        if (PostmasterPid.Read(Cluster) is { } running && running.IsAlive(Cluster))
        {
            using var kill = Process.Start("kill", ["-QUIT", running.Pid.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            while (PostmasterPid.WorkingIn(Cluster).Count > 0)
            {
                await Task.Delay(20);
            }
        }

        if (_server is not null)
        {
            await _server.StopAsync();
            _server = null;
        }
    }

    /// <summary>Starts it again on the same port; what was committed is there.</summary>
    public async Task StartAgainAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(_folder.Path, new EmbeddedPostgresOptions { Port = _port, Settings = _settings }, NullLogger.Instance, CancellationToken.None);
        if (ConnectionString.Length > 0 && ConnectionString != _server.ConnectionString)
        {
            throw new InvalidOperationException("The server came back elsewhere: its port was taken meanwhile, and whoever waits for it would wait for ever.");
        }

        ConnectionString = _server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _folder.Dispose();
    }
}
