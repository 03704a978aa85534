namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>How a question was answered. Not answered is none of these: then there is no answer, and the total says that it is incomplete.</summary>
public enum AnswerState
{
    /// <summary>With numbers.</summary>
    Given,

    /// <summary>"I don't know": the typical values of the questionnaire stand in, and are shown as an estimate.</summary>
    Unknown,

    /// <summary>There is nothing of it: no line.</summary>
    None,

    /// <summary>Entered line by line instead.</summary>
    Detailed,
}

/// <summary>The states in words and as the API, forms and tables write them.</summary>
internal static class AnswerStates
{
    public static readonly IReadOnlyList<AnswerState> All = [AnswerState.Given, AnswerState.Unknown, AnswerState.None, AnswerState.Detailed];

    public static string Code(this AnswerState state) => state switch
    {
        AnswerState.Given => "given",
        AnswerState.Unknown => "unknown",
        AnswerState.None => "none",
        AnswerState.Detailed => "detailed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static Text Name(this AnswerState state) => state switch
    {
        AnswerState.Given => new("Ma réponse", "My answer"),
        AnswerState.Unknown => new("Je ne sais pas", "I don’t know"),
        AnswerState.None => new("Aucun", "None"),
        AnswerState.Detailed => new("En lignes", "Line by line"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The state of a code; null when there is none.</summary>
    public static AnswerState? Find(string? code) => All.Where(s => s.Code() == code).Select(s => (AnswerState?)s).FirstOrDefault();
}
