using EcoprodPlatform.EventSourcing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Mail;

/// <summary>Registration of the mail queue and its transport.</summary>
public static class MailServices
{
    /// <summary>Registers the queue, its sender and its transport as <c>Smtp:*</c> says.</summary>
    public static void AddMailQueue(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = MailSettings.From(configuration, configuration["Data:Folder"] ?? Path.Combine(Path.GetTempPath(), "ecoprod"));
        services.AddSingleton(settings);
        services.AddSingleton(new MigrationSource("mail", typeof(MailServices).Assembly));
        services.AddSingleton(typeof(IMailTransport), settings.Host is null ? typeof(EmlFolderTransport) : typeof(SmtpTransport));
        services.AddSingleton<MailSender>();
        services.AddSingleton<QueuedMails>();
        services.AddHostedService(sp => sp.GetRequiredService<MailSender>());
    }
}
