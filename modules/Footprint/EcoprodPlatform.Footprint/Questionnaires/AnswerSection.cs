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
        return Page.Of(new SectionPage { View = view, Section = of, Form = SectionForm.Print(of, view) });
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, PageForm form, AnswerReader reader, QuestionTrip trips, IMediator mediator, CancellationToken ct)
    {
        var (view, of) = await FindAsync(id, kind, section, asked, reader, ct);
        if (trips.Fill(form, of))
        {
            return Page.Of(new SectionPage { View = view, Section = of, Form = form }, form.Status);
        }

        if (await SectionForm.SaveAsync(form, of, replies => mediator.Send(new AnswerQuestions(id, kind, replies, asked.By), ct)) is { } saved)
        {
            return Page.Redirect(Links.Section(id, kind, section), SectionForm.Saved(saved));
        }

        (view, of) = await FindAsync(id, kind, section, asked, reader, ct);
        SectionForm.TellMeanwhile(form, of, view);
        return Page.Of(new SectionPage { View = view, Section = of, Form = form }, form.Status);
    }

    private static async Task<(QuestionnaireView View, Section Section)> FindAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, AnswerReader reader, CancellationToken ct)
    {
        var view = await reader.WithAuthorsAsync(await reader.ViewAsync(id, kind, asked.By, ct), asked.By, ct);
        return (view, view.Questionnaire.FindSection(section) ?? throw SwitchSection.UnknownSection());
    }
}
