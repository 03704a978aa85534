using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// An SMTP server that takes everything at once and notes when, in the benchmark's own process: the tests' server, which can
/// do much more, would be what is measured. Knows which mail it is by an id that its text contains.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<long>> _expected = new();
    private readonly Task _serving;
    private int _accepted;

    public SmtpSink()
    {
        _listener.Start(200);
        _serving = ServeAsync();
    }

    public int Accepted => Volatile.Read(ref _accepted);

    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Smtp:Host", "127.0.0.1"),
        new("Smtp:Port", ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The timestamp at which the first mail that contains <paramref name="id"/> was accepted.</summary>
    public Task<long> AcceptedAsync(Guid id)
        => _expected.GetOrAdd(id, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => TalkAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await SayAsync(stream, "220 sink");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Length < 4 ? line : line[..4].ToUpperInvariant();
                if (verb == "DATA")
                {
                    await SayAsync(stream, "354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } data && data != ".")
                    {
                        text.Append(data).Append('\n');
                    }

                    await SayAsync(stream, "250 accepted");
                    Note(text.ToString(), Stopwatch.GetTimestamp());
                    continue;
                }

                await SayAsync(stream, verb == "QUIT" ? "221 bye" : "250 OK");
                if (verb == "QUIT")
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // the client has gone
        }
    }

    private static ValueTask SayAsync(NetworkStream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    private void Note(string mail, long at)
    {
        Interlocked.Increment(ref _accepted);
        var text = mail.Replace("=\n", "", StringComparison.Ordinal);
        if (mail.Contains("base64", StringComparison.OrdinalIgnoreCase))
        {
            text += string.Concat(mail.Split("\n\n").Skip(1).Select(Decoded));
        }

        foreach (var part in text.Split('/', '?', '"', '\n', ' '))
        {
            if (part.Length >= 36 && Guid.TryParseExact(part[..36], "D", out var id) && _expected.TryGetValue(id, out var waiting))
            {
                waiting.TrySetResult(at);
            }
        }
    }

    private static string Decoded(string part)
    {
        var lines = part.Split('\n').TakeWhile(l => !l.StartsWith("--", StringComparison.Ordinal));
        var bytes = new byte[part.Length];
        return Convert.TryFromBase64String(string.Concat(lines), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : string.Empty;
    }
}
