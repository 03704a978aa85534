namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// Asks for the current password before what could take an account over. Wrong ones count as attempts, so that an
/// open session is no place to guess from.
/// </summary>
internal static class PasswordProof
{
    public const string Field = "currentPassword";

    public static readonly Text Label = new("Mot de passe actuel", "Current password");

    /// <summary>What a form says of it; nothing is missing when a passkey has just been used.</summary>
    public static string? CurrentPassword(this PageForm form, HttpContext http)
        => CurrentSession.Of(http) is { IsFreshByPasskey: true } ? null : form.Secret(Field, Label);

    /// <summary>The current password, or a passkey used in this session just now.</summary>
    public static Task RequireAsync(this PersonManager people, Person person, string? password)
        => people.IsProvedByPasskey ? Task.CompletedTask : people.RequirePasswordAsync(person, password);

    public static async Task RequirePasswordAsync(this PersonManager people, Person person, string? password)
    {
        if (!await people.IsLockedOutAsync(person) && password is { Length: > 0 and <= NewPassword.Longest } && await people.CheckPasswordAsync(person, password))
        {
            await people.ResetAccessFailedCountAsync(person);
            return;
        }

        throw new RuleBrokenException(
            "account.wrong-password",
            new Text(
                "Mot de passe actuel : il n’est pas reconnu. Après 5 essais, il faut patienter jusqu’à 10 minutes.",
                "Current password: it is not recognised. After 5 attempts one has to wait up to 10 minutes."),
            field: Field);
    }
}
