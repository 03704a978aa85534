namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Closes one of one's own sessions: its browser or program is refused from its next request on.</summary>
internal sealed record CloseSession(SessionId Id, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(OpenSessions sessions) : IRequestHandler<CloseSession, Unit>
    {
        public async Task<Unit> Handle(CloseSession command, CancellationToken ct)
            => await sessions.CloseAsync(command.Id, command.By.Id, ct) ? Unit.Value : throw SessionList.Unknown();
    }

    public static void Map(Routes to)
    {
        to.Page(Links.SessionClosing, ShowAsync);
        to.Form(Links.SessionClosing, PostAsync);
        to.Delete("/api/accounts/sessions/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(SessionId id, Asked asked, OpenSessions sessions, CancellationToken ct)
        => Page.Of(new CloseSessionPage { Session = await SessionList.FindAsync(sessions, id, asked.By.Id, ct) });

    private static async Task<IResult> PostAsync(SessionId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new CloseSession(id, asked.By), ct);
        return Page.Redirect(Links.Sessions, Flash.Done("Session fermée.", "Session closed."));
    }

    /// <summary>Closes a session of the caller, their own one too: this is how a program signs out.</summary>
    private static async Task<NoContent> DeleteAsync(SessionId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new CloseSession(id, asked.By), ct);
        return TypedResults.NoContent();
    }
}
