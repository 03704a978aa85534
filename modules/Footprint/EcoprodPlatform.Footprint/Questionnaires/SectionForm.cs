namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>
/// The form of a section, as a browser without script sends it: all its questions at once (the script sends each to the API as it is answered). What was printed
/// goes along, so that only what the person changed is an answer, whatever others have answered meanwhile.
/// </summary>
internal static class SectionForm
{
    /// <summary>Whether a section is set aside.</summary>
    public const string AsideField = "aside";

    /// <summary>The state that takes an answer back.</summary>
    public const string Clear = "clear";

    public static string State(Question question) => $"{question.Code}.etat";

    public static string Version(Question question) => $"{question.Code}.version";

    public static string Was(Question question) => $"{question.Code}.avant";

    public static string Confirmed(Question question) => $"{question.Code}.exact";

    public static string Field(Question question, QuestionField field) => $"{question.Code}.{field.Code}";

    public static string Place(Question question, QuestionPlace place) => $"{question.Code}.{place.Code}";

    /// <summary>The form of a section with what is answered.</summary>
    public static PageForm Print(Section section, QuestionnaireView view) => section.Questions.Aggregate(new PageForm(), (form, q) => Print(form, q, view.AnswerTo(q)));

    /// <summary>Saves what the person changed; answers how many answers that are, null where it was refused and the form says why.</summary>
    public static async Task<int?> SaveAsync(PageForm form, Section section, Func<IReadOnlyList<Reply>, Task> save)
    {
        var replies = Read(form, section);
        return await form.TryAsync(() => save(replies)) ? replies.Count : null;
    }

    public static Flash Saved(int answers) => answers switch
    {
        0 => Flash.Done("Rien n’a changé dans cette partie.", "Nothing has changed in this section."),
        1 => Flash.Done("Réponse enregistrée.", "Answer saved."),
        _ => Flash.Done($"{answers} réponses enregistrées.", $"{answers} answers saved."),
    };

    /// <summary>Tells what others have answered meanwhile. What was typed stays; sending it again replaces what is told beside it.</summary>
    public static void TellMeanwhile(PageForm form, Section section, QuestionnaireView now)
    {
        if (!form.IsStale)
        {
            return;
        }

        var replies = Read(form, section);
        foreach (var question in section.Questions.Where(q => replies.Any(r => r.Question == q.Code && r.Seen is { } seen && seen != (now.AnswerTo(q)?.Version ?? 0))))
        {
            form.Add(question.Fields.Select(f => Field(question, f)).First(), Meanwhile(question, now.AnswerTo(question)?.Answer));
            form.Set(Version(question), now.AnswerTo(question)?.Version ?? 0);
            form[Was(question)] = Written(now.AnswerTo(question)?.Answer);
        }
    }

    private static PageForm Print(PageForm form, Question question, SheetAnswer? there)
    {
        form.Set(Version(question), there?.Version ?? 0);
        form[Was(question)] = Written(there?.Answer);
        form[State(question)] = there?.Answer.State.Code();
        foreach (var field in question.Fields)
        {
            form.Set(Field(question, field), there?.Answer is { State: AnswerState.Given } answer ? answer.Of(field.Code) : null);
        }

        foreach (var place in question.Places)
        {
            form[Place(question, place)] = there?.Answer.PlaceOf(place.Code) is { } country ? Places.NameOf(country).ToString() : null;
        }

        return form;
    }

    /// <summary>What the person changed; what cannot be read is told beside its field.</summary>
    private static IReadOnlyList<Reply> Read(PageForm form, Section section) => [.. section.Questions.Select(q => Read(form, q)).OfType<Reply>()];

