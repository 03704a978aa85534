using System.Diagnostics;
using System.Diagnostics.Metrics;
using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Web;

/// <summary>Gives every command a span and a measurement: how long it took and how it ended. Whoever listens to the name gets both; nobody pays otherwise.</summary>
internal sealed class TracedCommand<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = CommandTelemetry.Source.StartActivity(typeof(TRequest).Name);
        var outcome = "done";
        try
        {
            return await next();
        }
        catch (Exception e)
        {
            outcome = e is RuleBrokenException broken ? broken.Code : e is ConcurrencyException ? "stale" : e is OperationCanceledException ? "cancelled" : "failed";
            span?.SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            throw;
        }
        finally
        {
            span?.SetTag("outcome", outcome);
            CommandTelemetry.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new("command", typeof(TRequest).Name), new("outcome", outcome));
        }
    }
}

/// <summary>What commands tell about themselves, under the name <see cref="Name"/>.</summary>
public static class CommandTelemetry
{
    public const string Name = "EcoprodPlatform.Commands";

    internal static readonly ActivitySource Source = new(Name);

    internal static readonly Histogram<double> Duration = new Meter(Name).CreateHistogram<double>("ecoprod.command.duration", "s", "How long commands take, by command and outcome.");
}
