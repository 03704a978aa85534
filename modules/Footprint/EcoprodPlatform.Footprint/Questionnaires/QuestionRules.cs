namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>What makes a reply an answer, and what it comes to. Everything that is wrong is told at once.</summary>
internal static class QuestionRules
{
    /// <summary>The answer and its lines, or null with everything that is wrong added to <paramref name="broken"/>; a field's fault is named <c>field</c>.</summary>
    /// <param name="there">The assessment as it stands: what typical values rest on, and the factors of lines that stay.</param>
    public static (Answer Answer, IReadOnlyList<ActivityLine> Lines)? Read(AnswerContext context, Question question, Reply reply, Assessment there, ICollection<RuleBrokenException> broken)
    {
        var before = broken.Count;
        foreach (var fault in reply.Broken)
        {
            broken.Add(fault);
        }

        var stranger = reply.Fields.Keys.FirstOrDefault(k => question.Fields.All(f => f.Code != k)) ?? reply.Places.Keys.FirstOrDefault(k => question.Places.All(p => p.Code != k));
        if (stranger is not null)
        {
            var known = string.Join(", ", question.Fields.Select(f => f.Code).Concat(question.Places.Select(p => p.Code)));
            broken.Add(Rule("footprint.unknown-field", stranger, new(
                $"La question « {question.Name.Fr} » n’a pas de champ « {stranger} » ({known}).",
                $"The question “{question.Name.En}” has no field “{stranger}” ({known}).")));
        }

        var state = reply.State!.Value;
        var fields = state switch
        {
            AnswerState.Given => ReadGiven(question, reply, broken),
            AnswerState.Unknown => Typical(context.Questionnaire, question, there, broken),
            _ => [],
        };
        var places = state is AnswerState.Given ? ReadPlaces(context.Questionnaire, question, reply, fields, broken) : [];
        if (state is AnswerState.Given && question is { IsBasis: false } && fields.Count == 0 && broken.Count == before)
        {
            // A zero in every field says what "none" says.
            state = reply.Fields.Values.Any(v => v == 0) ? AnswerState.None : state;
        }

        if (state is AnswerState.None or AnswerState.Detailed && question.IsBasis)
        {
            broken.Add(Rule("footprint.answer-needed", question.Fields[0].Code, new(
                $"« {question.Name.Fr} » : d’autres questions s’appuient sur ce nombre. Indiquez-le, ou « Je ne sais pas ».",
                $"“{question.Name.En}”: other questions rest on this number. Give it, or “I don’t know”.")));
        }
        else if (state is AnswerState.Given && fields.Count == 0 && broken.Count == before)
        {
            broken.Add(Rule("footprint.answer-missing", question.Fields[0].Code, question.IsBasis
                ? new($"« {question.Name.Fr} » : indiquez un nombre de plus de zéro, ou « Je ne sais pas ».", $"“{question.Name.En}”: give a number over zero, or “I don’t know”.")
                : new(
                $"« {question.Name.Fr} » : indiquez un nombre, « Aucun » ou « Je ne sais pas ».",
                $"“{question.Name.En}”: give a number, “None” or “I don’t know”.")));
        }

        if (broken.Count > before)
        {
            return null;
        }

        var answer = new Answer(question.Code, question.Section, state, context.Questionnaire.Version, [.. fields]) { Places = places.Length == 0 ? null : places };
        var lines = new List<ActivityLine>();
        foreach (var line in question.Lines)
        {
            if (ReadLine(context, question, line, answer, reply.IsConfirmed, there, broken) is { } made)
            {
                lines.Add(made);
            }
        }

        return broken.Count > before ? null : (answer, lines);
    }

    /// <summary>The value of a name that typical values rest on: what was answered, else what is typical of the genre.</summary>
    public static decimal? ValueOf(Questionnaire questionnaire, Func<string, Answer?> answerTo, string name)
    {
        foreach (var question in questionnaire.Questions.Where(q => q.IsBasis))
        {
            if (question.Fields.Any(f => f.Code == name) && answerTo(question.Code) is { State: AnswerState.Given } answer && answer.Of(name) is { } given)
            {
                return given;
            }
        }

        return questionnaire.Typical.TryGetValue(name, out var typical) ? typical : null;
    }