    /// <summary>The state and numbers of an answer, as a hidden field carries them.</summary>
    public static string Written(Answer? answer) => answer is null ? "" : string.Join(
        ';', [answer.State.Code(), .. answer.State == AnswerState.Given ? answer.Fields.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Field}={f.Quantity}")) : [], .. (answer.Places ?? []).Select(p => $"{p.Place}={p.Country}")]);

    private static Text Meanwhile(Question question, Answer? now)
    {
        string In(CultureInfo language) => now switch
        {
            null => new Text("la question n’est plus répondue", "the question is no longer answered").In(language),
            { State: AnswerState.Given } => string.Join(", ", now.Fields.Select(f => question.Fields.FirstOrDefault(q => q.Code == f.Field)?.Count(f.Quantity, 6, language) ?? Format.Decimal(f.Quantity, 6, language))),
            _ => $"« {now.State.Name().In(language)} »",
        };
        return new Text(
            $"Quelqu’un a répondu entre-temps : {In(Languages.French)}. Votre réponse est encore là : enregistrez à nouveau pour la garder.",
            $"Somebody has answered meanwhile: {In(Languages.English)}. Your answer is still here: save again to keep it.");
    }

    private static Reply? Read(PageForm form, Question question)
    {
        var was = (form.Value(Was(question)) ?? "").Split(';');
        var (stateWas, stateNow) = (was[0], form.Value(State(question)) ?? "");
        var fields = question.Fields.ToDictionary(
            f => f.Code,
            f => form.Decimal(Field(question, f), f.Name, decimals: f.IsWhole ? 0 : LineRules.MostDecimals, example: f.IsWhole ? 12 : 12.5m, units: [f.Unit.Fr, f.Unit.En]),
            StringComparer.Ordinal);
        var places = question.Places.ToDictionary(p => p.Code, p => form.Value(Place(question, p))?.Trim(), StringComparer.Ordinal);
        var isTyped = question.Fields.Any(f => !IsAs(was, f.Code, form, Field(question, f), fields[f.Code]))
            || places.Any(p => !IsAs(was, p.Key, p.Value));
        var isConfirmed = form.Bool(Confirmed(question));
        if (!isTyped && stateNow == stateWas && !isConfirmed)
        {
            return null;
        }

        var isEmpty = question.Fields.All(f => string.IsNullOrWhiteSpace(form.Value(Field(question, f)))) && places.Values.All(string.IsNullOrEmpty);
        AnswerState? state = stateNow == Clear ? null
            : isTyped && !isEmpty ? AnswerState.Given
            : isTyped && stateNow == AnswerState.Given.Code() ? null
            : AnswerStates.Find(stateNow);
        if (state is null && stateWas.Length == 0)
        {
            return null;
        }

        return new Reply(question.Code, state, state == AnswerState.Given ? fields : new Dictionary<string, decimal?>(StringComparer.Ordinal), SeenIn(form, question), isConfirmed)
        {
            Places = state == AnswerState.Given ? places : new Dictionary<string, string?>(StringComparer.Ordinal),
        };
    }

    /// <summary>The version that was printed; null where a form does not say, which then replaces any.</summary>
    private static long? SeenIn(PageForm form, Question question)
        => long.TryParse(form.Value(Version(question)), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    /// <summary>The place says the country that was printed in it.</summary>
    private static bool IsAs(string[] was, string code, string? now)
    {
        var printed = was.FirstOrDefault(w => w.StartsWith($"{code}=", StringComparison.Ordinal))?[(code.Length + 1)..];
        return printed is null ? string.IsNullOrEmpty(now) : Places.Find(now ?? "", [printed]) is not null;
    }

    /// <summary>The field says what was printed in it; what cannot be read never does.</summary>
    private static bool IsAs(string[] was, string code, PageForm form, string name, decimal? now)
    {
        var printed = was.FirstOrDefault(w => w.StartsWith($"{code}=", StringComparison.Ordinal))?[(code.Length + 1)..];
        return now is null
            ? printed is null && string.IsNullOrWhiteSpace(form.Value(name))
            : printed is not null && decimal.TryParse(printed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var before) && before == now;
    }
}
