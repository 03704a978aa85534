namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The page of one section: its questions, saved together where there is no script.</summary>
internal static class AnswerSection
{
    public static void Map(Routes to)
    {
        to.Page(Links.Section, ShowAsync);
        to.Form(Links.Section, PostAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, AnswerReader reader, CancellationToken ct)
    {
        var (view, of) = await FindAsync(id, kind, section, asked, reader, ct);
        var form = of.Questions.Aggregate(new PageForm(), (f, q) => SectionForm.Print(f, q, view.AnswerTo(q)));
        return Page.Of(new SectionPage { View = view, Section = of, Form = form });
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, PageForm form, AnswerReader reader, IMediator mediator, CancellationToken ct)
    {
        var (view, of) = await FindAsync(id, kind, section, asked, reader, ct);
        var replies = SectionForm.Read(form, of);
        if (await form.TryAsync(() => mediator.Send(new AnswerQuestions(id, kind, replies, asked.By), ct)))
        {
            return replies.Count == 0
                ? Page.Redirect(Links.Section(id, kind, section), Flash.Done("Rien n’a changé dans cette partie.", "Nothing has changed in this section."))
                : Page.Redirect(
                    Links.Section(id, kind, section),
                    Flash.Done(
                        replies.Count == 1 ? "Réponse enregistrée." : $"{replies.Count} réponses enregistrées.",
                        replies.Count == 1 ? "Answer saved." : $"{replies.Count} answers saved."));
        }

        (view, of) = await FindAsync(id, kind, section, asked, reader, ct);
        if (form.IsStale)
        {
            foreach (var question in of.Questions.Where(q => replies.Any(r => r.Question == q.Code && r.Seen is { } seen && seen != (view.AnswerTo(q)?.Version ?? 0))))
            {
                // What was typed stays; sending it again replaces what is told beside it.
                form.Add(question.Fields.Select(f => SectionForm.Field(question, f)).First(), Meanwhile(question, view.AnswerTo(question)?.Answer));
                form.Set(SectionForm.Version(question), view.AnswerTo(question)?.Version ?? 0);
                form[SectionForm.Was(question)] = SectionForm.Written(view.AnswerTo(question)?.Answer);
            }
        }

        return Page.Of(new SectionPage { View = view, Section = of, Form = form }, form.Status);
    }

    private static Text Meanwhile(Question question, Answer? now)
    {
        string In(CultureInfo language) => now switch
        {
            null => new Text("la question n’est plus répondue", "the question is no longer answered").In(language),
            { State: AnswerState.Given } => string.Join(", ", now.Fields.Select(f => $"{Format.Decimal(f.Quantity, 6, language)} {question.Fields.FirstOrDefault(q => q.Code == f.Field)?.Unit.In(language)}")),
            _ => $"« {now.State.Name().In(language)} »",
        };
        return new Text(
            $"Quelqu’un a répondu entre-temps : {In(Languages.French)}. Votre réponse est encore là : enregistrez à nouveau pour la garder.",
            $"Somebody has answered meanwhile: {In(Languages.English)}. Your answer is still here: save again to keep it.");
    }

    private static async Task<(QuestionnaireView View, Section Section)> FindAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, AnswerReader reader, CancellationToken ct)
    {
        var view = await reader.ViewAsync(id, kind, asked.By, ct);
        return (view, view.Questionnaire.FindSection(section) ?? throw SwitchSection.UnknownSection());
    }
}
