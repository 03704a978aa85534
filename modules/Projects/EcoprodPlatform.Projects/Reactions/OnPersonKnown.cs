using EcoprodPlatform.Accounts.Contracts;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>Keeps the name and address of people, for owners, collaborators and histories.</summary>
// Not shared with MemberSpace: the tables differ (what is searched, what an erasure leaves), and so does what an erasure sets off.
internal sealed class OnPersonKnown : IReaction<PersonKnownV1>
{
    public Task ReactAsync(PersonKnownV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version, first_name, last_name, email, language) values ($1, $2, $3, $4, $5, $6)
            on conflict (person_id) do update
            set person_version = excluded.person_version, first_name = excluded.first_name, last_name = excluded.last_name,
                email = excluded.email, language = excluded.language
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion,
            message.FirstName,
            message.LastName,
            message.Email,
            message.Language);
        return Task.CompletedTask;
    }
}
