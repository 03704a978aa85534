namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Another secret signs from now on; the one before signs too for a day, so that the receiver can change over without missing a message.</summary>
internal sealed record ChangeWebhookSecret(OrganisationId OrganisationId, WebhookId Id, Actor By) : IRequest<string>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, SpaceAccess access, WebhookList webhooks, WebhookSecrets secrets, TimeProvider clock) : IRequestHandler<ChangeWebhookSecret, string>
    {
        public async Task<string> Handle(ChangeWebhookSecret command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            await webhooks.OneAsync(command.OrganisationId, command.Id, ct);
            var secret = WebhookClient.NewSecret();
            await store.Begin(command.By).Also(
                "update webhooks set old_secret = secret, old_secret_until = $3, secret = $2 where webhook_id = $1", command.Id, secrets.Seal(secret), clock.GetUtcNow() + Webhook.Overlap).SaveAsync(ct);
            return secret;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.WebhookSecret, ShowAsync);
        to.Form(Links.WebhookSecret, PostAsync).NeverKept();
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, WebhookId id, Asked asked, SpaceAccess access, WebhookList webhooks, CancellationToken ct)
        => Page.Of(new ChangeWebhookSecretPage { Space = await access.DemandAsync(organisation, asked.By, ct), Webhook = await webhooks.OneAsync(organisation, id, ct), Shown = null });

    private static async Task<IResult> PostAsync(OrganisationId organisation, WebhookId id, Asked asked, SpaceAccess access, WebhookList webhooks, IMediator mediator, CancellationToken ct)
    {
        var secret = await mediator.Send(new ChangeWebhookSecret(organisation, id, asked.By), ct);
        var webhook = await webhooks.OneAsync(organisation, id, ct);
        return Page.Of(new ChangeWebhookSecretPage { Space = await access.DemandAsync(organisation, asked.By, ct), Webhook = webhook, Shown = new ShownSecret(webhook, secret) });
    }
}
