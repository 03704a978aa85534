namespace EcoprodPlatform.Accounts.Contracts;

/// <summary>A person deleted their account: every module forgets name and address; history keeps the id.</summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="PersonId">The person.</param>
/// <param name="PersonVersion">Greater than that of every <see cref="PersonKnownV1"/> before it.</param>
public sealed record PersonErasedV1(Guid EventId, Guid PersonId, long PersonVersion)
{
    public const string WireName = "accounts.person-erased.v1";
}
