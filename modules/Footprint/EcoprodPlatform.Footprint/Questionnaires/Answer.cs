namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The answer to a question of the questionnaire.</summary>
/// <param name="Question">Code of the question.</param>
/// <param name="Section">Code of the section it stood in.</param>
/// <param name="QuestionnaireVersion">Version of the questionnaire it was given in: its lines stay what they were when a newer one computes otherwise.</param>
/// <param name="Fields">What was given; for <see cref="AnswerState.Unknown"/> the typical values.</param>
public sealed record Answer(string Question, string Section, AnswerState State, int QuestionnaireVersion, AnswerField[] Fields)
{
    /// <summary>Where each number was used, for those that somebody placed; null where nobody has.</summary>
    public AnswerPlace[]? Places { get; init; }

    public bool Equals(Answer? other)
        => other is not null && (Question, Section, State, QuestionnaireVersion) == (other.Question, other.Section, other.State, other.QuestionnaireVersion)
           && Fields.SequenceEqual(other.Fields) && (Places ?? []).SequenceEqual(other.Places ?? []);

    public override int GetHashCode() => HashCode.Combine(Question, State, QuestionnaireVersion, Fields.Length);

    /// <summary>What was given in a field; null where it was left empty.</summary>
    public decimal? Of(string field) => Fields.Where(f => f.Field == field).Select(f => (decimal?)f.Quantity).FirstOrDefault();

    /// <summary>The country that was given in a place; null where it was left empty.</summary>
    public string? PlaceOf(string place) => (Places ?? []).FirstOrDefault(p => p.Place == place)?.Country;
}

/// <summary>What was given in one field of a question.</summary>
/// <param name="Field">Code of the field, which has the unit.</param>
/// <param name="Quantity">Over 0.</param>
public sealed record AnswerField(string Field, decimal Quantity);

/// <summary>The country that was given in one place of a question.</summary>
/// <param name="Place">Code of the place in the question.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record AnswerPlace(string Place, string Country);
