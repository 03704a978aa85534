using System.Globalization;
using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary><c>archive</c>: streams that are over make room for the live ones.</summary>
internal static class ArchiveCommands
{
    /// <summary>A work may rest between two seasons of shooting; nothing younger is archived by mistake.</summary>
    private const int FewestDays = 180;

    /// <summary>Streams a transaction moves: appends wait for none of them, and readers for a moment only.</summary>
    private const int AtATime = 100;

    public static async Task StoreAsync(WebApplication app, TextWriter output, string module, string type, string days, CancellationToken ct)
    {
        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < FewestDays)
        {
            throw new ArgumentException($"\"{days}\" is not a number of days of at least {FewestDays}.", nameof(days));
        }

        var log = ProjectionCommands.LogOf(app, module);
        var idleSince = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-count);
        var all = 0;
        for (var stored = AtATime; stored == AtATime; all += stored)
        {
            stored = await Archive.StoreAsync(log, type, idleSince, AtATime, ct);
        }

        await output.WriteLineAsync($"{all} streams of type {type} in {module} archived: they are read as before, and can be brought back.");
    }

    public static async Task BringBackAsync(WebApplication app, TextWriter output, string module, string stream, CancellationToken ct)
    {
        if (!Guid.TryParse(stream, out var id))
        {
            throw new ArgumentException($"\"{stream}\" is not the id of a stream.", nameof(stream));
        }

        if (!await Archive.BringBackAsync(ProjectionCommands.LogOf(app, module), id, ct))
        {
            throw new InvalidOperationException($"{module} has no archived stream {id}.");
        }

        await output.WriteLineAsync($"{id} is among the live streams of {module} again.");
    }
}
