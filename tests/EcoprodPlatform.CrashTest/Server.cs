using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using EcoprodPlatform.Testing;

namespace EcoprodPlatform.CrashTest;

/// <summary>One host that is killed and started again, and when it was there.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<Span> _away = [];
    private readonly List<double> _starts = [];
    private HostProcess _process = null!;
    private bool _isWanted;
    private long _awaySince;
    private long _startedAt;
    private int _life;

    private Server(string name, string login) => (Name, Login) = (name, login);

    public string Name { get; }

    /// <summary>Who it is for PostgreSQL: tells whose connection holds a lock.</summary>
    public string Login { get; }

    /// <summary>Ready to serve since this moment; 0 while it is not.</summary>
    public long ReadySince { get; private set; }

    public bool IsReady => ReadySince != 0;

    /// <summary>Which process of this server is running: 1 for the first.</summary>
    public int Life => _life;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Times it ended although nobody had killed it, and what it said last.</summary>
    public ConcurrentQueue<string> Deserted { get; } = new();

    public IReadOnlyList<Span> Away
    {
        get
        {
            lock (_away)
            {
                return IsReady ? [.. _away] : [.. _away, new Span(_awaySince, long.MaxValue)];
            }
        }
    }

    /// <summary>Seconds from each start to ready.</summary>
    public IReadOnlyList<double> Starts
    {
        get
        {
            lock (_away)
            {
                return [.. _starts];
            }
        }
    }

    public Visitor NewVisitor() => _process.NewVisitor();

    public string Log => _process.Log;

    public string LogFile => _process.LogFile;

    public static async Task<Server> StartAsync(string name, string login, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var server = new Server(name, login) { _isWanted = true, _awaySince = Stopwatch.GetTimestamp(), _startedAt = Stopwatch.GetTimestamp(), _life = 1 };
        server._process = await HostProcess.StartAsync(new HostProcessOptions { Settings = settings, WaitUntilReady = false, Patience = TimeSpan.FromSeconds(90) });
        server.Client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = server._process.Address, Timeout = TimeSpan.FromSeconds(20) };
        _ = server.WatchAsync(1);
        return server;
    }

    /// <summary>Whether anybody listens on its port: a refused connection is the one failure after which nothing was done for certain.</summary>
    public async Task<bool> IsListeningAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync("127.0.0.1", _process.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>kill -9; the moment before the signal.</summary>
    public async Task<long> KillAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _isWanted = false;
            var now = Stopwatch.GetTimestamp();
            Leave(now);
            await _process.KillAsync();
            return now;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Starts it if it is not running.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_isWanted && !_process.HasExited)
            {
                return;
            }

            _isWanted = true;
            _life++;
            _startedAt = Stopwatch.GetTimestamp();
            await _process.StartAgainAsync();
            _ = WatchAsync(_life);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Until it is ready, or <paramref name="patience"/> is over; whether it is.</summary>
    public async Task<bool> ReadyAsync(TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        while (!IsReady && Stopwatch.GetElapsedTime(since) < patience)
        {
            await Task.Delay(20);
        }

        return IsReady;
    }

    public async ValueTask DisposeAsync()
    {
        _isWanted = false;
        Client.Dispose();
        await _process.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Notes when this life gets ready, and starts the next one when it ends by itself, as a service manager would.</summary>
    private async Task WatchAsync(int life)
    {
        while (_isWanted && _life == life)
        {
            if (_process.HasExited)
            {
                if (!_isWanted || _life != life)
                {
                    return;
                }

                var log = Log;
                Deserted.Enqueue($"{Name}, life {life}: {log[^Math.Min(log.Length, 3000)..]}");
                Leave(Stopwatch.GetTimestamp());
                await Task.Delay(500);
                await StartAsync();
                return;
            }

            if (!IsReady && await IsHealthyAsync() && _life == life && _isWanted)
            {
                lock (_away)
                {
                    ReadySince = Stopwatch.GetTimestamp();
                    _away.Add(new Span(_awaySince, ReadySince));
                    _starts.Add(Stopwatch.GetElapsedTime(_startedAt).TotalSeconds);
                }
            }

            await Task.Delay(IsReady ? 200 : 50);
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Leave(long now)
    {
        lock (_away)
        {
            if (IsReady)
            {
                _awaySince = now;
                ReadySince = 0;
            }
        }
    }
}

/// <summary>From one moment to another, in ticks of the stopwatch.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Span(long From, long To)
{
    public bool Meets(Span other) => From <= other.To && other.From <= To;
}
