namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>
/// A member of staff asks to lift the second factor of somebody who has lost it; the person is told at once. Nothing changes before another
/// confirms it (<see cref="ConfirmLift"/>): nobody of the team opens an account alone.
/// </summary>
internal sealed record AskLift(PersonId PersonId, LiftReason Reason, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, TimeProvider clock) : IRequestHandler<AskLift, Unit>
    {
        public async Task<Unit> Handle(AskLift command, CancellationToken ct)
        {
            var person = await people.FindAsync(new Actor(command.PersonId));
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            var asked = change.Account.AskLift(command.By.Id, command.PersonId, command.Reason, clock.GetUtcNow());
            change.Record([asked]);
            change.Work.Also(
                """
                insert into second_factor_lifts (user_id, asked_by, reason, until) values ($1, $2, $3, $4)
                on conflict (user_id) do update set asked_by = excluded.asked_by, reason = excluded.reason, until = excluded.until
                """,
                person.Id,
                command.By.Id,
                command.Reason,
                asked.Until);
            await mails.AddAsync(change.Work, "second-factor-lift", person, new LiftAskedMail { Reason = LiftReasons.Words(command.Reason.ToString()) });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Lift, ShowAsync).NeedsFreshProof();
        to.Staff.Form(Links.Lift, PostAsync).NeedsFreshProof();
    }

    private static async Task<IResult> ShowAsync(PersonId id, Asked asked, PageForm form, LiftList list, CancellationToken ct)
        => Page.Of(new AskLiftPage { Person = await list.FindAsync(id, ct), By = asked.By.Id, Form = form }, form.Status);

    private static async Task<IResult> PostAsync(PersonId id, Asked asked, PageForm form, LiftList list, IMediator mediator, CancellationToken ct)
    {
        var reason = form.Choice<LiftReason>("reason", new Text("Motif", "Reason"), required: true);
        return await form.TryAsync(() => mediator.Send(new AskLift(id, reason!.Value, asked.By), ct))
            ? Page.Redirect(Links.Accounts, Flash.Done("Demande enregistrée : une autre personne de l’équipe doit la confirmer.", "Request recorded: another member of the team must confirm it."))
            : await ShowAsync(id, asked, form, list, ct);
    }
}
