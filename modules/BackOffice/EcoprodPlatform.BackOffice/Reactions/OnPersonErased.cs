namespace EcoprodPlatform.BackOffice.Reactions;

/// <summary>Forgets a person's name. What they did stays, by an id that leads to nobody any more.</summary>
internal sealed class OnPersonErased : IReaction<PersonErasedV1>
{
    public Task ReactAsync(PersonErasedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version) values ($1, $2)
            on conflict (person_id) do update set person_version = excluded.person_version, name = null
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion);
        return Task.CompletedTask;
    }
}
