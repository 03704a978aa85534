namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaire of an assessment: its sections, how far one has come, what each comes to.</summary>
internal static class ShowQuestionnaire
{
    public static void Map(Routes to)
    {
        to.Page(Links.Questionnaire, ShowAsync);
        to.Page(Links.WithdrawAnswer, (ProjectId id, AssessmentKind kind, string question) => Page.Redirect(Links.Questionnaire(id, kind)));
        to.Form(Links.WithdrawAnswer, WithdrawAsync);

        to.Get("/api/footprints/{projectId:guid}/{kind}/questionnaire", GetAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, AnswerReader reader, CancellationToken ct)
        => Page.Of(new QuestionnairePage { View = await reader.WithAuthorsAsync(await reader.ViewAsync(id, kind, asked.By, ct), asked.By, ct) });

    private static async Task<IResult> WithdrawAsync(ProjectId id, AssessmentKind kind, string question, Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        var isDone = await form.TryAsync(() => AnswerQuestions.WithdrawAsync(mediator, id, kind, question, form.Version(), asked.By, ct));
        return Page.Redirect(Links.Questionnaire(id, kind), isDone
            ? Flash.Done("Réponse effacée.", "Answer cleared.")
            : Flash.Warning("Quelqu’un a changé cette réponse entre-temps : elle est restée.", "Somebody has changed this answer meanwhile: it stayed."));
    }

    /// <summary>The questionnaire of an assessment, with what was answered.</summary>
    private static async Task<QuestionnaireResource> GetAsync(ProjectId projectId, string kind, Asked asked, AnswerReader reader, CancellationToken ct)
    {
        var view = await reader.ViewAsync(projectId, AssessmentApi.KindOf(kind), asked.By, ct);
        return asked.Versioned(QuestionnaireResource.Of(view), view.Sheet.Version);
    }
}
