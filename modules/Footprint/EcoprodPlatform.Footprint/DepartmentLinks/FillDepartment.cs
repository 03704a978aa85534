namespace EcoprodPlatform.Footprint.DepartmentLinks;

/// <summary>
/// What a department's link opens, to anybody who has it: the sections of that department, with what was answered, to be answered. Nothing of the other
/// departments, no total, no evidence.
/// </summary>
internal static class FillDepartment
{
    public static void Map(Routes to)
    {
        to.Public.Page(Links.Department, ShowAsync).NeverKept();
        to.Public.Page(Links.DepartmentSection, ShowSectionAsync).NeverKept();
        to.Public.Form(Links.DepartmentSection, PostAsync).NeverKept();
        to.Public.Get("/api/department-links/{key}/questionnaire", GetAsync, "GetDepartmentQuestionnaire");
        to.Public.Put("/api/department-links/{key}/answers/{question}", PutAsync, "AnswerForDepartment");
        to.Public.Delete("/api/department-links/{key}/answers/{question}", DeleteAsync, "WithdrawDepartmentAnswer");
    }

    private static async Task<IResult> ShowAsync(string key, DepartmentLinkList links, AnswerReader reader, CancellationToken ct)
        => Page.Of(new DepartmentPage { Key = key, View = await ViewAsync(key, links, reader, ct) });

    private static async Task<IResult> ShowSectionAsync(string key, string section, DepartmentLinkList links, AnswerReader reader, CancellationToken ct)
    {
        var view = await ViewAsync(key, links, reader, ct);
        var of = view.Section(section);
        return Page.Of(new DepartmentSectionPage { Key = key, View = view, Section = of, Form = SectionForm.Print(of, view.Questions) });
    }

    private static async Task<IResult> PostAsync(string key, string section, PageForm form, DepartmentLinkList links, AnswerReader reader, QuestionTrip trips, IMediator mediator, CancellationToken ct)
    {
        var view = await ViewAsync(key, links, reader, ct);
        var of = view.Section(section);
        var link = view.Link;
        if (trips.Fill(form, of))
        {
            return Page.Of(new DepartmentSectionPage { Key = key, View = view, Section = of, Form = form }, form.Status);
        }

        if (await SectionForm.SaveAsync(form, of, replies => mediator.Send(new AnswerQuestions(link.ProjectId, link.Kind, replies, link.Actor), ct)) is { } saved)
        {
            return Page.Redirect(Links.DepartmentSection(key, section), SectionForm.Saved(saved));
        }

        view = await ViewAsync(key, links, reader, ct);
        SectionForm.TellMeanwhile(form, of, view.Questions);
        return Page.Of(new DepartmentSectionPage { Key = key, View = view, Section = of, Form = form }, form.Status);
    }

    /// <summary>The questions of a department with what was answered. The key of the link is all that is needed.</summary>
    private static async Task<QuestionnaireResource> GetAsync(string key, DepartmentLinkList links, AnswerReader reader, CancellationToken ct)
    {
        var view = await ViewAsync(key, links, reader, ct);
        var all = QuestionnaireResource.Of(view.Questions);
        return all with { Open = view.Open, Sections = [.. all.Sections.Where(s => s.Department == view.Link.Department)] };
    }

    /// <summary>Answers a question of the department.</summary>
    /// <remarks>If-Match with the answer's version is optional ("0" for a question that is not answered). The total of the assessment is not told.</remarks>
    private static async Task<AnswerResource> PutAsync(
        string key, string question, AnswerQuestions.AnswerBody body, Asked asked, DepartmentLinkList links, AnswerReader reader, IMediator mediator, CancellationToken ct)
    {
        var link = await links.OfKeyAsync(key, ct);
        await AnswerQuestions.SendAsync(mediator, link.ProjectId, link.Kind, question, body, asked.Seen, link.Actor, ct);
        var answer = await reader.FindAsync(link.ProjectId, link.Kind, question, link.Actor, ct);
        return asked.Versioned(answer with { TotalKgCo2e = null, Open = (await ViewAsync(key, links, reader, ct)).Open }, answer.Version);
    }

    /// <summary>Takes an answer of the department back: the question is open again.</summary>
    private static async Task<NoContent> DeleteAsync(string key, string question, Asked asked, DepartmentLinkList links, IMediator mediator, CancellationToken ct)
    {
        var link = await links.OfKeyAsync(key, ct);
        await AnswerQuestions.WithdrawAsync(mediator, link.ProjectId, link.Kind, question, asked.Seen, link.Actor, ct);
        return TypedResults.NoContent();
    }

    private static async Task<DepartmentView> ViewAsync(string key, DepartmentLinkList links, AnswerReader reader, CancellationToken ct)
    {
        var link = await links.OfKeyAsync(key, ct);
        return new DepartmentView(link, await reader.ViewAsync(link.ProjectId, link.Kind, link.Actor, ct));
    }
}

/// <summary>The questionnaire as a department's link shows it.</summary>
public sealed record DepartmentView(DepartmentLink Link, QuestionnaireView Questions)
{
    /// <summary>The department's sections that apply to the project.</summary>
    public IReadOnlyList<Section> Sections => [.. Questions.Questionnaire.Sections.Where(s => s.Department == Link.Department && !Questions.IsAside(s))];

    public int Open => Sections.SelectMany(s => s.Questions).Count(q => Questions.AnswerTo(q) is null);

    internal Section Section(string code) => Sections.FirstOrDefault(s => s.Code == code) ?? throw SwitchSection.UnknownSection();

    public Section? Next(Section after) => Sections.SkipWhile(s => s.Code != after.Code).Skip(1).FirstOrDefault();
}
