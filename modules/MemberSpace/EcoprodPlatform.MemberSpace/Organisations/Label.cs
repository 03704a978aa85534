namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>A short name given by a person: one line, visible, at most 200 characters.</summary>
internal static class Label
{
    private const int Longest = 200;

    /// <summary>The name, trimmed and in Unicode's composed form; throws when it cannot be one.</summary>
    /// <param name="raw">As given.</param>
    /// <param name="field">Form field or JSON property.</param>
    /// <param name="missing">Code of the rule that asks for it.</param>
    public static string Of(string? raw, string field, string missing)
    {
        var text = PlainText.Tidy(raw);
        if (text.Length > Longest)
        {
            throw new RuleBrokenException(
                "name.too-long",
                new Text($"Le nom est trop long : {Longest} caractères au plus.", $"The name is too long: at most {Longest} characters."),
                RuleKind.Invalid,
                field);
        }

        if (!PlainText.IsReadable(text))
        {
            throw new RuleBrokenException(
                "name.unreadable",
                new Text("Le nom contient un caractère invisible : retapez-le au lieu de le coller.", "The name holds an invisible character: type it instead of pasting it."),
                RuleKind.Invalid,
                field);
        }

        if (PlainText.IsEmpty(text) || Folded.Of(text).Length == 0)
        {
            throw new RuleBrokenException(missing, new Text("Indiquez un nom.", "Give a name."), RuleKind.Invalid, field);
        }

        return text;
    }
}
