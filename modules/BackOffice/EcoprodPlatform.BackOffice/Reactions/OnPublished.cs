namespace EcoprodPlatform.BackOffice.Reactions;

/// <summary>Notes what was published: its kind, who did it and the ids it names. Texts and figures stay where they are.</summary>
internal sealed class OnPublished : IReactionToAll
{
    public Task ReactAsync(Published published, UnitOfWork work, CancellationToken ct)
    {
        var things = published.Things;
        work.Also(
            "insert into journal (message_id, kind, by_person, roles, things) values ($1, $2, $3::uuid, $4, $5) on conflict do nothing",
            published.Id,
            published.WireName,
            published.By,
            things.Select(t => t.Role).ToArray(),
            things.Select(t => t.Id).ToArray());
        return Task.CompletedTask;
    }
}
