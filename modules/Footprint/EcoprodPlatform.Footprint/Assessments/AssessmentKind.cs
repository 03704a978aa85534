using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// Which assessment of a project: the one before the shoot or the one after it, of which there is one each (T7, CC-9), or one of its
/// scenarios, what another choice would come to (CC-10).
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct AssessmentKind : IRouteWord<AssessmentKind>
{
    private const string ScenarioPrefix = "scenario-";

    private readonly bool _isFinal;

    private readonly Guid _scenario;

    private AssessmentKind(bool isFinal, Guid scenario) => (_isFinal, _scenario) = (isFinal, scenario);

    public static AssessmentKind Provisional => default;

    public static AssessmentKind Final { get; } = new(true, Guid.Empty);

    /// <summary>The two that a project is judged by; scenarios are read by their own list.</summary>
    public static IReadOnlyList<AssessmentKind> Both { get; } = [Provisional, Final];

    public static AssessmentKind Scenario(Guid id)
        => id == Guid.Empty ? throw new ArgumentException("A scenario has an id.", nameof(id)) : new AssessmentKind(false, id);

    public bool IsScenario => _scenario != Guid.Empty;

    /// <summary>As integration events, tables and the API write it: <c>provisional</c>, <c>final</c>, <c>scenario-…</c>.</summary>
    public string Code => IsScenario ? $"{ScenarioPrefix}{_scenario:N}" : _isFinal ? AssessmentMeasuredV1.Final : AssessmentMeasuredV1.Provisional;

    /// <summary>As the addresses of pages write it: <c>previsionnel</c>, <c>definitif</c>, <c>scenario-…</c>.</summary>
    public string Slug => IsScenario ? Code : _isFinal ? "definitif" : "previsionnel";

    /// <summary>What every project calls it; a scenario has a name of its own besides (<see cref="AssessmentSheet"/>).</summary>
    public Text Name => IsScenario ? new("Scénario", "Scenario")
        : _isFinal ? new("Bilan définitif", "Final assessment")
        : new("Bilan prévisionnel", "Provisional assessment");

    static string IRouteWord<AssessmentKind>.Constraint => "assessment";

    static AssessmentKind IRouteWord<AssessmentKind>.Sample(Guid unique) => Scenario(unique);

    /// <summary>The kind of a code; null for anything else.</summary>
    public static AssessmentKind? Find(string? code) => code switch
    {
        AssessmentMeasuredV1.Provisional => Provisional,
        AssessmentMeasuredV1.Final => Final,
        _ when code?.StartsWith(ScenarioPrefix, StringComparison.Ordinal) == true
            && Guid.TryParseExact(code[ScenarioPrefix.Length..], "N", out var id) && id != Guid.Empty && Scenario(id) is var kind && kind.Code == code => kind,
        _ => null,
    };

    public static AssessmentKind Parse(string s, IFormatProvider? provider)
        => TryParse(s, provider, out var kind) ? kind : throw new FormatException($"No assessment is called {s}.");

    /// <summary>The kind of an address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AssessmentKind result)
    {
        var found = Both.Cast<AssessmentKind?>().FirstOrDefault(k => k!.Value.Slug == s) ?? (Find(s) is { IsScenario: true } scenario ? scenario : null);
        result = found ?? default;
        return found is not null;
    }

    /// <summary>
    /// The stream of a project's assessment: an id that everybody derives alike (UUID version 8 of a SHA-256), so that two
    /// people who begin at the same moment meet on one stream.
    /// </summary>
    public Guid StreamId(ProjectId projectId) => DerivedId.Of($"footprint.assessment/{projectId.Value:D}/{Code}");

    /// <summary>The id of a line of the questionnaire: answered again, it stays the same line and keeps its evidence.</summary>
    public Guid LineId(ProjectId projectId, LineOrigin origin)
        => DerivedId.Of($"footprint.line/{projectId.Value:D}/{Code}/{origin.Question}/{origin.Part}");

    /// <summary>The id of a copy of a line: sent again, it is the same copy.</summary>
    /// <param name="seed">What was printed with the copies.</param>
    /// <param name="at">Which of the copies.</param>
    public static Guid CopyId(Guid seed, Guid line, int at) => DerivedId.Of(string.Create(CultureInfo.InvariantCulture, $"footprint.copy/{seed:D}/{line:D}/{at}"));

    public override string ToString() => Slug;

    /// <summary>In the log the two kinds are written as they always were, <c>Provisional</c> and <c>Final</c>.</summary>
    private sealed class Converter : JsonConverter<AssessmentKind>
    {
        public override AssessmentKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var written = reader.GetString();
            return written switch
            {
                nameof(Provisional) => Provisional,
                nameof(Final) => Final,
                _ => Find(written) is { IsScenario: true } scenario ? scenario : throw new JsonException($"No assessment is called {written}."),
            };
        }

        public override void Write(Utf8JsonWriter writer, AssessmentKind value, JsonSerializerOptions options)
            => writer.WriteStringValue(value.IsScenario ? value.Code : value._isFinal ? nameof(Final) : nameof(Provisional));
    }
}
