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
