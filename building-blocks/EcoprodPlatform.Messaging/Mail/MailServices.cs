using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>Registration of the mail queue and its transport.</summary>
internal static class MailServices
{
    public static void AddMailQueue(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = MailSettings.From(configuration, configuration["Data:Folder"] ?? Path.Combine(Path.GetTempPath(), "ecoprod"));
        services.AddSingleton(settings);
        services.AddSingleton(typeof(IMailTransport), settings.Host is null ? typeof(EmlFolderTransport) : typeof(SmtpTransport));
        services.AddSingleton<MailSender>();
        services.AddHostedService(sp => sp.GetRequiredService<MailSender>());
    }
}
