using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// The lines behind the results, as each change leaves them. A relay of their own: it began at the first event when this was added, so
/// that every assessment made before is told line by line too.
/// </summary>
internal static class LinePublications
{
    private static readonly Text None = Text.Same("");

    public static readonly Messaging.Publications All = new Messaging.Publications("relay-lines", areParticulars: true)
        .Message<AssessmentLinesV1>("Lignes d’un bilan", "Lines of a footprint")
        .On<LineAdded>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<LineChanged>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<LineRemoved>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<LinesEntered>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<LinesRemoved>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<EditUndone>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<LinesReplaced>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<AssessmentCopied>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<QuestionAnswered>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<AnswerWithdrawn>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<SectionSwitched>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct))
        .On<FactorsUpgraded>((services, stored, e, ct) => TouchedAsync(services, stored, e, e.ProjectId, e.Kind, ct));

    /// <summary>What counts after the event and did not before, or not so; nothing where that is nothing, and of a scenario.</summary>
    private static async Task<object?> TouchedAsync(IServiceProvider services, IEvent stored, AssessmentEvent e, Guid projectId, AssessmentKind kind, CancellationToken ct)
    {
        if (kind.IsScenario)
        {
            return null;
        }

        var store = services.GetRequiredService<EventStore<FootprintModule>>();
        var before = (await store.LoadAsync<Assessment>(stored.StreamId, stored.Version - 1, ct)).State;
        var after = before.Apply(e);
        var were = before.Placed.ToDictionary(p => p.Line.Id);
        var are = after.Placed.ToList();
        var touched = are.Where(p => !were.TryGetValue(p.Line.Id, out var was) || was != p).ToList();
        var gone = were.Keys.Except(are.Select(p => p.Line.Id)).Order().ToArray();
        if (touched.Count + gone.Length == 0)
        {
            return null;
        }

        var sources = await services.GetRequiredService<FactorList>().SourcesAsync(touched.Select(p => (p.Line.Factor.Code, p.Line.Factor.CatalogueVersion)), ct);
        return new AssessmentLinesV1(stored.Id, projectId, kind.Code, stored.Version, [.. touched.OrderBy(p => p.Place).Select(p => Tell(p.Line, p.Place, sources))], gone);
    }

    private static AssessmentLine Tell(ActivityLine line, long place, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var used = line.Factor;
        var source = sources.GetValueOrDefault((used.Code, used.CatalogueVersion));
        return new AssessmentLine(
            line.Id, place, line.Department, line.Post, line.Phase, line.Label, line.Quantity, line.Emission.Kilograms, line.KnownStatus?.Code(), line.Origin?.Question,
            new AssessmentFactor(
                used.Code, used.CatalogueVersion, used.Value, used.Unit, source?.ValidYear,
                Both(source?.Name ?? Text.Same(used.Code)),
                Both(QuantityUnits.NameOf(used.Unit)),
                Both(source is null ? None : source.Reference.Fr.Length == 0 ? source.Source : new($"{source.Source.Fr} ({source.Reference.Fr})", $"{source.Source.En} ({source.Reference.En})")),
                Both(source is null ? None : Places.NameOf(source.Geography)),
                Both(source is null || source.Perimeter.Parts.Count == 0 ? None : source.Perimeter.Name)));
    }

    private static TextInBoth Both(Text text) => new(text.Fr, text.En);
}
