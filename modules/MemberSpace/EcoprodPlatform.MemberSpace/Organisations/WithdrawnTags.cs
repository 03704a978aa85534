using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// Takes the tags of a deleted space off every project (MS-58), one project a transaction, as if the structure had detached itself; the
/// projects keep all else. Nobody reads the space meanwhile. Run with the deletion and then by the clock: what a crash or a tagging on its
/// way leaves behind goes with the next run.
/// </summary>
internal sealed class WithdrawnTags(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, TimeProvider clock) : IJob
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        for (var after = Guid.Empty; await NextAsync(after, ct) is { Count: > 0 } found; after = found[^1].Project)
        {
            foreach (var project in found.GroupBy(f => f.Project))
            {
                await DetachAsync(project.Key, [.. project], ct);
            }
        }
    }

    private Task<IReadOnlyList<Found>> NextAsync(Guid after, CancellationToken ct) => log.ListAsync(
        """
        select g.project_id, g.tag_id, w.organisation_id, w.withdrawn_by
        from withdrawn_tags w join taggings g on g.tag_id = w.tag_id and g.is_on
        where g.project_id in (
          select distinct g2.project_id from withdrawn_tags w2 join taggings g2 on g2.tag_id = w2.tag_id and g2.is_on
          where g2.project_id > $1 order by g2.project_id limit $2)
        order by g.project_id
        """,
        r => new Found(r.GetGuid(0), new TagId(r.GetGuid(1)), new OrganisationId(r.GetGuid(2)), new PersonId(r.GetGuid(3))),
        ct,
        after,
        Batch);

    private async Task DetachAsync(Guid id, IReadOnlyList<Found> tags, CancellationToken ct)
    {
        var project = await store.LoadAsync<SharedProject>(id, ct);
        var by = new Actor(tags[0].By, IsStaff: true);
        try
        {
            await store.Begin(by).AppendTelling(project, [.. tags.SelectMany(t => project.State.Detach(t.Organisation, t.Tag, t.By))], clock).SaveAsync(ct);
        }
        catch (ConcurrencyException)
        {
            // The project moved: it comes again with the next run.
        }
    }

    private sealed record Found(Guid Project, TagId Tag, OrganisationId Organisation, PersonId By);
}
