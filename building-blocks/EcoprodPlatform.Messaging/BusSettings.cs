using EcoprodPlatform.Kernel;
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

    /// <summary>
    /// How long an inbox row, and a mail that was sent or refused, is kept, counted back from the oldest thing that could
    /// still bring its cause again (<see cref="Housekeeper"/>).
    /// </summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What configuration says about single reactions, instead of what their registration says.</summary>
    public IReadOnlyDictionary<string, ReactionLimits> Reactions { get; init; } = new Dictionary<string, ReactionLimits>(StringComparer.Ordinal);

    /// <summary>Without the password: for logs and messages.</summary>
    public string Description => IsRabbitMq ? $"RabbitMQ on {Host}:{Port}" : "in memory";

    public static BusSettings From(IConfiguration configuration)
    {
        var bus = configuration.GetSection("Bus");
        var transport = bus["Transport"] ?? "memory";
        var settings = transport switch
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
        return settings with
        {
            Keep = TimeSpan.FromDays(Positive(bus.GetSection("KeepDays")) ?? 30),
            Reactions = bus.GetSection("Reactions").GetChildren().ToDictionary(
                r => r.Key,
                r => new ReactionLimits(Positive(r.GetSection("Concurrency")), Positive(r.GetSection("Prefetch"))),
                StringComparer.Ordinal),
        };
    }

    private static ushort? Positive(IConfigurationSection setting) => setting.Value switch
    {
        null => null,
        { } value when ushort.TryParse(value, out var number) && number > 0 => number,
        { } value => throw new SettingException(setting.Path, new Text($"« {value} » ne convient pas : un nombre de 1 à 65535.", $"\"{value}\" will not do: a number from 1 to 65535.")),
    };
}

/// <summary>How many messages a reaction handles at the same time, and how many more the broker may hand over in advance; null: as it is otherwise.</summary>
public sealed record ReactionLimits(ushort? Concurrency = null, ushort? Prefetch = null)
{
    private const ushort DefaultConcurrency = 8;

    internal ReactionLimits Else(ReactionLimits other) => new(Concurrency ?? other.Concurrency, Prefetch ?? other.Prefetch);

    internal ushort AtOnce => Concurrency ?? DefaultConcurrency;

    /// <summary>Enough in hand to be busy while the broker sends more, and no more: what is in hand is in memory.</summary>
    internal ushort InHand => Prefetch ?? (ushort)Math.Min(AtOnce * 4, ushort.MaxValue);
}
