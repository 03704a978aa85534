namespace EcoprodPlatform.Accounts.People;

/// <summary>Reads secrets from forms: exactly as typed, unlike names and titles.</summary>
internal static class PasswordField
{
    /// <summary>The secret, or an empty string after telling the person that it is missing.</summary>
    public static string Secret(this PageForm form, string name, Text label)
    {
        var value = form.Value(name) ?? "";
        if (value.Length == 0)
        {
            form.Add(name, new Text($"{label.Fr} : à renseigner.", $"{label.En}: please fill in."));
        }

        return value;
    }
}
