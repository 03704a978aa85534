using System.Buffers.Text;

namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>One's own passkeys.</summary>
internal static class PasskeyList
{
    public static void Map(Routes to)
        => to.Page(Links.Passkeys, PageAsync);

    public static async Task<IResult> PageAsync(HttpContext http, Asked asked, PersonManager people, PageForm form)
    {
        var keys = await people.GetPasskeysAsync(await people.FindAsync(asked.By));
        return Page.Of(
            new PasskeysPage { Form = form, MayAdd = CurrentSession.Of(http) is { IsFresh: true }, Items = (IReadOnlyList<PasskeyItem>)[.. keys.OrderBy(k => k.CreatedAt).Select(ItemOf)] },
            form.Status);
    }

    /// <summary>One's own passkey; anybody else's is as unknown as one that never existed.</summary>
    public static async Task<UserPasskeyInfo> FindAsync(PersonManager people, Person person, string id)
    {
        var unknown = RuleBrokenException.NotFound("account.unknown-passkey", new Text("Cette clé d’accès n’existe plus.", "This passkey no longer exists."));
        if (!Base64Url.IsValid(id) || id.Length > 1400)
        {
            throw unknown;
        }

        return await people.GetPasskeyAsync(person, Base64Url.DecodeFromChars(id)) ?? throw unknown;
    }

    public static PasskeyItem ItemOf(UserPasskeyInfo key) => new(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "", key.CreatedAt, key.IsBackedUp);
}

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">Id of the credential, for addresses.</param>
/// <param name="Name">As its owner named it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="IsSynced">Kept by a password manager on several devices.</param>
public sealed record PasskeyItem(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced);
