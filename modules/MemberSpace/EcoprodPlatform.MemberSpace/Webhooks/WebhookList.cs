using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>The webhooks of spaces, with what was sent.</summary>
internal sealed class WebhookList(ModuleLog<MemberSpaceModule> log)
{
    private const string Columns = "select webhook_id, organisation_id, address, events, created_at, failing_since, disabled_at, old_secret_until from webhooks";

    private const string DeliveryColumns = """
        select delivery_id, event, project_id, happened_at, status, attempts, last_at, last_code, last_error, last_ms, case when status = 'queued' then not_before end
        from webhook_deliveries
        """;

    public Task<IReadOnlyList<Webhook>> OfAsync(OrganisationId organisationId, CancellationToken ct)
        => log.ListAsync($"{Columns} where organisation_id = $1 order by created_at, webhook_id", Read, ct, organisationId);

    /// <summary>The space's webhook; 404 for one of another.</summary>
    public async Task<Webhook> OneAsync(OrganisationId organisationId, WebhookId id, CancellationToken ct)
        => await log.FindAsync($"{Columns} where organisation_id = $1 and webhook_id = $2", Read, ct, organisationId, id) ?? throw Webhook.Unknown();

    /// <summary>What it was sent, the newest first.</summary>
    public async Task<DeliveryList> DeliveriesAsync(WebhookId id, Paging paging, CancellationToken ct)
    {
        var total = await log.FindAsync("select count(*)::int from webhook_deliveries where webhook_id = $1", r => new { Count = r.GetInt32(0) }, ct, id);
        return new DeliveryList(
            total!.Count,
            paging.Number,
            await log.ListAsync($"{DeliveryColumns} where webhook_id = $1 order by happened_at desc, delivery_id limit $2 offset $3", ReadDelivery, ct, id, paging.Size, paging.Offset));
    }

    public async Task<Delivery> DeliveryAsync(WebhookId id, DeliveryId deliveryId, CancellationToken ct)
        => await log.FindAsync($"{DeliveryColumns} where webhook_id = $1 and delivery_id = $2", ReadDelivery, ct, id, deliveryId)
           ?? throw RuleBrokenException.NotFound("webhook.unknown-delivery", new Text("Cet envoi n’est plus dans le journal.", "This delivery is no longer in the log."));

    private static Webhook Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetFieldValue<string[]>(3), r.GetFieldValue<DateTimeOffset>(4), r.ValueOrNull<DateTimeOffset>(5), r.ValueOrNull<DateTimeOffset>(6), r.ValueOrNull<DateTimeOffset>(7));

    private static Delivery ReadDelivery(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.ValueOrNull<Guid>(2), r.GetFieldValue<DateTimeOffset>(3), r.GetString(4), r.GetInt32(5), r.ValueOrNull<DateTimeOffset>(6),
        r.ValueOrNull<int>(7), r.TextOrNull(8), r.ValueOrNull<int>(9), r.ValueOrNull<DateTimeOffset>(10));
}

/// <summary>A page of what an address was sent, the newest first; what is older than 30 days is gone.</summary>
/// <param name="Page">From 1.</param>
public sealed record DeliveryList(int Total, int Page, IReadOnlyList<Delivery> Items);
