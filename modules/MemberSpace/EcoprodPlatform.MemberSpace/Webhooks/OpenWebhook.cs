namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>An administrator names an address that is told what happens in the space. The secret that signs is told once: here.</summary>
internal sealed record OpenWebhook(OrganisationId OrganisationId, string? Address, IReadOnlyList<string>? Events, Actor By) : IRequest<OpenWebhook.Opened>
{
    internal sealed record Opened(Webhook Webhook, string Secret);

    internal sealed class Handler(
        EventStore<MemberSpaceModule> store, SpaceAccess access, WebhookList webhooks, WebhookSecrets secrets, WebhookSettings settings, IdSource ids, TimeProvider clock) : IRequestHandler<OpenWebhook, Opened>
    {
        public async Task<Opened> Handle(OpenWebhook command, CancellationToken ct)
        {
            await access.DemandAsync(command.OrganisationId, command.By, ct);
            RuleBrokenException.ThrowIfAny(RuleBrokenException.Among(() => WebhookAddress.Of(command.Address, settings), () => Known(command.Events)));
            if ((await webhooks.OfAsync(command.OrganisationId, ct)).Count >= Webhook.Most)
            {
                throw RuleBrokenException.Conflict("webhook.too-many", new(
                    $"Un espace a {Webhook.Most} webhooks au plus : supprimez ceux qui ne servent plus.", $"A space has at most {Webhook.Most} webhooks: remove those that are no longer used."));
            }

            var (now, secret) = (clock.GetUtcNow(), WebhookClient.NewSecret());
            var webhook = new Webhook(ids.NewId(), command.OrganisationId, WebhookAddress.Of(command.Address, settings), Known(command.Events), now, null, null, null);
            await store.Begin(command.By).Also(
                "insert into webhooks (webhook_id, organisation_id, address, events, secret, created_by, created_at, not_before) values ($1, $2, $3, $4, $5, $6, $7, $7)",
                webhook.Id, webhook.OrganisationId, webhook.Address, webhook.Events.ToArray(), secrets.Seal(secret), command.By.Id, now).SaveAsync(ct);
            return new Opened(webhook, secret);
        }

        private static string[] Known(IReadOnlyList<string>? events)
            => events is { Count: > 0 } && events.All(e => WebhookEvent.All.Any(k => k.Code == e))
                ? [.. WebhookEvent.All.Select(e => e.Code).Where(events.Contains)]
                : throw new RuleBrokenException("webhook.event-required", new(
                    $"Choisissez au moins un événement parmi {string.Join(", ", WebhookEvent.All.Select(e => e.Code))}.", $"Choose at least one event among {string.Join(", ", WebhookEvent.All.Select(e => e.Code))}."),
                    RuleKind.Invalid, "events");
    }

    public static void Map(Routes to)
    {
        to.Page(Links.NewWebhook, ShowAsync);
        to.Form(Links.NewWebhook, PostAsync).NeverKept();
        to.Get("/api/member-spaces/{organisation:guid}/webhooks", ListAsync, "ListWebhooks");
        to.Post("/api/member-spaces/{organisation:guid}/webhooks", CreateAsync).NeverKept();
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, CancellationToken ct)
        => Page.Of(new OpenWebhookPage { Space = await access.DemandAsync(organisation, asked.By, ct), Form = new PageForm().Set("events", WebhookEvent.All.Select(e => e.Code)), Shown = null });

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, SpaceAccess access, IMediator mediator, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        Opened? opened = null;
        await form.TryAsync(async () => opened = await mediator.Send(new OpenWebhook(organisation, form.Value(WebhookAddress.Field), form.Values("events"), asked.By), ct));
        // Not by a redirect: the secret is on no page but this one.
        return Page.Of(new OpenWebhookPage { Space = space, Form = form, Shown = opened is null ? null : new ShownSecret(opened.Webhook, opened.Secret) }, form.Status);
    }

    /// <summary>The webhooks of the space; their secrets are not told again.</summary>
    private static async Task<IReadOnlyList<Webhook>> ListAsync(OrganisationId organisation, Asked asked, SpaceAccess access, WebhookList webhooks, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return await webhooks.OfAsync(organisation, ct);
    }

    /// <summary>Names an address that is told what happens in the space; the secret that signs is told here and never again.</summary>
    private static async Task<Created<OpenedWebhookResource>> CreateAsync(OrganisationId organisation, WebhookBody body, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var (webhook, secret) = await mediator.Send(new OpenWebhook(organisation, body.Address, body.Events, asked.By), ct);
        return TypedResults.Created($"/api/member-spaces/{organisation}/webhooks/{webhook.Id}", new OpenedWebhookResource(webhook.Id, webhook.Address, webhook.Events, secret));
    }

    /// <summary>A webhook to be.</summary>
    /// <param name="Address">On the public internet, with https.</param>
    /// <param name="Events"><c>project.tagged</c>, <c>project.updated</c>, <c>project.detached</c>.</param>
    internal sealed record WebhookBody(string? Address, string[]? Events);
}

/// <summary>A secret that was just made.</summary>
public sealed record ShownSecret(Webhook Webhook, string Secret);

/// <summary>A webhook that was just made.</summary>
/// <param name="Secret">Signs every message (Standard Webhooks, v1); told here and never again.</param>
internal sealed record OpenedWebhookResource(Guid Id, string Address, IReadOnlyList<string> Events, string Secret);
