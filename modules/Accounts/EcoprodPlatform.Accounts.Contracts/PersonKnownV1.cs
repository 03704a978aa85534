namespace EcoprodPlatform.Accounts.Contracts;

/// <summary>
/// What other modules may know of a person: published when an account is confirmed and whenever its name, address or
/// language changes. Consumers keep it in a plain table of theirs, never in an event log, and clear it on
/// <see cref="PersonErasedV1"/>.
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="PersonId">The person, for ever the same.</param>
/// <param name="PersonVersion">Grows with each change: an older one arriving late is ignored.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Email">Confirmed address.</param>
/// <param name="Language">Language of their mails: <c>fr</c> or <c>en</c>.</param>
public sealed record PersonKnownV1(
    Guid EventId, Guid PersonId, long PersonVersion, string FirstName, string LastName, string Email, string Language)
{
    public const string WireName = "accounts.person-known.v1";
}
