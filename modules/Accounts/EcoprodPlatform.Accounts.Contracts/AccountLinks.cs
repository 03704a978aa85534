namespace EcoprodPlatform.Accounts.Contracts;

/// <summary>Pages of Accounts that other modules and mails link to.</summary>
public static class AccountLinks
{
    public const string SignIn = "/compte/connexion";

    public const string SignOut = "/compte/deconnexion";

    public const string Register = "/compte/inscription";

    public const string Account = "/compte";

    /// <summary>Sign in, then go on to <paramref name="path"/> (a path of this site).</summary>
    public static string SignInThen(string path) => $"{SignIn}?retour={Uri.EscapeDataString(path)}";

    /// <summary>Create an account, then go on to <paramref name="path"/>.</summary>
    public static string RegisterThen(string path) => $"{Register}?retour={Uri.EscapeDataString(path)}";
}
