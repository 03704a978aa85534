using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace EcoprodPlatform.Testing;

/// <summary>A test on a real RabbitMQ: skipped, saying why, where there is none, and left out of <c>tests/run --fast</c>.</summary>
[TraitDiscoverer("EcoprodPlatform.Testing.NeedsDiscoverer", "EcoprodPlatform.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrokerFactAttribute : FactAttribute, ITraitAttribute
{
    public BrokerFactAttribute() => Skip = TestRabbitMq.WhyNot;

    public string Needs => "broker";
}

/// <summary>A test in a real browser: skipped, saying why, where there is none, and left out of <c>tests/run --fast</c>.</summary>
[TraitDiscoverer("EcoprodPlatform.Testing.NeedsDiscoverer", "EcoprodPlatform.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute, ITraitAttribute
{
    public BrowserFactAttribute() => Skip = TestBrowser.WhyNot;

    public string Needs => "browser";
}

/// <summary>The same for a test with data.</summary>
[TraitDiscoverer("EcoprodPlatform.Testing.NeedsDiscoverer", "EcoprodPlatform.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public BrowserTheoryAttribute() => Skip = TestBrowser.WhyNot;

    public string Needs => "browser";
}

/// <summary>A test on a disk that fills up: skipped, saying why, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DiskFactAttribute : FactAttribute
{
    public DiskFactAttribute() => Skip = TinyDisk.WhyNot;
}

/// <summary>Tells xunit what a test needs, for the filter of tests/run.</summary>
public sealed class NeedsDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute)
    {
        yield return new KeyValuePair<string, string>("needs", traitAttribute.GetNamedArgument<string>(nameof(BrokerFactAttribute.Needs)));
    }
}
