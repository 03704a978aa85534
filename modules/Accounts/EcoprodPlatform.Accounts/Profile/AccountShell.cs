using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Accounts.Profile;

/// <summary>Who is signed in, and the way in or out. Everything comes from the session: no query.</summary>
internal sealed class AccountShell : IShellContributor
{
    public ValueTask ContributeAsync(ShellContext context, CancellationToken ct)
    {
        if (context.Actor is null)
        {
            var here = context.IsUnder(AccountLinks.Account) || context.Path == "/" ? null : context.Path.Value;
            context.Add(new AccountLink(new Text("Créer un compte", "Create an account"), Links.Then(AccountLinks.Register, here), Order: 10));
            context.Add(new AccountLink(new Text("Se connecter", "Sign in"), Links.Then(AccountLinks.SignIn, here), IsMain: true, Order: 20));
        }
        else
        {
            context.PersonName = $"{context.User.FindFirstValue(ClaimTypes.GivenName)} {context.User.FindFirstValue(ClaimTypes.Surname)}".Trim();
            context.Add(new AccountLink(new Text("Mon compte", "My account"), AccountLinks.Account, Order: 80));
            context.Add(new AccountLink(new Text("Se déconnecter", "Sign out"), AccountLinks.SignOut, IsPost: true, Order: 90));
        }

        return ValueTask.CompletedTask;
    }
}
