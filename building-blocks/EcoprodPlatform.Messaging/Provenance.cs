using MassTransit;

namespace EcoprodPlatform.Messaging;

/// <summary>Where a message comes from, which travels beside it.</summary>
/// <param name="Correlation">First cause of the chain it belongs to.</param>
/// <param name="By">The person who did it.</param>
internal sealed record Provenance(Guid? Correlation, Guid? By)
{
    private const string Header = "ecoprod-by";

    public static Provenance Of(Guid? correlation, Headers headers)
        => new(correlation, Guid.TryParse(headers.Get<string>(Header), out var by) ? by : null);

    public void WriteTo(PublishContext context)
    {
        context.CorrelationId = Correlation;
        if (By is { } by)
        {
            context.Headers.Set(Header, by.ToString());
        }
    }
}
