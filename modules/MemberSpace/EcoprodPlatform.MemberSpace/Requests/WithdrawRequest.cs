namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>The requester takes a request back while it waits.</summary>
internal sealed record WithdrawRequest(RequestId Id, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(RequestDesk desk, RequestReader reader) : IRequestHandler<WithdrawRequest, long>
    {
        public async Task<long> Handle(WithdrawRequest command, CancellationToken ct)
        {
            await reader.MineAsync(command.Id, command.By, ct);
            return await desk.ActAsync(command.Id, command.Seen, command.By, r => r.Withdraw(), RequestStates.Withdrawn, null, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.WithdrawRequest, ShowAsync);
        to.Form(Links.WithdrawRequest, PostAsync);
    }

    private static async Task<IResult> ShowAsync(RequestId request, Asked asked, RequestReader reader, CancellationToken ct)
    {
        var there = await reader.MineAsync(request, asked.By, ct);
        return Page.Of(new WithdrawRequestPage { Request = there, Form = new PageForm().SetVersion(there.Version) });
    }

    private static async Task<IResult> PostAsync(RequestId request, Asked asked, PageForm form, RequestReader reader, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new WithdrawRequest(request, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.MyRequest(request), Flash.Done("Demande retirée.", "Request withdrawn."));
        }

        var there = await reader.MineAsync(request, asked.By, ct);
        return Page.Of(new WithdrawRequestPage { Request = there, Form = RequestReader.Again(there, form) }, form.Status);
    }
}
