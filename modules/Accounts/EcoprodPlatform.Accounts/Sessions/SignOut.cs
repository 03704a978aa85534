namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Closes the session of this browser, here and in the table of open sessions: a copy of its cookie is worth nothing. A second time changes nothing.</summary>
/// <param name="Session">Null when nobody is signed in here.</param>
internal sealed record SignOut(CurrentSession? Session, Actor? By) : IRequest<Unit>
{
    internal sealed class Handler(SignInManager<Person> signIn, OpenSessions sessions) : IRequestHandler<SignOut, Unit>
    {
        public async Task<Unit> Handle(SignOut command, CancellationToken ct)
        {
            if (command is { Session: { } session, By: { } by })
            {
                await sessions.CloseAsync(session.Id, by.Id, ct);
            }

            await signIn.SignOutAsync();
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(AccountLinks.SignOut, () => Page.Redirect("/"));
        to.Public.Form(AccountLinks.SignOut, PostAsync);
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new SignOut(CurrentSession.Of(http), http.ActorOrNull()), ct);
        return Page.Redirect("/", Flash.Done("Votre session est fermée.", "You are signed out."));
    }
}
