namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>
/// What happened to a project, as the spaces that see it (or saw it) are told: decided by the project's own history, and written down with it in one
/// transaction, so that nothing is told that did not happen, and nothing that happened is lost.
/// </summary>
internal static class SpaceNews
{
    /// <summary>Appends to a project, and queues what its spaces' addresses are told.</summary>
    public static UnitOfWork AppendTelling(this UnitOfWork work, EventStream<SharedProject> project, IReadOnlyList<SharedProjectEvent> events, TimeProvider clock)
    {
        work.Append(project, events);
        foreach (var (organisation, what) in Between(project.State, events))
        {
            if (what == WebhookEvent.Detached)
            {
                // What waits of it is the space's business no longer.
                work.Also(
                    "delete from webhook_deliveries d using webhooks w where w.webhook_id = d.webhook_id and w.organisation_id = $1 and d.project_id = $2 and d.status = 'queued'",
                    organisation, project.Id);
            }

            work.Also(
                """
                insert into webhook_deliveries (delivery_id, webhook_id, event, project_id, happened_at, not_before)
                select gen_random_uuid(), w.webhook_id, $2, $3, $4, $4 from webhooks w
                where w.organisation_id = $1 and $2 = any (w.events) and w.disabled_at is null
                order by w.webhook_id
                on conflict (webhook_id, project_id) where event = 'project.updated' and status = 'queued' and attempts = 0
                do update set happened_at = excluded.happened_at
                """,
                organisation, what.Code, project.Id, clock.GetUtcNow());
        }

        return work;
    }

    /// <summary>The space is deleted: nobody of it is told anything any more.</summary>
    public static UnitOfWork ForgetWebhooks(this UnitOfWork work, OrganisationId organisation) => work.Also("delete from webhooks where organisation_id = $1", organisation);

    /// <summary>Per structure one thing: the project entered its space, left it, or changed in it.</summary>
    internal static IEnumerable<(Guid Organisation, WebhookEvent What)> Between(SharedProject before, IReadOnlyList<SharedProjectEvent> events)
    {
        var after = events.Aggregate(before, (state, e) => state.Apply(e));
        foreach (var organisation in before.Tags.Values.Concat(after.Tags.Values).Select(t => t.OrganisationId).Distinct().Order())
        {
            var (was, now) = (OwnTags(before, organisation), OwnTags(after, organisation));
            if (now.Count == 0 && was.Count > 0)
            {
                yield return (organisation, WebhookEvent.Detached);
            }
            else if (now.Count > 0 && was.Count == 0)
            {
                yield return (organisation, WebhookEvent.Tagged);
            }
            else if (now.Count > 0 && (!now.SetEquals(was) || events.Any(e => e is ProjectDescribed or AssessmentMeasured)))
            {
                yield return (organisation, WebhookEvent.Updated);
            }
        }
    }

    /// <summary>The tags by which its space shows the project; none where it does not.</summary>
    private static HashSet<Guid> OwnTags(SharedProject project, Guid organisation)
        => project.IsShowable ? [.. project.Tags.Values.Where(t => t.IsOn && t.OrganisationId == organisation).Select(t => t.TagId)] : [];
}
