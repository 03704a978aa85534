using EcoprodPlatform.Accounts.Contracts;

namespace EcoprodPlatform.Footprint.Reactions;

/// <summary>Forgets what a person had marked for themselves. What they did to projects stays, by an id that leads to nobody any more.</summary>
internal sealed class OnPersonErased : IReaction<PersonErasedV1>
{
    public Task ReactAsync(PersonErasedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also("delete from favourite_factors where person_id = $1", message.PersonId);
        return Task.CompletedTask;
    }
}
