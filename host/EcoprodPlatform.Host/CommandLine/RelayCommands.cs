using EcoprodPlatform.Messaging;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary><c>relay status</c>, <c>relay replay</c>, <c>relay drop</c>: what is behind, what failed, what waits.</summary>
internal static class RelayCommands
{
    public static async Task StatusAsync(WebApplication app, TextWriter output, CancellationToken ct)
    {
        var state = await app.Services.GetRequiredService<Operations.PlatformState>().ReadAsync(ct);
        await output.WriteLineAsync($"{"module",-14}{"follower",-24}{"position",12}{"newest",12}  status");
        foreach (var f in state.Followers)
        {
            await output.WriteLineAsync($"{f.Module,-14}{f.Name,-24}{f.Position,12}{f.Newest,12}  {f.Status}{(f.Error is null ? "" : ": " + f.Error)}");
        }

        foreach (var m in state.Mails)
        {
            await output.WriteLineAsync($"{m.Module,-14}mails: {m.Queued} queued, {m.Sent} sent, {m.Refused} refused{(m.LastError is null ? "" : ", last error: " + m.LastError)}");
        }

        await output.WriteLineAsync($"dead letters: {state.DeadLetters.Count}");
        foreach (var letter in state.DeadLetters)
        {
            await output.WriteLineAsync($"  {letter.Reaction} {letter.MessageId} {letter.WireName} {letter.FailedAt:u} {letter.Error.Split('\n')[0]}");
        }
    }

    public static async Task ReplayAsync(WebApplication app, TextWriter output, string? reaction, string? message, CancellationToken ct)
    {
        var deadLetters = app.Services.GetRequiredService<DeadLetters>();
        var letters = await FindAsync(deadLetters, reaction, message, ct);
        var failed = 0;
        foreach (var letter in letters)
        {
            try
            {
                await deadLetters.ReplayAsync(letter.Reaction, letter.MessageId, ct);
                await output.WriteLineAsync($"{letter.Reaction} {letter.MessageId}: done");
            }
#pragma warning disable CA1031 // one that fails again must not keep the others from being tried
            catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed++;
                await output.WriteLineAsync($"{letter.Reaction} {letter.MessageId}: failed again: {e.Message}");
            }
        }

        await output.WriteLineAsync($"{letters.Count - failed} of {letters.Count} replayed");
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} failed again and stay.");
        }
    }

    public static async Task DropAsync(WebApplication app, TextWriter output, string reaction, string message, CancellationToken ct)
    {
        var deadLetters = app.Services.GetRequiredService<DeadLetters>();
        foreach (var letter in await FindAsync(deadLetters, reaction, message, ct))
        {
            await deadLetters.DropAsync(letter.Reaction, letter.MessageId, ct);
            await output.WriteLineAsync($"{letter.Reaction} {letter.MessageId}: dropped");
        }
    }

    private static async Task<IReadOnlyList<DeadLetter>> FindAsync(DeadLetters deadLetters, string? reaction, string? message, CancellationToken ct)
    {
        var letters = (await deadLetters.ListAsync(ct))
            .Where(l => (reaction is null || l.Reaction == reaction) && (message is null || l.MessageId.ToString() == message))
            .ToList();
        return letters.Count > 0 || reaction is null
            ? letters
            : throw new InvalidOperationException($"There is no dead letter {reaction} {message}: \"relay status\" lists them.");
    }
}
