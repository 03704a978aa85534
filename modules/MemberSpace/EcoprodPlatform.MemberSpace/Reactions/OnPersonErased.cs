using EcoprodPlatform.Accounts.Contracts;

namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>
/// Forgets a person: the name leaves, with it what requests say of them and the authorisations that name them, and with the account goes the administration of every space. A space left without
/// administrator is marked as such on the register.
/// </summary>
internal sealed class OnPersonErased(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log) : IReaction<PersonErasedV1>
{
    public async Task ReactAsync(PersonErasedV1 message, UnitOfWork work, CancellationToken ct)
    {
        // What requests say of them goes before their address does: names, and the authorisations that name them.
        foreach (var sql in new[]
        {
            "delete from document d using request_seats s, request_people q, people p where p.person_id = $1 and lower(q.email) = lower(p.email) and s.request_id = q.request_id and s.seat_id = q.seat_id and d.id = s.document_id",
            "delete from mail_choices where person_id = $1",
            "delete from mail_keys where person_id = $1",
            "delete from request_people q using people p where p.person_id = $1 and lower(q.email) = lower(p.email)",
        })
        {
            work.Also(sql, message.PersonId);
        }

        work.Also(
            """
            insert into people (person_id, person_version) values ($1, $2)
            on conflict (person_id) do update set
              person_version = excluded.person_version, first_name = null, last_name = null, email = null, language = null, folded_name = null
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion);

        var organisations = await log.ListAsync("select organisation_id from administrators where person_id = $1", r => r.GetGuid(0), ct, message.PersonId);
        foreach (var id in organisations)
        {
            var organisation = await store.LoadAsync<Organisation>(id, ct);
            work.Append(organisation, organisation.State.ForgetAdministrator(new PersonId(message.PersonId)));
        }
    }
}
