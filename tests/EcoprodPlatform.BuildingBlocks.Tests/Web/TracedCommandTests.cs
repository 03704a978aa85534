using System.Diagnostics;
using System.Diagnostics.Metrics;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class TracedCommandTests
{
    [Theory]
    [InlineData(null, "done")]
    [InlineData("rule", "project.closed")]
    [InlineData("stale", "stale")]
    [InlineData("bug", "failed")]
    public async Task Every_command_has_a_span_and_a_measurement_that_say_how_it_ended(string? fails, string outcome)
    {
        var (spans, measured) = (new List<Activity>(), new List<string>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == CommandTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == CommandTelemetry.Name) { l.EnableMeasurementEvents(i); } } };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Add(string.Join(' ', tags.ToArray().Select(t => t.Value))));
        meters.Start();
        await using var services = new ServiceCollection().AddHandlers(typeof(TracedCommandTests).Assembly).BuildServiceProvider();

        var answer = services.GetRequiredService<IMediator>().Send(new Work(fails));

        if (fails is null)
        {
            (await answer).ShouldBe(1);
        }
        else
        {
            await Should.ThrowAsync<Exception>(answer);
        }

        spans.Where(s => s.DisplayName == nameof(Work)).ShouldHaveSingleItem().GetTagItem("outcome").ShouldBe(outcome);
        measured.Where(m => m.StartsWith("Work ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldBe($"Work {outcome}");
    }

    public sealed record Work(string? Fails) : IRequest<int>
    {
        public sealed class Handler : IRequestHandler<Work, int>
        {
            public Task<int> Handle(Work request, CancellationToken cancellationToken) => request.Fails switch
            {
                null => Task.FromResult(1),
                "rule" => throw RuleBrokenException.Conflict("project.closed", new Text("Clos.", "Closed.")),
                "stale" => throw new ConcurrencyException("stale"),
                _ => throw new InvalidOperationException("bug"),
            };
        }
    }
}
