using System.Security.Cryptography;
using System.Text;
using MassTransit;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// A message that never reaches its reaction (not JSON, not of its shape, given up by the broker) is kept among the dead
/// letters like one that failed, instead of in a queue beside that nobody looks at.
/// </summary>
internal sealed class UnreadableMessages(ReactionRunner runner, Func<string, ReactionRegistration?> reactionOf) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    /// <summary>The queue that a message was given up from, as the broker writes it.</summary>
    private const string FirstDeath = "x-first-death-queue";

    public static void KeepAsDeadLetters(IReceiveEndpointConfigurator endpoint, ReactionRunner runner, Func<string, ReactionRegistration?> reactionOf)
    {
        var filter = new UnreadableMessages(runner, reactionOf);
        // A fault beside the letter would be published to nobody, and fails where its exception cannot be written as JSON.
        endpoint.PublishFaults = false;
        endpoint.ConfigureError(pipe => pipe.UseFilter(filter));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(filter));
    }

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) => KeepAsync(context, context.Exception);

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => KeepAsync(context, null);

    public void Probe(ProbeContext context) => context.CreateScope("unreadable");

    private async Task KeepAsync(ReceiveContext context, Exception? cause)
    {
        // A host that stops in the middle of a reaction: the message goes back to its queue.
        context.CancellationToken.ThrowIfCancellationRequested();
        var givenUp = context.TransportHeaders.Get<string>(FirstDeath);
        var from = givenUp ?? context.InputAddress.AbsolutePath[(context.InputAddress.AbsolutePath.LastIndexOf('/') + 1)..];
        if (reactionOf(from) is not { } reaction)
        {
            // A newer host's, perhaps: it goes back to where it was, and not at full speed.
            await runner.PauseAsync(int.MaxValue, context.CancellationToken);
            throw new InvalidOperationException($"No reaction \"{from}\" is registered here.");
        }

        var body = context.Body.GetBytes();
        // Garbage need not have an id; the same garbage again is the same letter.
        var id = context.GetMessageId() is { } given && given != Guid.Empty ? given : new Guid(SHA256.HashData([.. Encoding.UTF8.GetBytes(from), .. body])[..16]);
        cause ??= givenUp is null ? WhyUnreadable(reaction, body) : new InvalidOperationException("The broker gave this message up, by a limit on deliveries, length or age that it was told to keep.");
        await runner.BuryAsync(reaction, id, body, Provenance.Of(context.GetCorrelationId(), context.TransportHeaders), cause, context.CancellationToken);
    }

    private static Exception WhyUnreadable(ReactionRegistration reaction, byte[] body)
    {
        try
        {
            reaction.Read(body);
            return new InvalidOperationException($"It came as something else than {reaction.WireName}.");
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or NoEventIdException)
        {
            return e;
        }
    }
}
