namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Staff ask the requester for more information; it goes out by mail.</summary>
internal sealed record QuestionRequest(RequestId Id, string? Text, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(RequestDesk desk) : IRequestHandler<QuestionRequest, long>
    {
        public Task<long> Handle(QuestionRequest command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, r => r.Question(command.Text), RequestStates.Questioned, command.Text, ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Question, ShowAsync);
        to.Staff.Form(Links.Question, PostAsync);
    }

    private static async Task<IResult> ShowAsync(RequestId request, RequestReader reader, CancellationToken ct)
    {
        var there = await reader.ReadAsync(request, ct);
        return Page.Of(QuestionRequestPage.Of(there, new PageForm().SetVersion(there.Version)));
    }

    private static async Task<IResult> PostAsync(RequestId request, Asked asked, PageForm form, RequestReader reader, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new QuestionRequest(request, form["question"], form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Request(request), Flash.Done("Question envoyée.", "Question sent."));
        }

        var there = await reader.ReadAsync(request, ct);
        return Page.Of(QuestionRequestPage.Of(there, RequestReader.Again(there, form)), form.Status);
    }
}
