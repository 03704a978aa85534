namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>What somebody answers to one question, before it is known to be an answer.</summary>
/// <param name="Question">Code of the question.</param>
/// <param name="State">Null takes the answer back.</param>
/// <param name="Fields">By code of the field; null where it is left empty.</param>
/// <param name="Seen">Version of the answer that the person saw, 0 where there was none; null where any may be replaced.</param>
/// <param name="IsConfirmed">Whoever answers stands by a result that is unlikely (<see cref="LineRules.LikelyKilograms"/>).</param>
internal sealed record Reply(string Question, AnswerState? State, IReadOnlyDictionary<string, decimal?> Fields, long? Seen, bool IsConfirmed = false)
{
    /// <summary>Countries by code of the place, as they were written: a code or a name.</summary>
    public IReadOnlyDictionary<string, string?> Places { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What was wrong already with the way it was written; told with the rest.</summary>
    public IReadOnlyList<RuleBrokenException> Broken { get; init; } = [];
}

/// <summary>What an answer is made with besides what was typed.</summary>
/// <param name="Country">Code of the lead country, whose electricity is counted.</param>
/// <param name="Factors">The current catalogue, as far as the questionnaire counts with it.</param>
internal sealed record AnswerContext(ProjectId ProjectId, AssessmentKind Kind, Questionnaire Questionnaire, string Country, IReadOnlyDictionary<string, Factor> Factors);
