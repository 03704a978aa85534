namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// What a new password must be: long rather than complicated, as ANSSI and NIST advise. Passwords are taken exactly as
/// typed: no trimming, any script.
/// </summary>
internal static class NewPassword
{
    public const int Shortest = 10;

    /// <summary>No more: a megabyte to hash would be a way to keep the server busy.</summary>
    public const int Longest = 128;

    /// <summary>How many different characters it must hold.</summary>
    public const int Different = 4;

    public static readonly Text Label = new("Mot de passe", "Password");

    public static readonly Text Help = new(
        $"{Shortest} caractères au moins, dont {Different} différents, et pas votre adresse. Une phrase courte est plus sûre et plus facile à retenir qu’un mot compliqué.",
        $"At least {Shortest} characters, {Different} of them different, and not your address. A short sentence is safer and easier to remember than a complicated word.");

    /// <summary>Throws when <paramref name="password"/> may not be chosen by <paramref name="person"/>; asks Identity's validators.</summary>
    public static async Task CheckAsync(UserManager<Person> people, Person person, string password, string field)
    {
        if (password.Length > Longest)
        {
            throw new RuleBrokenException(
                "account.password-too-long",
                new Text($"Mot de passe : {Longest} caractères au plus.", $"Password: at most {Longest} characters."),
                field: field);
        }

        if (person.Email is { Length: > 0 } email && string.Equals(password, email, StringComparison.OrdinalIgnoreCase))
        {
            throw new RuleBrokenException(
                "account.password-is-address",
                new Text("Mot de passe : choisissez autre chose que votre adresse.", "Password: choose something other than your address."),
                field: field);
        }

        foreach (var validator in people.PasswordValidators)
        {
            (await validator.ValidateAsync(people, person, password)).OrThrow(field);
        }
    }
}
