namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Where a line belongs, as far as its factor tells; null for what it leaves open.</summary>
public sealed record LinePlace(string? Department, string? Post, string? Phase)
{
    /// <summary>What all questions of the genre that count with the factor agree on, else what its shelf tells.</summary>
    /// <param name="country">Lead country of the work, whose electricity the questionnaire means.</param>
    internal static LinePlace Of(Factor factor, Questionnaire questionnaire, string country)
    {
        QuestionLine[] lines = [.. questionnaire.Questions.SelectMany(q => q.Lines).Where(l => (l.Factor == QuestionLine.Electricity ? QuestionnaireFile.ElectricityOf(country) : l.Factor) == factor.Code)];
        var (department, post) = LineFields.Usual(factor);
        return new LinePlace(Agreed(l => l.Department) ?? department, Agreed(l => l.Post) ?? post, Agreed(l => l.Phase));

        string? Agreed(Func<QuestionLine, string> of) => lines.Select(of).Distinct(StringComparer.Ordinal).ToArray() is [var one] ? one : null;
    }
}
