using System.Reflection;
using System.Text.RegularExpressions;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// What every integration event carries by convention, because Contracts reference nothing that could ask for it: a constant
/// <c>WireName</c> and a property <c>EventId</c>. One that lacks either keeps the host from starting.
/// </summary>
internal static partial class WireContract
{
    /// <summary>Its name on the wire (<c>projects.structure-tagged.v1</c>).</summary>
    public static string NameOf(Type message) => message.GetField("WireName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        ?? throw new InvalidOperationException($"{message.Name} needs a constant WireName.");

    /// <summary>Reads its event's id, which is the message's.</summary>
    public static Func<TMessage, Guid> IdOf<TMessage>() => typeof(TMessage).GetProperty("EventId", typeof(Guid))?.GetMethod?.CreateDelegate<Func<TMessage, Guid>>()
        ?? throw new InvalidOperationException($"{typeof(TMessage).Name} needs a property EventId.");

    /// <summary>The queue's name of a reaction, from its class (<c>OnStructureTagged</c>: <c>on-structure-tagged</c>).</summary>
    public static string QueueOf(Type reaction) => Capitals().Replace(reaction.Name, m => m.Index == 0 ? m.Value : $"-{m.Value}").ToLowerInvariant();

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capitals();
}
