using EcoprodPlatform.Kernel;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace EcoprodPlatform.Mail;

/// <summary>Where mails go (<c>Smtp:*</c>); without a host they are written as .eml files under <c>Data:Folder</c>.</summary>
public sealed record MailSettings
{
    public string? Host { get; init; }

    public required int Port { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>None, or TLS before a mail or a password is said, by STARTTLS or from the first byte; the server's certificate must be valid.</summary>
    public required SecureSocketOptions Tls { get; init; }

    public required MailboxAddress Sender { get; init; }

    /// <summary>Folder of the .eml files.</summary>
    public required string Folder { get; init; }

    /// <summary>Mails of one module handed over at the same time.</summary>
    public int Parallel { get; init; }

    /// <summary>How long the server may take for a mail.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>At most so many a second, where the server or its provider bounds what it takes; null: as fast as it takes them.</summary>
    public int? PerSecond { get; init; }

    public static MailSettings From(IConfiguration configuration, string dataFolder)
    {
        var smtp = configuration.GetSection("Smtp");
        var tls = Given(smtp["Tls"]) switch
        {
            null => smtp.GetValue("StartTls", false) ? SecureSocketOptions.StartTls : SecureSocketOptions.None,
            "none" => SecureSocketOptions.None,
            "starttls" => SecureSocketOptions.StartTls,
            "implicit" => SecureSocketOptions.SslOnConnect,
            { } other => throw new SettingException("Smtp:Tls", new Text($"« {other} » ne convient pas : none, starttls ou implicit.", $"\"{other}\" will not do: none, starttls or implicit.")),
        };
        var from = Given(smtp["From"]) ?? "Ecoprod <ne-pas-repondre@ecoprod.example>";
        return new MailSettings
        {
            Host = Given(smtp["Host"]),
            Port = smtp.GetValue("Port", tls == SecureSocketOptions.SslOnConnect ? 465 : 25),
            User = Given(smtp["User"]),
            Password = smtp["Password"],
            Tls = tls,
            Parallel = Positive("Smtp:Parallel", smtp.GetValue<int?>("Parallel")) ?? 16,
            PerSecond = Positive("Smtp:PerSecond", smtp.GetValue<int?>("PerSecond")),
            Timeout = TimeSpan.FromSeconds(Positive("Smtp:TimeoutSeconds", smtp.GetValue<int?>("TimeoutSeconds")) ?? 15),
            Sender = MailboxAddress.TryParse(from, out var sender) && sender.Domain.Length > 0
                ? sender
                : throw new SettingException("Smtp:From", new Text($"« {from} » n’est pas une adresse d’expéditeur.", $"\"{from}\" is no sender's address.")),
            Folder = Path.Combine(dataFolder, "mails"),
        };
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static int? Positive(string name, int? value)
        => value is < 1 ? throw new InvalidOperationException($"{name} is {value}; it must be at least 1.") : value;
}
