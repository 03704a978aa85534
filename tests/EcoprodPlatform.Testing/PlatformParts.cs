using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Host;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Testing;

/// <summary>What the modules declare of themselves (logs, projections, publications, reactions), without a host and without a database.</summary>
public sealed class PlatformParts : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public PlatformParts()
    {
        var services = new ServiceCollection();
        var context = new ModuleContext(new ConfigurationBuilder().Build(), "Host=nowhere.invalid");
        foreach (var module in Modules.All)
        {
            module.AddServices(services, context);
        }

        services.AddSingleton<ReactionRegistry>();
        _services = services.BuildServiceProvider();
        Logs = [.. _services.GetServices<ModuleLog>()];
        Reactions = [.. _services.GetRequiredService<ReactionRegistry>().All.Select(r => r.Name)];
        var publications = _services.GetServices<ModulePublications>().SelectMany(p => p.Publications.Sources).ToHashSet();
        Published = [.. Logs.SelectMany(l => l.Events.All.Where(e => publications.Contains(e.Value)).Select(e => $"{l.Schema}.{e.Key}"))];
    }

    /// <summary>Every module's log; nothing can be read through them.</summary>
    public IReadOnlyList<ModuleLog> Logs { get; }

    /// <summary>Names of the reactions, which are those of their queues and inbox rows (<c>member_space.on-structure-tagged</c>).</summary>
    public IReadOnlyList<string> Reactions { get; }

    /// <summary>Stored events that are published, with their schema (<c>projects.structure-tagged.v1</c>).</summary>
    public IReadOnlyList<string> Published { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
