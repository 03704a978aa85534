using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EcoprodPlatform.Testing;

/// <summary>
/// A cable between a host and a server, that a test can cut: what is sent disappears in both directions while every socket
/// stays open, as behind a switch that lost power. Connections that were cut stay dead; new ones work once it is mended.
/// </summary>
public sealed class TcpLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Take());
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _end = new();
    private readonly int _to;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();

    public TcpLink(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private bool IsCut => _cut.IsCancellationRequested;

    /// <summary>From now on nothing passes, and new connections are accepted by nobody behind it.</summary>
    public Task CutAsync() => _cut.CancelAsync();

    public void Mend() => _cut = new CancellationTokenSource();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_end.Token);
                _sockets.Add(near);
                if (!IsCut)
                {
                    _ = ConnectAsync(near, _cut.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // disposed
        }
    }

    private async Task ConnectAsync(Socket near, CancellationToken cut)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        _sockets.Add(far);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _to, cut);
            await Task.WhenAll(CarryAsync(near, far, cut), CarryAsync(far, near, cut));
        }
        catch (OperationCanceledException)
        {
            // cut: both ends stay open and hear nothing
        }
        catch (SocketException)
        {
            near.Close();
            far.Close();
        }
    }

    private static async Task CarryAsync(Socket from, Socket to, CancellationToken cut)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, cut) is > 0 and var read)
        {
            for (var sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cut);
            }
        }

        // One end has hung up: so must the other.
        to.Close();
        from.Close();
    }
}
