namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Sends a message again, under its own id, by which its receiver knows whether it has it. Of a project that left the space only that it left.</summary>
internal sealed record ResendDelivery(OrganisationId OrganisationId, WebhookId Id, DeliveryId DeliveryId, Actor By) : IRequest<DeliveryOutcome>
{
    internal sealed class Handler(ModuleLog<MemberSpaceModule> log, SpaceAccess access, WebhookList webhooks, WebhookDispatch dispatch) : IRequestHandler<ResendDelivery, DeliveryOutcome>
    {
        public async Task<DeliveryOutcome> Handle(ResendDelivery command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            await webhooks.OneAsync(command.OrganisationId, command.Id, ct);
            var delivery = await webhooks.DeliveryAsync(command.Id, command.DeliveryId, ct);
            if (delivery.ProjectId is { } project && delivery.Event != WebhookEvent.Detached.Code
                && (await log.ListAsync("select 1 from space_projects where organisation_id = $1 and project_id = $2 limit 1", r => r.GetInt32(0), ct, command.OrganisationId, project)).Count == 0)
            {
                throw RuleBrokenException.Conflict("webhook.project-left", new(
                    "Ce projet a quitté votre espace : seul son départ se renvoie.", "This project has left your space: only its leaving is sent again."));
            }

            return await dispatch.SendNowAsync(command.Id, command.DeliveryId, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.WebhookDelivery, ShowAsync);
        to.Form(Links.WebhookDelivery, PostAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, WebhookId id, DeliveryId delivery, Asked asked, PageForm form, SpaceAccess access, WebhookList webhooks, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(
            new ResendDeliveryPage { Space = space, Webhook = await webhooks.OneAsync(organisation, id, ct), Delivery = await webhooks.DeliveryAsync(id, delivery, ct), Form = form },
            form.Status);
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, WebhookId id, DeliveryId delivery, Asked asked, PageForm form, SpaceAccess access, WebhookList webhooks, IMediator mediator, CancellationToken ct)
    {
        DeliveryOutcome? outcome = null;
        await form.TryAsync(async () => outcome = await mediator.Send(new ResendDelivery(organisation, id, delivery, asked.By), ct));
        return outcome is null
            ? await ShowAsync(organisation, id, delivery, asked, form, access, webhooks, ct)
            : Page.Redirect(Links.Webhook(organisation, id), PingWebhook.Told(outcome));
    }
}
