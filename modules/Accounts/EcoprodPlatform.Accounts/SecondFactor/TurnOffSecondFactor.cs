namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Turns two-step sign-in off, and makes the app's key and the recovery codes worthless.</summary>
internal sealed record TurnOffSecondFactor(string? CurrentPassword, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<TurnOffSecondFactor, Unit>
    {
        public async Task<Unit> Handle(TurnOffSecondFactor command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.TurnSecondFactorOff());
            await people.TurnSecondFactorOffAsync(person);
            LiftList.Forget(change.Work, person.Id);
            await mails.AddAsync(
                change.Work, "second-factor", person, new SecurityChangedMail { What = new Text("La double authentification est désactivée", "Two-step sign-in is off") });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.SecondFactorOff, () => PageOf(new PageForm()));
        to.Form(Links.SecondFactorOff, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, Asked asked, PageForm form, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var password = form.CurrentPassword(http);
        if (!await form.TryAsync(() => mediator.Send(new TurnOffSecondFactor(password, asked.By), ct)))
        {
            return PageOf(form);
        }

        await signIn.RefreshAsync(people, asked.By);
        return Page.Redirect(Links.Security, Flash.Done("Double authentification désactivée.", "Two-step sign-in turned off."));
    }

    private static IResult PageOf(PageForm form) => Page.Of(
        new SecondFactorPasswordPage
        {
            Form = form,
            Title = new Text("Désactiver la double authentification", "Turn off two-step sign-in"),
            Lead = new Text("Votre mot de passe suffira pour vous connecter.", "Your password will be enough to sign in."),
            Verb = new Text("Désactiver", "Turn off"),
        },
        form.Status);
}