    /// <summary>What stands in for a field that nobody knows; null where there is nothing to go by, 0 where there is typically none.</summary>
    public static decimal? TypicalOf(Questionnaire questionnaire, QuestionField field, Func<string, Answer?> answerTo)
    {
        if (field.Typical.Count == 0 || Operand.Product(field.Typical, n => ValueOf(questionnaire, answerTo, n)) is not { } value)
        {
            return null;
        }

        var rounded = field.IsWhole ? decimal.Round(value, 0, MidpointRounding.AwayFromZero) : Rounded(value);
        return Math.Min(rounded, field.Most);
    }

    private static List<AnswerField> Typical(Questionnaire questionnaire, Question question, Assessment there, ICollection<RuleBrokenException> broken)
    {
        var fields = new List<AnswerField>();
        foreach (var field in question.Fields)
        {
            switch (TypicalOf(questionnaire, field, there.AnswerTo))
            {
                case null when field.Typical.Count > 0 || question.Fields.All(f => f.Typical.Count == 0):
                    broken.Add(Rule("footprint.no-typical-value", field.Code, new(
                        $"« {question.Name.Fr} » : pas de valeur typique pour ce genre. Indiquez un nombre, ou « Aucun ».",
                        $"“{question.Name.En}”: no typical value for this genre. Give a number, or “None”.")));
                    break;
                case { } value when value > 0:
                    fields.Add(new AnswerField(field.Code, value));
                    break;
            }
        }

        return fields;
    }

    private static List<AnswerField> ReadGiven(Question question, Reply reply, ICollection<RuleBrokenException> broken)
    {
        var fields = new List<AnswerField>();
        foreach (var field in question.Fields)
        {
            switch (reply.Fields.GetValueOrDefault(field.Code))
            {
                case 0 when field.Default is not null:
                    broken.Add(Rule("footprint.quantity-not-positive", field.Code, new(
                        $"{field.Name.Fr} : plus de zéro, ou rien pour la valeur par défaut.", $"{field.Name.En}: more than zero, or nothing for the default.")));
                    break;
                case null or 0:
                    break;
                case < 0:
                    broken.Add(Rule("footprint.quantity-not-positive", field.Code, new(
                        $"{field.Name.Fr} : le nombre ne peut pas être négatif.", $"{field.Name.En}: the number cannot be negative.")));
                    break;
                case { } value when value > field.Most:
                    broken.Add(Rule("footprint.answer-too-large", field.Code, new(
                        $"{field.Name.Fr} : {Format.Decimal(field.Most, 6, Languages.French)} au plus. Vérifiez le nombre et son unité ({field.Unit.Fr}).",
                        $"{field.Name.En}: at most {Format.Decimal(field.Most, 6, Languages.English)}. Check the number and its unit ({field.Unit.En}).")));
                    break;
                case { } value when field.IsWhole && decimal.Truncate(value) != value:
                    broken.Add(Rule("footprint.answer-not-whole", field.Code, new(
                        $"{field.Name.Fr} : écrivez un nombre entier.", $"{field.Name.En}: write a whole number.")));
                    break;
                case { } value when decimal.Round(value, LineRules.MostDecimals) != value:
                    broken.Add(Rule("footprint.quantity-too-precise", field.Code, new(
                        $"{field.Name.Fr} : 6 chiffres après la virgule au plus.", $"{field.Name.En}: at most 6 digits after the point.")));
                    break;
                case { } value:
                    fields.Add(new AnswerField(field.Code, Plain(value)));
                    break;
            }
        }

        // People without kilometres are no line, and no zero either.
        foreach (var line in question.Lines)
        {
            var given = line.Fields.Where(f => fields.Exists(g => g.Field == f)).ToList();
            if (given.Count > 0 && line.Fields.FirstOrDefault(f => !given.Contains(f) && question.Fields.First(q => q.Code == f).Default is null) is { } missing && broken.All(b => b.Field != missing))
            {
                var field = question.Fields.First(f => f.Code == missing);
                broken.Add(Rule("footprint.answer-incomplete", missing, new($"{field.Name.Fr} : à renseigner aussi.", $"{field.Name.En}: please fill in too.")));
            }
        }

        return fields;
    }

