namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Closes the session of this browser; a second time changes nothing.</summary>
internal sealed record SignOut : IRequest<Unit>
{
    internal sealed class Handler(SignInManager<Person> signIn) : IRequestHandler<SignOut, Unit>
    {
        public async Task<Unit> Handle(SignOut command, CancellationToken ct)
        {
            await signIn.SignOutAsync();
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
        => to.Public.Form(AccountLinks.SignOut, PostAsync);

    private static async Task<IResult> PostAsync(IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new SignOut(), ct);
        return Page.Redirect("/", Flash.Done("Votre session est fermée.", "You are signed out."));
    }
}
