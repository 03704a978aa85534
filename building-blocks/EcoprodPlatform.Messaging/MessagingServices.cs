using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Mail;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging;

/// <summary>Registration of the bus, the relays, the reactions and the mail queue.</summary>
public static class MessagingServices
{
    /// <summary>Registers messaging. Called after every module has been registered.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = BusSettings.From(configuration);
        services.AddSingleton(settings);
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<ReactionRegistry>();
        services.AddSingleton<ReactionRunner>();
        services.AddSingleton<DeadLetters>();
        services.AddJob<Housekeeper>("messaging:housekeeping", new("Oublier les messages et e-mails anciens", "Forget old messages and mails"), "17 * * * *", TimeZoneInfo.Utc);
        services.AddSingleton<Platform>();
        services.AddSingleton(new MigrationSource("messaging", typeof(MessagingServices).Assembly));
        services.AddMailQueue(configuration);
        services.AddOptions<MassTransitHostOptions>().Configure(o =>
        {
            // The host serves pages while the broker is away; the relays wait for it.
            o.WaitUntilStarted = false;
            o.StopTimeout = TimeSpan.FromSeconds(20);
        });
        services.AddHostedService<QueueWatch>();
        services.AddMassTransit(bus =>
        {
            // What this host is and runs on is nobody else's business.
            bus.DisableUsageTelemetry();
            // Pages serve without the broker: taking the host out of rotation would mend nothing.
            bus.ConfigureHealthCheckOptions(o => o.MinimalFailureStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded);
            if (settings.IsRabbitMq)
            {
                bus.UsingRabbitMq((context, c) =>
                {
                    c.Host(settings.Host, settings.Port, settings.VirtualHost, "ecoprod", h =>
                    {
                        h.Username(settings.User);
                        h.Password(settings.Password);
                        // A peer that went silent without a goodbye is found out in seconds, not in a minute.
                        h.Heartbeat(TimeSpan.FromSeconds(5));
                        h.ContinuationTimeout(TimeSpan.FromSeconds(10));
                    });
                    ConfigureBus(context, c);
                });
            }
            else
            {
                bus.UsingInMemory((context, c) => ConfigureBus(context, c));
            }
        });
        return services;
    }

    /// <summary>Registers what a module publishes.</summary>
    public static IServiceCollection AddPublications<TModule>(this IServiceCollection services, Publications publications)
    {
        services.AddSingleton(new ModulePublications(typeof(TModule), publications));
        services.AddSingleton(sp => new LogFollowers(
            sp.GetRequiredService<ModuleLog<TModule>>().Log.Schema,
            [ActivatorUtilities.CreateInstance<Relay>(sp, publications)]));
        return services;
    }

    /// <summary>Registers one reaction of a module on its own queue, which is called as its class (<c>schema.on-structure-tagged</c>).</summary>
    /// <param name="services">The services.</param>
    /// <param name="schema">The module's schema.</param>
    /// <param name="limits">How many messages at once, where the usual eight do not fit; configuration may say otherwise (<c>Bus:Reactions:schema.name:Concurrency</c>).</param>
    public static IServiceCollection AddReaction<TModule, TMessage, TReaction>(this IServiceCollection services, string schema, ReactionLimits? limits = null)
        where TMessage : class
        where TReaction : class, IReaction<TMessage>
        => services.AddReaction<TModule, TMessage, TReaction>(
            schema, WireContract.QueueOf(typeof(TReaction)), WireContract.NameOf(typeof(TMessage)), WireContract.IdOf<TMessage>(), limits);

    /// <summary>The same with every name given.</summary>
    /// <param name="services">The services.</param>
    /// <param name="schema">The module's schema.</param>
    /// <param name="name">What it is called (<c>on-structure-tagged</c>); its queue is <c>schema.name</c>.</param>
    /// <param name="wireName">Name of the message on the wire, from its contract.</param>
    /// <param name="id">The message's event id.</param>
    /// <param name="limits">How many messages at once, where the usual eight do not fit; configuration may say otherwise (<c>Bus:Reactions:schema.name:Concurrency</c>).</param>
    public static IServiceCollection AddReaction<TModule, TMessage, TReaction>(
        this IServiceCollection services, string schema, string name, string wireName, Func<TMessage, Guid> id, ReactionLimits? limits = null)
        where TMessage : class
        where TReaction : class, IReaction<TMessage>
        => services.AddSingleton<ReactionRegistration>(
            new ReactionRegistration<TModule, TMessage, TReaction>(schema, $"{schema}.{name}", wireName, id, limits ?? new ReactionLimits()));

    /// <summary>
    /// Registers a reaction to every integration event of every module, those of later modules included. Each kind has a queue of its own
    /// (<c>schema.on-published.projects.structure-tagged.v1</c>), because what is on the wire does not say what it is.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="schema">The module's schema.</param>
    /// <param name="limits">As for any reaction, for each queue.</param>
    public static IServiceCollection AddReactionToAll<TModule, TReaction>(this IServiceCollection services, string schema, ReactionLimits? limits = null)
        where TReaction : class, IReactionToAll
        => services.AddSingleton<ReactionToAll>(new ReactionToAll<TModule, TReaction>(schema, WireContract.QueueOf(typeof(TReaction)), limits ?? new ReactionLimits()));

    private static void ConfigureBus(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        // Plain JSON under explicit names: what is on the wire depends neither on the bus library nor on a type's name.
        bus.UseRawJsonSerializer(RawSerializerOptions.AnyMessageType | RawSerializerOptions.AddTransportHeaders, isDefault: true);
        bus.ConfigureJsonSerializerOptions(_ => new System.Text.Json.JsonSerializerOptions(EventMap.Json));
        var registry = context.GetRequiredService<ReactionRegistry>();
        var runner = context.GetRequiredService<ReactionRunner>();
        var names = context.GetServices<ModulePublications>().SelectMany(p => p.Publications.Messages.Select(m => KeyValuePair.Create(m.Key, m.Value.WireName)))
            .Concat(registry.All.Select(r => KeyValuePair.Create(r.Message, r.WireName)))
            .DistinctBy(p => p.Key)
            .ToDictionary(p => p.Key, p => p.Value);
        bus.MessageTopology.SetEntityNameFormatter(new WireNames(names, bus.MessageTopology.EntityNameFormatter));
        var settings = context.GetRequiredService<BusSettings>();
        if (settings.Reactions.Keys.FirstOrDefault(n => registry.Find(n) is null) is { } unknown)
        {
            throw new SettingException($"Bus:Reactions:{unknown}", new Text("Aucune réaction ne porte ce nom ; « relay status » les nomme.", "No reaction has this name; \"relay status\" lists them."));
        }

        foreach (var reaction in registry.All)
        {
            bus.ReceiveEndpoint(reaction.Name, endpoint =>
            {
                var limits = settings.Reactions.GetValueOrDefault(reaction.Name, new ReactionLimits()).Else(reaction.Limits);
                endpoint.PrefetchCount = limits.InHand;
                endpoint.ConcurrentMessageLimit = limits.AtOnce;
                UnreadableMessages.KeepAsDeadLetters(endpoint, runner, _ => reaction);
                if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
                {
                    BrokerQueue.Reliable(queue);
                }

                reaction.Configure(endpoint, runner);
            });
        }

        if (settings.IsRabbitMq)
        {
            bus.ReceiveEndpoint(BrokerQueue.GivenUp, endpoint =>
            {
                ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue();
                UnreadableMessages.KeepAsDeadLetters(endpoint, runner, registry.Find);
            });
        }
    }

    private sealed class WireNames(Dictionary<Type, string> names, IEntityNameFormatter otherwise) : IEntityNameFormatter
    {
        public string FormatEntityName<T>() => names.TryGetValue(typeof(T), out var name) ? name : otherwise.FormatEntityName<T>();
    }
}

/// <summary>What one module publishes, for the documentation test and the bus topology.</summary>
public sealed record ModulePublications(Type Module, Publications Publications);