    /// <summary>The countries that were given, each beside its number.</summary>
    private static AnswerPlace[] ReadPlaces(Questionnaire questionnaire, Question question, Reply reply, List<AnswerField> fields, ICollection<RuleBrokenException> broken)
    {
        var places = new List<AnswerPlace>();
        foreach (var (field, place) in question.Fields.Select(f => (Field: f, Place: question.PlaceOf(f)!)).Where(f => f.Place is not null))
        {
            if (reply.Places.GetValueOrDefault(place.Code) is not { } written || string.IsNullOrWhiteSpace(written))
            {
                continue;
            }

            if (Places.Find(written, questionnaire.Countries) is not { } country)
            {
                var shown = written.Length <= 60 ? written : written[..60] + "…";
                broken.Add(Rule("footprint.unknown-place", place.Code, new(
                    $"{place.Name.Fr} : le catalogue n’a pas l’électricité de « {shown} ». Choisissez un pays de la liste, ou répondez « En lignes ».",
                    $"{place.Name.En}: the catalogue does not have the electricity of “{shown}”. Choose a country of the list, or answer “Line by line”.")));
            }
            else if (fields.Exists(f => f.Field == field.Code))
            {
                places.Add(new AnswerPlace(place.Code, country));
            }
            else if (reply.Fields.GetValueOrDefault(field.Code) is null && broken.All(b => b.Field != field.Code))
            {
                broken.Add(Rule("footprint.answer-incomplete", field.Code, new($"{field.Name.Fr} : à renseigner aussi.", $"{field.Name.En}: please fill in too.")));
            }
        }

        return [.. places];
    }

    private static ActivityLine? ReadLine(AnswerContext context, Question question, QuestionLine line, Answer answer, bool isConfirmed, Assessment there, ICollection<RuleBrokenException> broken)
    {
        if (line.Count(f => question.ValueOf(answer, f)) is not { } product || Rounded(product) is not (> 0 and var quantity))
        {
            return null;
        }

        var origin = new LineOrigin(question.Code, question.Section, line.Part);
        var id = new LineId(context.Kind.LineId(context.ProjectId, origin));
        var place = (line.Place is null ? null : answer.PlaceOf(line.Place)) ?? context.Country;
        var code = line.Factor == QuestionLine.Electricity ? QuestionnaireFile.ElectricityOf(place) : line.Factor;
        if (line.Factor == QuestionLine.Electricity && !context.Factors.ContainsKey(code))
        {
            var country = Places.NameOf(place);
            broken.Add(Rule("footprint.no-electricity-mix", line.Fields.First(), new(
                $"« {question.Name.Fr} » : le catalogue n’a pas l’électricité de ce pays ({country.Fr}). Choisissez « En lignes » et un facteur du catalogue.",
                $"“{question.Name.En}”: the catalogue does not have the electricity of this country ({country.En}). Choose “Line by line” and a factor of the catalogue.")));
            return null;
        }

        var faults = new List<RuleBrokenException>();
        var made = LineRules.Read(
            id, new LineInput(line.Department, line.Post, line.Phase, code, quantity, line.Unit, null, isConfirmed), context.Factors.GetValueOrDefault(code), faults, there.Find(id));
        foreach (var fault in faults)
        {
            broken.Add(Rule(fault.Code, line.Fields.First(), fault.Text));
        }

        return made is null ? null : made with { Origin = origin, CopiedFrom = there.Find(id)?.CopiedFrom, Status = StatusOf(context.Kind, line, answer) };
    }

    /// <summary>What an answer says of how its quantity is known (docs/method.md).</summary>
    private static DataStatus? StatusOf(AssessmentKind kind, QuestionLine line, Answer answer)
        => line.Unit == "k€" ? null // Told by the unit.
            : answer.State == AnswerState.Unknown ? DataStatus.Estimated
            : kind == AssessmentKind.Final && line.Quantity.Count == 1 ? DataStatus.Measured
            : DataStatus.Calculated;

    private static decimal Rounded(decimal value) => Plain(decimal.Round(value, LineRules.MostDecimals, MidpointRounding.AwayFromZero));

    /// <summary>Without zeros at the end: 4.50 and 4.5 are one answer.</summary>
    private static decimal Plain(decimal value) => value / 1.000000000000000000000000000000m;

    private static RuleBrokenException Rule(string code, string field, Text text) => new(code, text, field: field);
}
