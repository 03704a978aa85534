using EcoprodPlatform.Accounts.Contracts;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>Forgets a person's name and address; their projects and what they did stay, under "compte supprimé".</summary>
internal sealed class OnPersonErased : IReaction<PersonErasedV1>
{
    public Task ReactAsync(PersonErasedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version) values ($1, $2)
            on conflict (person_id) do update
            set person_version = excluded.person_version, first_name = null, last_name = null, email = null
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion);
        return Task.CompletedTask;
    }
}
