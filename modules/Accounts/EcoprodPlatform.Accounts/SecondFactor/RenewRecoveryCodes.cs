namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Makes new recovery codes, shown this once; the earlier ones are void.</summary>
internal sealed record RenewRecoveryCodes(string? CurrentPassword, Actor By) : IRequest<IReadOnlyList<string>>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<RenewRecoveryCodes, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(RenewRecoveryCodes command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.RenewRecoveryCodes());
            var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, TurnOnSecondFactor.Codes) ?? [];
            await mails.AddAsync(
                change.Work, "recovery-codes", person, new SecurityChangedMail { What = new Text("De nouveaux codes de secours ont été créés", "New recovery codes were made") });
            await change.SaveAsync(ct);
            return [.. codes];
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.RecoveryCodes, () => PageOf(new PageForm()));
        to.Form(Links.RecoveryCodes, PostAsync).NeverKept().LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        var password = form.CurrentPassword(http);
        IReadOnlyList<string> codes = [];
        return await form.TryAsync(async () => codes = await mediator.Send(new RenewRecoveryCodes(password, asked.By), ct))
            ? Page.Of(new RecoveryCodesPage { Codes = codes })
            : PageOf(form);
    }

    private static IResult PageOf(PageForm form) => Page.Of(
        new SecondFactorPasswordPage
        {
            Form = form,
            Title = new Text("Nouveaux codes de secours", "New recovery codes"),
            Lead = new Text("Les codes que vous avez déjà ne seront plus valables.", "The codes you already have will no longer be valid."),
            Verb = new Text("Créer les codes", "Make the codes"),
        },
        form.Status);
}
