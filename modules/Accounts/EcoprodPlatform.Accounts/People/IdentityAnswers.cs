namespace EcoprodPlatform.Accounts.People;

/// <summary>Turns Identity's answers into the product's: rules with stable codes, in both languages.</summary>
internal static class IdentityAnswers
{
    /// <summary>Passes when Identity agreed; throws what its refusal means otherwise.</summary>
    /// <param name="passwordField">The form field that holds the new password, if one is concerned.</param>
    public static void OrThrow(this IdentityResult result, string? passwordField = null)
    {
        if (result.Succeeded)
        {
            return;
        }

        var codes = result.Errors.Select(e => e.Code).ToList();
        throw codes switch
        {
            _ when codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure)) => new ConcurrencyException("This person was changed by someone else meanwhile."),
            _ when codes.Any(IsAboutPassword) => TooWeak(passwordField),
            _ when codes.Contains(nameof(IdentityErrorDescriber.InvalidToken)) => LinkExpired(),
            _ when codes.Contains(nameof(IdentityErrorDescriber.DuplicateEmail)) => LinkExpired(),
            _ => new InvalidOperationException($"Identity refused: {string.Join(", ", codes)}"),
        };
    }

    /// <summary>A link of a mail that cannot be used. One answer for every reason, so that it tells nothing about any account.</summary>
    public static RuleBrokenException LinkExpired() => new(
        "account.link-expired",
        new Text(
            "Ce lien n’est plus valable : il a déjà servi, il a expiré, ou il est incomplet. Demandez-en un nouveau.",
            "This link is no longer valid: it was already used, it has expired, or it is incomplete. Ask for a new one."));

    private static RuleBrokenException TooWeak(string? field) => new(
        "account.password-too-weak",
        new Text(
            $"Mot de passe : {NewPassword.Shortest} caractères au moins, dont {NewPassword.Different} différents.",
            $"Password: at least {NewPassword.Shortest} characters, of which {NewPassword.Different} are different."),
        field: field);

    private static bool IsAboutPassword(string code)
        => code.StartsWith("PasswordTooShort", StringComparison.Ordinal) || code.StartsWith("PasswordRequires", StringComparison.Ordinal);
}
