namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>What a structure's programs are told of.</summary>
/// <param name="Code">As programs know it (<c>project.tagged</c>).</param>
/// <param name="Name">In words.</param>
public sealed record WebhookEvent(string Code, Text Name)
{
    public static readonly WebhookEvent Tagged = new("project.tagged", new("Un projet entre dans l’espace", "A project enters the space"));

    public static readonly WebhookEvent Updated = new("project.updated", new("Un projet de l’espace change", "A project of the space changes"));

    public static readonly WebhookEvent Detached = new("project.detached", new("Un projet quitte l’espace", "A project leaves the space"));

    /// <summary>To try the address; sent by hand only.</summary>
    public static readonly WebhookEvent Ping = new("ping", new("Essai", "Test"));

    public static IReadOnlyList<WebhookEvent> All { get; } = [Tagged, Updated, Detached];

    internal static Text NameOf(string code) => All.Append(Ping).FirstOrDefault(e => e.Code == code)?.Name ?? Text.Same(code);
}
