namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Sends a test now, and says what came of it.</summary>
internal sealed record PingWebhook(OrganisationId OrganisationId, WebhookId Id, Actor By) : IRequest<DeliveryOutcome>
{
    internal sealed class Handler(
        EventStore<MemberSpaceModule> store, SpaceAccess access, WebhookList webhooks, WebhookDispatch dispatch, IdSource ids, TimeProvider clock) : IRequestHandler<PingWebhook, DeliveryOutcome>
    {
        public async Task<DeliveryOutcome> Handle(PingWebhook command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            await webhooks.OneAsync(command.OrganisationId, command.Id, ct);
            var delivery = new DeliveryId(ids.NewId());
            // Not the job's business: it was asked for now.
            await store.Begin(command.By).Also(
                "insert into webhook_deliveries (delivery_id, webhook_id, event, happened_at, status, not_before) values ($1, $2, $3, $4, 'failed', $4)",
                delivery, command.Id, WebhookEvent.Ping.Code, clock.GetUtcNow()).SaveAsync(ct);
            return await dispatch.SendNowAsync(command.Id, delivery, ct);
        }
    }

    public static void Map(Routes to)
    {
        // The button stands on the webhook's page; whoever opens the address itself is sent there.
        to.Page(Links.WebhookPing, (OrganisationId organisation, WebhookId id) => Page.Redirect(Links.Webhook(organisation, id)));
        to.Form(Links.WebhookPing, PostAsync);
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, WebhookId id, Asked asked, IMediator mediator, CancellationToken ct)
        => Page.Redirect(Links.Webhook(organisation, id), Told(await mediator.Send(new PingWebhook(organisation, id, asked.By), ct)));

    /// <summary>What came of what a person had sent.</summary>
    internal static Flash Told(DeliveryOutcome outcome) => outcome.IsTaken
        ? Flash.Done($"Reçu par l’adresse (HTTP {outcome.Code}).", $"Received by the address (HTTP {outcome.Code}).")
        : Flash.Warning($"Pas reçu : {DeliveryOutcome.Words(outcome.Error).Fr}.", $"Not received: {DeliveryOutcome.Words(outcome.Error).En}.");
}
