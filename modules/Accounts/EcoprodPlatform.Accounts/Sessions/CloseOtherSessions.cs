namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Signs one out everywhere but here: browsers and programs.</summary>
/// <param name="Keep">The session that stays open; null where the caller has none.</param>
internal sealed record CloseOtherSessions(SessionId? Keep, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(OpenSessions sessions) : IRequestHandler<CloseOtherSessions, Unit>
    {
        public async Task<Unit> Handle(CloseOtherSessions command, CancellationToken ct)
        {
            await sessions.CloseOthersAsync(command.Keep, command.By.Id, ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.OtherSessions, ShowAsync);
        to.Form(Links.OtherSessions, PostAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Asked asked, OpenSessions sessions, CancellationToken ct)
        => Page.Of(new CloseOtherSessionsPage { Others = (await sessions.ListAsync(asked.By.Id, ct)).Count(s => s.Id != SessionList.CurrentOf(http)?.Value) });

    private static async Task<IResult> PostAsync(HttpContext http, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new CloseOtherSessions(SessionList.CurrentOf(http), asked.By), ct);
        return Page.Redirect(Links.Sessions, Flash.Done("Vos autres sessions sont fermées.", "Your other sessions are closed."));
    }
}
