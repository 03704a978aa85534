namespace EcoprodPlatform.BackOffice.Reactions;

/// <summary>Keeps a person's name as Accounts last told it.</summary>
internal sealed class OnPersonKnown : IReaction<PersonKnownV1>
{
    public Task ReactAsync(PersonKnownV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into people (person_id, person_version, name) values ($1, $2, $3)
            on conflict (person_id) do update set person_version = excluded.person_version, name = excluded.name
            where excluded.person_version > people.person_version
            """,
            message.PersonId,
            message.PersonVersion,
            $"{message.FirstName} {message.LastName}");
        return Task.CompletedTask;
    }
}
