namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Makes a new key for an authenticator app. Signing in asks for nothing more until a code has proved that the app has it.</summary>
internal sealed record StartSecondFactor(Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people) : IRequestHandler<StartSecondFactor, Unit>
    {
        public async Task<Unit> Handle(StartSecondFactor command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            if (person.TwoFactorEnabled)
            {
                throw AlreadyOn();
            }

            (await people.ResetAuthenticatorKeyAsync(person)).OrThrow();
            return Unit.Value;
        }
    }

    public static RuleBrokenException AlreadyOn()
        => RuleBrokenException.Conflict("account.second-factor-on", new Text("La double authentification est déjà active.", "Two-step sign-in is already on."));

    public static void Map(Routes to)
        => to.Form(Links.SecondFactor, PostAsync).NeedsFreshProof();

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        if (!await form.TryAsync(() => mediator.Send(new StartSecondFactor(asked.By), ct)))
        {
            return await SecondFactorOverview.PageAsync(await people.FindAsync(asked.By), people, form);
        }

        await signIn.RefreshAsync(people, asked.By);
        return Page.Redirect(Links.SecondFactorSetUp);
    }
}
