namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Staff refuse a request; the reason goes out by mail.</summary>
internal sealed record RefuseRequest(RequestId Id, string? Text, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(RequestDesk desk) : IRequestHandler<RefuseRequest, long>
    {
        public Task<long> Handle(RefuseRequest command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, r => r.Refuse(command.Text), RequestStates.Refused, command.Text, ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Refuse, ShowAsync);
        to.Staff.Form(Links.Refuse, PostAsync);
    }

    private static async Task<IResult> ShowAsync(RequestId request, RequestReader reader, CancellationToken ct)
    {
        var there = await reader.ReadAsync(request, ct);
        return Page.Of(QuestionRequestPage.Of(there, new PageForm().SetVersion(there.Version), isRefusal: true));
    }

    private static async Task<IResult> PostAsync(RequestId request, Asked asked, PageForm form, RequestReader reader, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new RefuseRequest(request, form["reason"], form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Request(request), Flash.Done("Demande refusée.", "Request refused."));
        }

        var there = await reader.ReadAsync(request, ct);
        return Page.Of(QuestionRequestPage.Of(there, RequestReader.Again(there, form), isRefusal: true), form.Status);
    }
}
