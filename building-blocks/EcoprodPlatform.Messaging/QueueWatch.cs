using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Takes up again a queue that has not been read for a while. The bus library follows a broker that went away by itself,
/// but a receiver whose start the broker never answered (seen: a subscription to a quorum queue seconds after the broker
/// was killed and restarted) ends for good and is shown as waiting. It is stopped and started here, which also shortens
/// the library's growing pauses while the broker is away.
/// </summary>
internal sealed class QueueWatch(IBusControl bus, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<QueueWatch> logger)
    : BackgroundService, IReceiveEndpointObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Receivers that are not reading, and since when.</summary>
    private readonly ConcurrentDictionary<Uri, (IReceiveEndpoint Receiver, long Since)> _silent = new();

    public Task Ready(ReceiveEndpointReady ready)
    {
        _silent.TryRemove(ready.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _silent.TryRemove(stopping.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => SilentAsync(completed);

    public Task Faulted(ReceiveEndpointFaulted faulted) => SilentAsync(faulted);

    /// <summary>Registered before the bus, whose every event it must see.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        bus.ConnectReceiveEndpointObserver(this);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(either.Token))
            {
                foreach (var (address, (receiver, since)) in _silent)
                {
                    if (clock.GetElapsedTime(since) > Patience)
                    {
                        await TakeUpAsync(address, receiver, either.Token);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // the host stops, and the bus with it
        }
    }

    private Task SilentAsync(ReceiveEndpointEvent what)
    {
        _silent.TryAdd(what.InputAddress, (what.ReceiveEndpoint, clock.GetTimestamp()));
        return Task.CompletedTask;
    }

    private async Task TakeUpAsync(Uri address, IReceiveEndpoint receiver, CancellationToken ct)
    {
        logger.LogWarning("Nothing has been read from {Queue} for {Seconds} s; connecting to it again", address.Segments[^1], Patience.TotalSeconds);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await receiver.Stop(either.Token);
            // Before it starts: it may be ready at once.
            _silent[address] = (receiver, clock.GetTimestamp());
            receiver.Start(CancellationToken.None);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning(e, "The receiver of {Queue} could not be started again; trying again later", address.Segments[^1]);
            _silent[address] = (receiver, clock.GetTimestamp());
        }
    }
}
