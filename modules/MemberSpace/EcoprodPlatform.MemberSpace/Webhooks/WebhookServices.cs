using EcoprodPlatform.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>What sends webhooks.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new WebhookSettings(
            configuration.GetValue("MemberSpace:Webhooks:AllowLoopback", false), TimeSpan.FromSeconds(configuration.GetValue("MemberSpace:Webhooks:TimeoutSeconds", 10))));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookList>();
        services.AddSingleton<WebhookDispatch>();
        services.AddJob<SendWebhooks>("member-space:webhooks", new("Envoyer les webhooks des espaces membres", "Send the webhooks of the member spaces"), "* * * * *", TimeZoneInfo.Utc);
    }

    public static void MapWebhooks(this Routes to)
    {
        OpenWebhook.Map(to);
        ShowWebhook.Map(to);
        PingWebhook.Map(to);
        ResendDelivery.Map(to);
        ChangeWebhookSecret.Map(to);
        ReviveWebhook.Map(to);
        RemoveWebhook.Map(to);
    }
}
