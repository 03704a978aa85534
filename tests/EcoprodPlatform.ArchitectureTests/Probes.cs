using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>What <see cref="VisibilityTests"/> must find: all of these would have to be internal in a module.</summary>
public sealed class ProbeHandler;

/// <inheritdoc cref="ProbeHandler"/>
public sealed class ProbeProjection;

/// <inheritdoc cref="ProbeHandler"/>
public sealed class OnProbe;

/// <inheritdoc cref="ProbeHandler"/>
public sealed class ProbeAggregate : IAggregate<ProbeAggregate>
{
    public static string StreamType => "Probe";

    public static ProbeAggregate Empty => new();

    public ProbeAggregate Apply(object @event) => this;
}
