using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary><c>rebuild</c> and <c>projection</c>: what an operator does about a read model.</summary>
internal static class ProjectionCommands
{
    public static async Task RebuildAsync(WebApplication app, TextWriter output, string module, string projection, CancellationToken ct)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        await new ProjectionRebuild(LogOf(app, module), clock).RunAsync(projection, new Lines(output), ct);
        await output.WriteLineAsync($"{module} {projection} rebuilt in {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    public static async Task SkipAsync(WebApplication app, TextWriter output, string module, string follower, CancellationToken ct)
    {
        if (!await SkippedEvents.SkipAsync(LogOf(app, module), follower, null, Guid.Empty, ct))
        {
            throw new InvalidOperationException($"{module} {follower} has not stopped at an event: there is nothing to skip.");
        }

        await output.WriteLineAsync($"{module} {follower} passes by the event it stopped at; it stays on record in skipped_events.");
    }

    public static async Task RetryAsync(WebApplication app, TextWriter output, string module, CancellationToken ct)
    {
        await SkippedEvents.RetryAsync(LogOf(app, module), ct);
        await output.WriteLineAsync($"Whatever has stopped in {module} tries again now.");
    }

    internal static ModuleLog LogOf(WebApplication app, string module)
        => app.Services.GetServices<ModuleLog>().FirstOrDefault(l => string.Equals(l.Schema, module, StringComparison.OrdinalIgnoreCase))
           ?? throw new ArgumentException($"There is no module \"{module}\". There are: {string.Join(", ", app.Services.GetServices<ModuleLog>().Select(l => l.Schema))}.", nameof(module));

    /// <summary>Writes at once: a <see cref="Progress{T}"/> would write whenever a thread is free, perhaps after the end.</summary>
    private sealed class Lines(TextWriter output) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => output.WriteLine($"{value.Done} / {value.Newest}, {value.Left.TotalSeconds:0} s left");
    }
}
