namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>An address that had failed too long is told again what happens from now on; what failed meanwhile is sent again one by one.</summary>
internal sealed record ReviveWebhook(OrganisationId OrganisationId, WebhookId Id, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, SpaceAccess access, TimeProvider clock) : IRequestHandler<ReviveWebhook, Unit>
    {
        public async Task<Unit> Handle(ReviveWebhook command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            await store.Begin(command.By).Also(
                "update webhooks set disabled_at = null, failures = 0, failing_since = null, not_before = $3 where organisation_id = $1 and webhook_id = $2",
                command.OrganisationId, command.Id, clock.GetUtcNow()).SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.WebhookRevival, (OrganisationId organisation, WebhookId id) => Page.Redirect(Links.Webhook(organisation, id)));
        to.Form(Links.WebhookRevival, PostAsync);
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, WebhookId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new ReviveWebhook(organisation, id, asked.By), ct);
        return Page.Redirect(Links.Webhook(organisation, id), Flash.Done("Webhook réactivé. Envoyez un essai pour voir si l’adresse répond.", "Webhook enabled again. Send a test to see whether the address answers."));
    }
}
