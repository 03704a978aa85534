using EcoprodPlatform.Accounts.Contracts;

namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>
/// Keeps the name, address and language of people: owners of projects, administrators, who did what. Who was invited to a space by this
/// address enters it (MS-15).
/// </summary>
// Not shared with Projects: the tables differ (what is searched, what an erasure leaves), and so does what an erasure sets off.
internal sealed class OnPersonKnown(Invitations invitations) : IReaction<PersonKnownV1>
{
    public async Task ReactAsync(PersonKnownV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version, first_name, last_name, email, language, folded_name)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (person_id) do update set
              person_version = excluded.person_version, first_name = excluded.first_name, last_name = excluded.last_name,
              email = excluded.email, language = excluded.language, folded_name = excluded.folded_name
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion,
            message.FirstName,
            message.LastName,
            message.Email,
            message.Language,
            Folded.Of($"{message.FirstName} {message.LastName}"));
        await invitations.TakeUpAsync(work, new PersonId(message.PersonId), message.Email, ct);
    }
}
