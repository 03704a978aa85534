namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Nothing is sent to the address any more; its log goes with it.</summary>
internal sealed record RemoveWebhook(OrganisationId OrganisationId, WebhookId Id, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, SpaceAccess access) : IRequestHandler<RemoveWebhook, Unit>
    {
        public async Task<Unit> Handle(RemoveWebhook command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            await store.Begin(command.By).Also("delete from webhooks where organisation_id = $1 and webhook_id = $2", command.OrganisationId, command.Id).SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.WebhookRemoval, ShowAsync);
        to.Form(Links.WebhookRemoval, PostAsync);
        to.Delete("/api/member-spaces/{organisation:guid}/webhooks/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, WebhookId id, Asked asked, SpaceAccess access, WebhookList webhooks, CancellationToken ct)
        => Page.Of(new RemoveWebhookPage { Space = await access.DemandAsync(organisation, asked.By, ct), Webhook = await webhooks.OneAsync(organisation, id, ct) });

    private static async Task<IResult> PostAsync(OrganisationId organisation, WebhookId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RemoveWebhook(organisation, id, asked.By), ct);
        return Page.Redirect(Links.Api(organisation), Flash.Done("Webhook supprimé : rien ne lui est plus envoyé.", "Webhook removed: nothing is sent to it any more."));
    }

    /// <summary>Removes a webhook of the space, with its log.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId organisation, WebhookId id, Asked asked, SpaceAccess access, WebhookList webhooks, IMediator mediator, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        await webhooks.OneAsync(organisation, id, ct);
        await mediator.Send(new RemoveWebhook(organisation, id, asked.By), ct);
        return TypedResults.NoContent();
    }
}
