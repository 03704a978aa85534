using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// What a module does about one integration event: one file, one queue, one transaction. It adds its effects to
/// <c>work</c> and saves nothing itself: the inbox row is written with them, so that a second delivery does nothing.
/// </summary>
public interface IReaction<in TMessage>
    where TMessage : class
{
    /// <summary>Adds the effects of <paramref name="message"/> to <paramref name="work"/>. May be called again on a fresh one after a conflict.</summary>
    Task ReactAsync(TMessage message, UnitOfWork work, CancellationToken ct);
}

/// <summary>
/// What a module does about every integration event, whatever it is and will be: an audit, webhooks. Otherwise as
/// <see cref="IReaction{TMessage}"/>.
/// </summary>
public interface IReactionToAll
{
    /// <summary>Adds the effects of <paramref name="published"/> to <paramref name="work"/>. May be called again on a fresh one after a conflict.</summary>
    Task ReactAsync(Published published, UnitOfWork work, CancellationToken ct);
}

/// <summary>One integration event, of a kind that the reaction need not know.</summary>
/// <param name="Id">The id of the stored event that caused it.</param>
/// <param name="WireName">Its kind (<c>projects.structure-tagged.v1</c>).</param>
/// <param name="Message">Itself, as its contract has it.</param>
/// <param name="By">Who did it; null: the platform itself, or a host did not say that runs an older version.</param>
public sealed record Published(Guid Id, string WireName, object Message, Guid? By)
{
    /// <summary>The ids it names, each with what it is the id of (<c>projectId</c>).</summary>
    public IReadOnlyList<(string Role, Guid Id)> Things => MessageThings.Of(Message);
}
