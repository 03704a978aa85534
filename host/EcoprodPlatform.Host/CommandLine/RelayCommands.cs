using EcoprodPlatform.Messaging;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary><c>relay status</c> and <c>relay replay</c>: what is behind, what failed, what waits.</summary>
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

    public static async Task ReplayAsync(WebApplication app, TextWriter output, string[] which, CancellationToken ct)
    {
        var deadLetters = app.Services.GetRequiredService<DeadLetters>();
        var letters = (await deadLetters.ListAsync(ct))
            .Where(l => which is [] || (which is [var reaction, var id] && l.Reaction == reaction && l.MessageId.ToString() == id))
            .ToList();
        foreach (var letter in letters)
        {
            try
            {
                await deadLetters.ReplayAsync(letter.Reaction, letter.MessageId, ct);
                await output.WriteLineAsync($"{letter.Reaction} {letter.MessageId}: done");
            }
#pragma warning disable CA1031 // one that fails again must not keep the others from being tried
            catch (Exception e)
#pragma warning restore CA1031
            {
                await output.WriteLineAsync($"{letter.Reaction} {letter.MessageId}: failed again: {e.Message}");
            }
        }

        await output.WriteLineAsync($"{letters.Count} replayed");
    }
}
