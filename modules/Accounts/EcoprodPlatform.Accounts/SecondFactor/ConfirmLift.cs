namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>
/// Another member of staff confirms what was asked (<see cref="AskLift"/>): the second factor is off, every session of the person is closed, and they are told.
/// </summary>
internal sealed record ConfirmLift(PersonId PersonId, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, TimeProvider clock) : IRequestHandler<ConfirmLift, Unit>
    {
        public async Task<Unit> Handle(ConfirmLift command, CancellationToken ct)
        {
            var person = await people.FindAsync(new Actor(command.PersonId));
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.ConfirmLift(command.By.Id, command.PersonId, clock.GetUtcNow()));
            await people.TurnSecondFactorOffAsync(person);
            LiftList.Forget(change.Work, person.Id);
            await mails.AddAsync(change.Work, "second-factor", person, new SecurityChangedMail
            {
                What = new Text("L’équipe Ecoprod a désactivé la double authentification", "The Ecoprod team has turned two-step sign-in off"),
            });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.LiftConfirmation, ShowAsync).NeedsFreshProof();
        to.Staff.Form(Links.LiftConfirmation, PostAsync).NeedsFreshProof();
    }

    private static async Task<IResult> ShowAsync(PersonId id, PageForm form, LiftList list, CancellationToken ct)
        => Page.Of(new ConfirmLiftPage { Person = await list.FindAsync(id, ct), Form = form }, form.Status);

    private static async Task<IResult> PostAsync(PersonId id, Asked asked, PageForm form, LiftList list, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new ConfirmLift(id, asked.By), ct))
            ? Page.Redirect(Links.Accounts, Flash.Done("Double authentification levée. La personne en est prévenue.", "Two-step sign-in lifted. The person is told."))
            : await ShowAsync(id, form, list, ct);
}
