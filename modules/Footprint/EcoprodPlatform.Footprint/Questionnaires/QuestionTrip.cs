namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The distance between two cities in the form of a question that asks for kilometres: worked out, put into its field, saved by the person.</summary>
internal sealed class QuestionTrip(RouteFile routes, TripReader trips)
{
    /// <summary>Name of the button; its value is the code of the question.</summary>
    public const string WorkOut = "distance";

    private const string Kilometres = "km";

    public static TripFields FieldsOf(Question question) => new($"{question.Code}.de", $"{question.Code}.vers", $"{question.Code}.retour");

    /// <summary>The field of a question whose number a trip may give, and the way it goes; null where it asks for no trip, or for several kinds of kilometres.</summary>
    public (QuestionField Field, Route Route)? Of(Question question)
        => question.Fields.Where(f => f.Unit.Fr == Kilometres).ToArray() is [var field] && question.Lines.Where(l => l.Fields.Contains(field.Code)).Select(l => routes.Of(l.Factor)).FirstOrDefault() is { } route
            ? (field, route)
            : null;

    /// <summary>How a number that was worked out comes about; null where none was. Nothing is told of what cannot be read.</summary>
    public Text? FormulaOf(PageForm form, Question question)
    {
        var (fields, copy) = (FieldsOf(question), new PageForm());
        foreach (var name in new[] { fields.From, fields.To, fields.Return })
        {
            copy[name] = form.Value(name);
        }

        return !fields.AreEmpty(form) && Of(question) is { } asked ? trips.Read(copy, fields, asked.Route)?.Formula : null;
    }

    /// <summary>True where the form was sent to work a distance out: it is filled or told, and nothing is to be saved yet.</summary>
    public bool Fill(PageForm form, Section section)
    {
        if (form.Value(WorkOut) is not { } code || section.Questions.FirstOrDefault(q => q.Code == code) is not { } question || Of(question) is not { } asked)
        {
            return false;
        }

        if (trips.Read(form, FieldsOf(question), asked.Route) is { } trip)
        {
            form.Set(SectionForm.Field(question, asked.Field), trip.Kilometres);
            form[SectionForm.State(question)] = AnswerState.Given.Code();
        }

        return true;
    }
}
