using EcoprodPlatform.Mail;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>
/// Sends what is due and writes down what became of it. A message is taken before it is sent, for <see cref="Lease"/>: a host that dies in between leaves
/// it due again, under the same id. Pauses grow over three days; an address that fails in a row is given one message at a time, and after three days
/// without a single success none any more, which its administrators are told.
/// </summary>
internal sealed class WebhookDispatch(
    ModuleLog<MemberSpaceModule> log, EventStore<MemberSpaceModule> store, WebhookClient client, WebhookSecrets secrets, MailRenderer renderer, IdSource ids, TimeProvider clock)
{
    /// <summary>Failures in a row from which on an address is taken to be away.</summary>
    internal const int Open = 5;

    internal static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    private const int AtOnce = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>After the first, the second… attempt: a little over three days in all, as Standard Webhooks suggests.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Addresses that have something due, with their failures in a row.</summary>
    public Task<IReadOnlyList<(WebhookId Id, int Failures)>> DueAsync(CancellationToken ct) => log.ListAsync(
        """
        select w.webhook_id, w.failures from webhooks w
        where w.disabled_at is null and w.not_before <= $1
          and exists (select 1 from webhook_deliveries d where d.webhook_id = w.webhook_id and d.status = 'queued' and d.not_before <= $1)
        order by w.webhook_id
        """,
        r => (new WebhookId(r.GetGuid(0)), r.GetInt32(1)),
        ct,
        clock.GetUtcNow());

    /// <summary>Sends what is due to one address, until it refuses.</summary>
    public async Task SendDueAsync(WebhookId id, int failures, CancellationToken ct)
    {
        for (var left = failures >= Open ? 1 : AtOnce; left > 0 && await TakeAsync(id, null, ct) is { } due; left--)
        {
            if (!(await SendAsync(due, ct)).IsTaken)
            {
                return;
            }
        }
    }

    /// <summary>Sends this one now, because a person asks, whatever its turn is.</summary>
    public async Task<DeliveryOutcome> SendNowAsync(WebhookId id, DeliveryId deliveryId, CancellationToken ct)
        => await TakeAsync(id, deliveryId, ct) is { } due ? await SendAsync(due, ct) : throw Webhook.Unknown();

    /// <summary>What was sent long ago is forgotten.</summary>
    public Task ForgetAsync(CancellationToken ct)
        => store.Begin(Actor.System).Also("delete from webhook_deliveries where status <> 'queued' and happened_at < $1", clock.GetUtcNow() - TimeSpan.FromDays(30)).SaveAsync(ct);

    private async Task<DueDelivery?> TakeAsync(WebhookId id, DeliveryId? only, CancellationToken ct) => await log.FindAsync(
        """
        update webhook_deliveries d set attempts = d.attempts + 1, not_before = $3
        from (
          select q.delivery_id from webhook_deliveries q
          where q.webhook_id = $1 and case when $4::uuid is null then q.status = 'queued' and q.not_before <= $2 else q.delivery_id = $4 end
          order by q.not_before, q.delivery_id limit 1 for update skip locked
        ) as due, webhooks w
        where d.delivery_id = due.delivery_id and w.webhook_id = d.webhook_id
        returning d.delivery_id, w.organisation_id, w.address, d.event, d.project_id, d.happened_at, d.attempts
        """,
        r => new DueDelivery(r.GetGuid(0), id, r.GetGuid(1), r.GetString(2), r.GetString(3), r.ValueOrNull<Guid>(4), r.GetFieldValue<DateTimeOffset>(5), r.GetInt32(6)),
        ct,
        id,
        clock.GetUtcNow(),
        clock.GetUtcNow() + Lease,
        (Guid?)only);

    private async Task<DeliveryOutcome> SendAsync(DueDelivery due, CancellationToken ct)
    {
        var outcome = await client.SendAsync(due, await SecretsAsync(due.WebhookId, ct), ct);
        await NoteAsync(due, outcome, ct);
        return outcome;
    }

    private async Task<IReadOnlyList<string>> SecretsAsync(Guid webhookId, CancellationToken ct)
    {
        var rows = await log.ListAsync(
            "select secret, case when old_secret_until > $2 then old_secret end from webhooks where webhook_id = $1", r => (Now: r.GetString(0), Before: r.TextOrNull(1)), ct, webhookId, clock.GetUtcNow());
        return [.. rows.SelectMany(r => new[] { r.Now, r.Before }).OfType<string>().Select(secrets.Open)];
    }

    private async Task NoteAsync(DueDelivery due, DeliveryOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (outcome.IsTaken)
        {
            await store.Begin(Actor.System)
                .Also(
                    "update webhook_deliveries set status = 'sent', last_at = $2, last_code = $3::int, last_error = null, last_ms = $4 where delivery_id = $1",
                    due.Id, now, outcome.Code, outcome.Milliseconds)
                .Also("update webhooks set failures = 0, failing_since = null, not_before = $2 where webhook_id = $1", due.WebhookId, now)
                .SaveAsync(ct);
            return;
        }

        var state = await log.FindAsync(
            "select failures, failing_since, disabled_at is not null from webhooks where webhook_id = $1",
            r => new { Failures = r.GetInt32(0) + 1, Since = r.ValueOrNull<DateTimeOffset>(1) ?? now, IsDisabled = r.GetBoolean(2) },
            ct,
            due.WebhookId);
        if (state is null)
        {
            return; // removed meanwhile
        }

        var isLast = due.Attempts > Pauses.Length || due.Event == WebhookEvent.Ping.Code;
        var pause = state.Failures >= Open ? TimeSpan.FromMinutes(Math.Min(60, 5 * Math.Pow(2, Math.Min(10, state.Failures - Open)))) : TimeSpan.Zero;
        var work = store.Begin(Actor.System)
            .Also(
                "update webhook_deliveries set status = $2, not_before = $3, last_at = $4, last_code = $5::int, last_error = $6, last_ms = $7 where delivery_id = $1",
                due.Id, isLast ? "failed" : "queued", now + Pauses[Math.Clamp(due.Attempts - 1, 0, Pauses.Length - 1)], now, outcome.Code, outcome.Error, outcome.Milliseconds)
            .Also("update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, $2), not_before = $3 where webhook_id = $1", due.WebhookId, now, now + pause);
        if (!state.IsDisabled && (outcome.IsGone || now - state.Since >= GivenUpAfter))
        {
            await DisableAsync(work, due, state.Since, now, ct);
        }

        await work.SaveAsync(ct);
    }

    private async Task DisableAsync(UnitOfWork work, DueDelivery due, DateTimeOffset since, DateTimeOffset now, CancellationToken ct)
    {
        work.Also("update webhooks set disabled_at = $2 where webhook_id = $1", due.WebhookId, now)
            .Also("update webhook_deliveries set status = 'failed' where webhook_id = $1 and status = 'queued'", due.WebhookId);
        var readers = await log.ListAsync(
            """
            select p.email, p.first_name || ' ' || p.last_name, p.language, o.name
            from administrators a
            join people p on p.person_id = a.person_id and p.email is not null
            join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
            where a.organisation_id = $1
            """,
            r => (Email: r.GetString(0), Name: r.GetString(1), Language: Languages.Of(r.GetString(2)), Organisation: r.GetString(3)),
            ct,
            due.OrganisationId);
        foreach (var reader in readers)
        {
            var mail = await renderer.RenderAsync(reader.Language, new WebhookDisabledMail
            {
                OrganisationId = due.OrganisationId,
                WebhookId = due.WebhookId,
                Organisation = reader.Organisation,
                Host = new Uri(due.Address).Host,
                Since = since,
            });
            work.Mail(ids, $"webhook-disabled:{due.WebhookId}:{now.ToUnixTimeSeconds()}", new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text));
        }
    }
}
