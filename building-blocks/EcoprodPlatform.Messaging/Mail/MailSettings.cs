using Microsoft.Extensions.Configuration;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>Where mails go (<c>Smtp:*</c>); without a host they are written as .eml files under <c>Data:Folder</c>.</summary>
public sealed record MailSettings
{
    public string? Host { get; init; }

    public int Port { get; init; } = 25;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>STARTTLS before anything is said; the server's certificate must be valid.</summary>
    public bool StartTls { get; init; }

    public string Sender { get; init; } = "Ecoprod <ne-pas-repondre@ecoprod.example>";

    /// <summary>Folder of the .eml files.</summary>
    public required string Folder { get; init; }

    /// <summary>Mails of one module handed over at the same time.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>How long the server may take for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>At most so many a second, where the server or its provider bounds what it takes; null: as fast as it takes them.</summary>
    public int? PerSecond { get; init; }

    public static MailSettings From(IConfiguration configuration, string dataFolder)
    {
        var smtp = configuration.GetSection("Smtp");
        return new MailSettings
        {
            Host = string.IsNullOrWhiteSpace(smtp["Host"]) ? null : smtp["Host"],
            Port = smtp.GetValue("Port", 25),
            User = smtp["User"],
            Password = smtp["Password"],
            StartTls = smtp.GetValue("StartTls", false),
            Parallel = Positive("Smtp:Parallel", smtp.GetValue<int?>("Parallel")) ?? 16,
            PerSecond = Positive("Smtp:PerSecond", smtp.GetValue<int?>("PerSecond")),
            Timeout = TimeSpan.FromSeconds(Positive("Smtp:TimeoutSeconds", smtp.GetValue<int?>("TimeoutSeconds")) ?? 15),
            Sender = smtp["From"] ?? "Ecoprod <ne-pas-repondre@ecoprod.example>",
            Folder = Path.Combine(dataFolder, "mails"),
        };
    }

    private static int? Positive(string name, int? value)
        => value is < 1 ? throw new InvalidOperationException($"{name} is {value}; it must be at least 1.") : value;
}
