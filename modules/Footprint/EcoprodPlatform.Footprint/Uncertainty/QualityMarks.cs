using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>
/// How good a datum or a factor is, in the five marks of the Bilan Carbone method, from 1 (very poor) to 5 (very good). Null where
/// nobody has given one.
/// </summary>
public sealed record QualityMarks
{
    /// <summary>Whether the value can be trusted: a reading, a statement, a guess.</summary>
    public int? Reliability { get; init; }

    /// <summary>Whether it is of the very technique: this vehicle, this equipment.</summary>
    public int? Technical { get; init; }

    /// <summary>Whether it is of the very place.</summary>
    public int? Geographic { get; init; }

    /// <summary>Whether it is of the very time.</summary>
    public int? Temporal { get; init; }

    /// <summary>Whether everything is in it.</summary>
    public int? Completeness { get; init; }

    [JsonIgnore]
    public bool IsEmpty => QualityCriterion.All.All(c => c.Of(this) is null);

    /// <summary>The same mark five times.</summary>
    internal static QualityMarks Uniform(int mark) => new() { Reliability = mark, Technical = mark, Geographic = mark, Temporal = mark, Completeness = mark };

    /// <summary>These marks, and those of <paramref name="others"/> where there is none.</summary>
    internal QualityMarks Or(QualityMarks others) => QualityCriterion.All.Aggregate(this, (marks, c) => c.Of(marks) is null ? c.With(marks, c.Of(others)) : marks);
}
