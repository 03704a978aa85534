using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>One webhook: what it is told, what it was sent, and what became of it.</summary>
internal static class ShowWebhook
{
    public static void Map(Routes to)
    {
        to.Page(Links.Webhook, ShowAsync);
        to.Get("/api/member-spaces/{organisation:guid}/webhooks/{id:guid}/deliveries", GetAsync, "ListWebhookDeliveries");
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, WebhookId id, Asked asked, HttpContext http, SpaceAccess access, WebhookList webhooks, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var webhook = await webhooks.OneAsync(organisation, id, ct);
        var paging = Paging.Of(http);
        var list = await webhooks.DeliveriesAsync(id, paging, ct);
        return Page.Of(new WebhookPage { Space = space, Webhook = webhook, List = list, Paging = paging with { Total = list.Total } });
    }

    /// <summary>What the webhook was sent in the last 30 days, the newest first.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="id">The webhook.</param>
    /// <param name="asked">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="webhooks">The query.</param>
    /// <param name="ct">Cancellation.</param>
    /// <param name="page">From 1.</param>
    private static async Task<DeliveryList> GetAsync(OrganisationId organisation, WebhookId id, Asked asked, SpaceAccess access, WebhookList webhooks, CancellationToken ct, int page = 1)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        await webhooks.OneAsync(organisation, id, ct);
        return await webhooks.DeliveriesAsync(id, Paging.ForProgram(page), ct);
    }
}
