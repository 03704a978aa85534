using JasperFx.Events;

namespace EcoprodPlatform.Accounts;

/// <summary>All that leaves Accounts: confirmed people as they are now, and that one is gone.</summary>
internal static class Publications
{
    public static Messaging.Publications Create() => new Messaging.Publications()
        .Message<PersonKnownV1>("Personne connue ou modifiée", "Person known or changed")
        .Message<PersonErasedV1>("Compte effacé", "Account erased")
        .On<AccountConfirmed>((services, stored, _, ct) => KnownAsync(services, stored, ct))
        .On<PersonChanged>((services, stored, _, ct) => KnownAsync(services, stored, ct))
        .On<AddressChanged>((services, stored, _, ct) => KnownAsync(services, stored, ct))
        .On<AccountErased>((stored, _) => new PersonErasedV1(stored.Id, stored.StreamId, stored.Version));

    /// <summary>
    /// The log holds no name, so the row is read when the event is relayed. It may already be newer than the event: its own
    /// version goes with it. Nothing is said of someone who left meanwhile: their erasure follows in the log.
    /// </summary>
    private static async Task<object?> KnownAsync(IServiceProvider services, IEvent stored, CancellationToken ct)
        => await services.GetRequiredService<PeopleQueries>().FindOrNullAsync(new PersonId(stored.StreamId), ct) is { IsConfirmed: true } person
            ? new PersonKnownV1(stored.Id, person.Id, person.Version, person.FirstName, person.LastName, person.Email, person.Language)
            : null;
}
