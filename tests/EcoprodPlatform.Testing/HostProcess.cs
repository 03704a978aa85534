using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace EcoprodPlatform.Testing;

/// <summary>What a host process is started with.</summary>
public sealed record HostProcessOptions
{
    /// <summary>Configuration; keys as in docs/operations.md.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Environment variables on top of ours (<c>SSL_CERT_FILE</c>).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>Return only when it is ready to serve; else as soon as it is started.</summary>
    public bool WaitUntilReady { get; init; } = true;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// The built host as a process of its own, for what only a process can show: being killed, being stopped by a signal,
/// two hosts on one database, a real browser. Killed when the test process ends.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly TestFolder _folder = new("host");
    private readonly HostProcessOptions _options;
    private readonly HttpClient _client;
    private Process? _process;
    private IDisposable? _afterUs;

    private HostProcess(HostProcessOptions options)
    {
        _options = options;
        Port = options.Port > 0 ? options.Port : Ports.Take();
        Address = new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}");
        _client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public Uri Address { get; }

    public int Port { get; }

    public int Pid => _process!.Id;

    public bool HasExited => _process is null || _process.HasExited;

    /// <summary>Where it keeps its data unless the settings say otherwise; kept over a kill and a new start.</summary>
    public string DataFolder => _folder.PathOf("data");

    /// <summary>Everything it has written to its output so far, over all starts.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    /// <summary>The file behind <see cref="Log"/>; gone with this object.</summary>
    public string LogFile => _folder.PathOf("host.log");

    public static async Task<HostProcess> StartAsync(HostProcessOptions options)
    {
        var host = new HostProcess(options);
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static Task<HostProcess> StartAsync(TestDatabase database, params IEnumerable<KeyValuePair<string, string>>[] settings)
        => StartAsync(new HostProcessOptions { Settings = [new("ConnectionStrings:Ecoprod", database.ConnectionString), .. settings.SelectMany(s => s)] });

    /// <summary>Runs a command of the host (<c>relay status</c>) with these settings; what it printed, with its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<KeyValuePair<string, string>> settings, params string[] words)
    {
        using var folder = new TestFolder("command");
        using var process = Launch([.. words], settings, new Dictionary<string, string>(StringComparer.Ordinal), folder.Path, folder.PathOf("out"));
        using var _ = AfterUs.Kill(process.Id);
        await process.WaitForExitAsync();
        return (process.ExitCode, await File.ReadAllTextAsync(folder.PathOf("out")));
    }

    /// <summary>Starts it, again if it was stopped or killed, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        Directory.CreateDirectory(DataFolder);
        Forget();
        KeyValuePair<string, string>[] defaults =
        [
            new("Urls", Address.ToString().TrimEnd('/')),
            new("Public:BaseUrl", Address.ToString().TrimEnd('/')),
            new("Data:Folder", DataFolder),
        ];
        _process = Launch([], defaults.Concat(_options.Settings), _options.Environment, _folder.Path, LogFile);
        _afterUs = AfterUs.Kill(_process.Id);
        if (_options.WaitUntilReady)
        {
            await ReadyAsync();
        }
    }

    /// <summary>Until <c>/health/ready</c> says yes; the host's log is in the exception when it does not.</summary>
    public async Task ReadyAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // not listening yet
            }

            if (HasExited || Stopwatch.GetElapsedTime(since) > _options.Patience)
            {
                throw new InvalidOperationException($"The host {(HasExited ? "ended" : "did not get ready")}. Its log:{Environment.NewLine}{Log}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>A browser with an empty cookie jar.</summary>
    public Visitor NewVisitor(string language = "fr")
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() };
        return new Visitor(new HttpClient(handler) { BaseAddress = Address }, language);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!HasExited)
        {
            _process!.Kill(entireProcessTree: false);
            await _process.WaitForExitAsync();
        }

        Forget();
    }

    /// <summary>SIGTERM, as systemd, Kubernetes and Ctrl-C do; it must end by itself, with exit code 0.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            throw new InvalidOperationException($"The host is not running. Its log:{Environment.NewLine}{Log}");
        }

        Signal(process.Id, SigTerm);
        await process.WaitForExitAsync().WaitAsync(StopPatience);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The host ended with code {process.ExitCode}. Its log:{Environment.NewLine}{Log}");
        }

        Forget();
    }

    /// <summary>Any signal: 19 stops it without its knowing (a stalled machine), 18 lets it go on.</summary>
    public void Signal(int signal) => Signal(Pid, signal);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        StopItsPostgres();
        _client.Dispose();
        _folder.Dispose();
    }

    private static Process Launch(IReadOnlyList<string> words, IEnumerable<KeyValuePair<string, string>> settings, IReadOnlyDictionary<string, string> environment, string folder, string output)
    {
        // Output to a file: a private PostgreSQL that outlives a killed host must not hold a pipe of ours. exec: the pid is the host's own.
        string[] command = ["dotnet", Program, .. words, .. settings.Select(s => $"--{s.Key}={s.Value}")];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", output, .. command]) { WorkingDirectory = folder, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The host as built for this test run, in the same configuration as ours; or the published one that <c>ECOPROD_TEST_HOST</c> names.</summary>
    private static string Program
    {
        get
        {
            if (System.Environment.GetEnvironmentVariable("ECOPROD_TEST_HOST") is { Length: > 0 } published)
            {
                return published;
            }

            var target = new DirectoryInfo(AppContext.BaseDirectory);
            return Repository.PathOf("host", "EcoprodPlatform.Host", "bin", target.Parent!.Name, target.Name, "EcoprodPlatform.Host.dll");
        }
    }

    internal static void Signal(int pid, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal.ToString(CultureInfo.InvariantCulture)}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>A killed host that ran on the embedded default leaves its server running.</summary>
    private void StopItsPostgres()
    {
        var cluster = Path.Combine(DataFolder, "pg", "cluster");
        if (Host.Embedded.PostmasterPid.Read(cluster) is { } server && server.IsAlive(cluster))
        {
            Signal(server.Pid, 3); // SIGQUIT: at once
            while (Host.Embedded.PostmasterPid.WorkingIn(cluster).Count > 0)
            {
                Thread.Yield();
            }
        }
    }

    private void Forget()
    {
        _afterUs?.Dispose();
        _afterUs = null;
        _process?.Dispose();
        _process = null;
    }
}
