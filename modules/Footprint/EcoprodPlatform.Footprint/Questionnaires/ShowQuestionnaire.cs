namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>The questionnaire of an assessment: its sections, how far one has come, what each comes to.</summary>
internal static class ShowQuestionnaire
{
    public static void Map(Routes to)
    {
        foreach (var kind in AssessmentKinds.All)
        {
            to.Page((ProjectId id) => Links.Questionnaire(id, kind), (ProjectId id, Asked asked, AnswerReader reader, CancellationToken ct) => ShowAsync(id, kind, asked, reader, ct));
        }

        to.Get("/api/footprints/{projectId:guid}/{kind}/questionnaire", GetAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, AnswerReader reader, CancellationToken ct)
        => Page.Of(new QuestionnairePage { View = await reader.ViewAsync(id, kind, asked.By, ct) });

    /// <summary>The questionnaire of an assessment, with what was answered.</summary>
    private static async Task<QuestionnaireResource> GetAsync(ProjectId projectId, string kind, Asked asked, AnswerReader reader, CancellationToken ct)
    {
        var view = await reader.ViewAsync(projectId, AssessmentApi.KindOf(kind), asked.By, ct);
        return asked.Versioned(QuestionnaireResource.Of(view), view.Sheet.Version);
    }
}
