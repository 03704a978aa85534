using Microsoft.Extensions.Configuration;

namespace EcoprodPlatform.Messaging;

/// <summary>How modules reach one another: in memory by default, RabbitMQ when configured (<c>Bus:*</c>).</summary>
public sealed record BusSettings
{
    public bool IsRabbitMq { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    public ushort Port { get; init; } = 5672;

    public string VirtualHost { get; init; } = "/";

    public string User { get; init; } = "guest";

    public string Password { get; init; } = "guest";

    /// <summary>
    /// Whether this process remembers which of its messages every reaction has taken. Always in memory; with RabbitMQ
    /// only where one host does everything (tests), because another host may take them.
    /// </summary>
    public bool TracksDeliveries { get; init; } = true;

    /// <summary>Without the password: for logs and messages.</summary>
    public string Description => IsRabbitMq ? $"RabbitMQ on {Host}:{Port}" : "in memory";

    public static BusSettings From(IConfiguration configuration)
    {
        var bus = configuration.GetSection("Bus");
        var transport = bus["Transport"] ?? "memory";
        return transport switch
        {
            "memory" => new BusSettings(),
            "rabbitmq" => new BusSettings
            {
                IsRabbitMq = true,
                Host = bus["Host"] ?? "127.0.0.1",
                Port = bus.GetValue<ushort?>("Port") ?? 5672,
                VirtualHost = bus["VirtualHost"] ?? "/",
                User = bus["User"] ?? "guest",
                Password = bus["Password"] ?? "guest",
                TracksDeliveries = bus.GetValue("TrackDeliveries", false),
            },
            _ => throw new InvalidOperationException($"Bus:Transport is \"{transport}\"; it can be \"memory\" or \"rabbitmq\"."),
        };
    }
}
