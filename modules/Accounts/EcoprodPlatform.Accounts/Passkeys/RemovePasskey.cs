namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>Takes a passkey away; sessions elsewhere, perhaps opened with it, are closed.</summary>
internal sealed record RemovePasskey(string Id, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<RemovePasskey, Unit>
    {
        public async Task<Unit> Handle(RemovePasskey command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            var passkey = await PasskeyList.FindAsync(people, person, command.Id);
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.RemovePasskey());
            (await people.RemovePasskeyAsync(person, passkey.CredentialId)).OrThrow();
            (await people.UpdateSecurityStampAsync(person)).OrThrow();
            await mails.AddAsync(
                change.Work, "passkey-removed", person, new SecurityChangedMail { What = new Text("Une clé d’accès a été retirée", "A passkey was removed") });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.PasskeyRemoval, ShowAsync).NeedsFreshProof();
        to.Form(Links.PasskeyRemoval, PostAsync).NeedsFreshProof();
    }

    private static async Task<IResult> ShowAsync(string id, Asked asked, PersonManager people)
        => Page.Of(new RemovePasskeyPage { Name = (await PasskeyList.FindAsync(people, await people.FindAsync(asked.By), id)).Name ?? "" });

    private static async Task<IResult> PostAsync(string id, Asked asked, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        await mediator.Send(new RemovePasskey(id, asked.By), ct);
        await signIn.RefreshAsync(people, asked.By);
        return Page.Redirect(Links.Passkeys, Flash.Done("Clé d’accès retirée. Pensez à la supprimer aussi de l’appareil qui la garde.", "Passkey removed. Remember to delete it from the device that keeps it."));
    }
}
