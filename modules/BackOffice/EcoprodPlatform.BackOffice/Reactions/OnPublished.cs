using System.Collections.Concurrent;
using System.Reflection;

namespace EcoprodPlatform.BackOffice.Reactions;

/// <summary>
/// Notes what was published: its kind, who did it and the ids it names, read off the message as it is, so that a new kind needs
/// nothing here. Texts and figures stay where they are.
/// </summary>
internal sealed class OnPublished : IReactionToAll
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>> Ids = new();

    public Task ReactAsync(Published published, UnitOfWork work, CancellationToken ct)
    {
        var things = Ids.GetOrAdd(published.Message.GetType(), IdsOf).Select(p => (p.Name, Id: (Guid?)p.GetValue(published.Message))).Where(t => t.Id is not null).ToList();
        work.Also(
            "insert into journal (message_id, kind, by_person, roles, things) values ($1, $2, $3::uuid, $4, $5) on conflict do nothing",
            published.Id,
            published.WireName,
            published.By,
            things.Select(t => char.ToLowerInvariant(t.Name[0]) + t.Name[1..]).ToArray(),
            things.Select(t => t.Id!.Value).ToArray());
        return Task.CompletedTask;
    }

    private static IReadOnlyList<PropertyInfo> IdsOf(Type message)
        => [.. message.GetProperties().Where(p => (p.PropertyType == typeof(Guid) || p.PropertyType == typeof(Guid?)) && p.Name != "EventId")];
}
