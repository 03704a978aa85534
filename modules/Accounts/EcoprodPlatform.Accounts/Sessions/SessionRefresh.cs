namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Keeps the session in which something changed, while the change cuts all others.</summary>
internal static class SessionRefresh
{
    public static async Task RefreshAsync(this SignInManager<Person> signIn, PersonManager people, Actor actor)
    {
        if (await people.FindByIdAsync(actor.Id.ToString()) is { } person)
        {
            await signIn.RefreshSignInAsync(person);
        }
    }
}
