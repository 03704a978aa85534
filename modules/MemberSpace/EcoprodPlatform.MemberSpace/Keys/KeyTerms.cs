namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>What staff say of a key they issue. Where several things are wrong, all are told.</summary>
/// <param name="Name">What it is for; shown wherever the key is.</param>
/// <param name="Quotation">Reference of the quotation that the connection was sold on (MS-5).</param>
/// <param name="ExpiresOn">Last day it opens anything.</param>
internal sealed record KeyTerms(string Name, string Quotation, IReadOnlyList<string> Scopes, DateOnly ExpiresOn)
{
    public static KeyTerms Of(string? name, string? quotation, IReadOnlyList<string>? scopes, DateOnly? expiresOn, DateOnly today)
    {
        RuleBrokenException.ThrowIfAny(RuleBrokenException.Among(
            () => Label.Of(name, "name", "key.name-required"),
            () => Reference(quotation),
            () => Known(scopes),
            () => Day(expiresOn, today)));
        return new KeyTerms(Label.Of(name, "name", "key.name-required"), Reference(quotation), Known(scopes), Day(expiresOn, today));
    }

    private static string Reference(string? raw)
        => PlainText.Tidy(raw) is var text && PlainText.IsEmpty(text) ? throw Refused("key.quotation-required", "quotation", new(
                "Indiquez la référence du devis : une clé n’est émise que sur devis.", "Give the reference of the quotation: a key is only issued on a quotation."))
            : PlainText.Fault(text, 100, lines: false) is { } fault ? throw Refused("key.quotation-unreadable", "quotation", new($"Référence du devis : {fault.Fr}.", $"Reference of the quotation: {fault.En}."))
            : text;

    private static string[] Known(IReadOnlyList<string>? scopes)
        => scopes is { Count: > 0 } && scopes.All(s => KeyScope.Find(s) is not null)
            ? [.. KeyScope.All.Select(s => s.Code).Where(scopes.Contains)]
            : throw Refused("key.scope-required", "scopes", new(
                $"Choisissez au moins un droit parmi {string.Join(", ", KeyScope.All.Select(s => s.Code))}.", $"Choose at least one right among {string.Join(", ", KeyScope.All.Select(s => s.Code))}."));

    private static DateOnly Day(DateOnly? day, DateOnly today)
        => day is { } given && given >= today && given <= SpaceKey.LastDay(today)
            ? given
            : throw Refused("key.expiry", "expiresOn", new(
                $"Date de fin : choisissez un jour entre aujourd’hui et le {Format.Date(SpaceKey.LastDay(today), Languages.French)} ({SpaceKey.LongestYears} ans au plus).",
                $"Last day: choose a day between today and {Format.Date(SpaceKey.LastDay(today), Languages.English)} (at most {SpaceKey.LongestYears} years)."));

    private static RuleBrokenException Refused(string code, string field, Text words) => new(code, words, RuleKind.Invalid, field);
}
