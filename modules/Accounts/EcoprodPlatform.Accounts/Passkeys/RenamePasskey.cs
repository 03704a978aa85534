namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>Gives one's own passkey another name; only its owner ever sees it, so the log does not hear of it.</summary>
internal sealed record RenamePasskey(string Id, string Name, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people) : IRequestHandler<RenamePasskey, Unit>
    {
        public async Task<Unit> Handle(RenamePasskey command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            var passkey = await PasskeyList.FindAsync(people, person, command.Id);
            passkey.Name = command.Name;
            (await people.AddOrUpdatePasskeyAsync(person, passkey)).OrThrow();
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Passkey, ShowAsync);
        to.Form(Links.Passkey, PostAsync);
    }

    private static async Task<IResult> ShowAsync(string id, Asked asked, PersonManager people)
    {
        var passkey = await PasskeyList.FindAsync(people, await people.FindAsync(asked.By), id);
        return Page.Of(new RenamePasskeyPage { Form = new PageForm { ["name"] = passkey.Name } });
    }

    private static async Task<IResult> PostAsync(string id, Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        var name = form.Required("name", PasskeyNames.Label, AddPasskey.LongestName);
        return await form.TryAsync(() => mediator.Send(new RenamePasskey(id, name, asked.By), ct))
            ? Page.Redirect(Links.Passkeys, Flash.Done("Nom enregistré.", "Name saved."))
            : Page.Of(new RenamePasskeyPage { Form = form }, form.Status);
    }
}

/// <summary>Words about the names of passkeys.</summary>
internal static class PasskeyNames
{
    public static readonly Text Label = new("Nom de la clé", "Name of the key");
}
