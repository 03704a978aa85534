using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Assets;

namespace EcoprodPlatform.Web.Forms;

/// <summary>
/// Reads a number the way people of both languages write it: <c>300 000,50</c> and <c>300,000.50</c>. What could be
/// read in two ways is refused rather than guessed: a factor of a thousand in a footprint is not a detail. The rules stand in
/// <c>Assets/number-grammar.js</c>, which the browser follows too.
/// </summary>
public static partial class NumberReader
{
    /// <summary>Digits that a number may have: as many as are kept exactly.</summary>
    private const int MostDigits = 27;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly Grammar Known = Read();

    /// <summary>Reads a decimal in the habits of the language it was written in, accepting the other language's too.</summary>
    /// <param name="raw">The text.</param>
    /// <param name="writtenIn">The language of the form; null: nobody knows, so that more has to be asked.</param>
    /// <param name="value">The number, without trailing zeros; 0 when there is none.</param>
    /// <param name="problem">What to tell the person, starting in lower case, to follow the field's label.</param>
    /// <param name="example">A number that would do in this field, shown to whoever wrote none; by default 300,000.50.</param>
    /// <param name="units">What the field counts in, by every name that may be written with the number ("€", "EUR"); another one is refused.</param>
    public static bool TryRead(string? raw, CultureInfo? writtenIn, out decimal value, [NotNullWhen(false)] out Text? problem, decimal? example = null, IEnumerable<string>? units = null)
    {
        value = 0;
        var text = Known.Space.Replace((raw ?? "").Trim(), " ");
        var negative = Known.Minus.IsMatch(text);
        text = (negative ? Known.Minus : Known.Plus).Replace(text, "");
        text = WithoutUnit(text, units ?? []);
        var language = writtenIn is null ? "" : Languages.IsEnglish(writtenIn) ? "en" : "fr";
        if (text.Length > Known.Longest || Known.Rules.FirstOrDefault(r => (r.In ?? language) == language && r.Text.IsMatch(text)) is not { } rule)
        {
            problem = NoNumber(text, example);
            return false;
        }

        if (rule.Asks)
        {
            problem = TwoWays(text, language);
            return false;
        }

        var parts = rule.Text.Match(text).Groups;
        var whole = new string([.. parts["w"].Value.Where(char.IsAsciiDigit)]).TrimStart('0');
        var fraction = parts["f"].Value.TrimEnd('0');
        if (whole.Length + fraction.Length > MostDigits)
        {
            problem = whole.Length > MostDigits ? new Text("ce nombre est trop grand", "this number is too large") : new Text("ce nombre est trop précis", "this number is too precise");
            return false;
        }

        // 300.000 and 300 are the same number; the scale must not depend on how it was typed.
        value = Format.Plain(decimal.Parse($"{(negative ? "-" : "")}0{whole}.{fraction}0", NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        problem = null;
        return true;
    }

    /// <summary>"1 500 000 €" and "€1,500,000" where the field counts in euros.</summary>
    private static string WithoutUnit(string text, IEnumerable<string> units)
    {
        foreach (var unit in units.OrderByDescending(u => u.Length))
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && text[..^unit.Length].TrimEnd() is [.., >= '0' and <= '9'] before)
            {
                return before;
            }

            if (!char.IsLetter(unit[0]) && text.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                return text[unit.Length..].TrimStart();
            }
        }

        return text;
    }

    private static Text NoNumber(string text, decimal? example)
    {
        var (fr, en) = example is { } fitting ? (Format.Input(fitting, Languages.French), Format.Input(fitting, Languages.English)) : ("300\u00A0000,50", "300,000.50");
        return TooLong().IsMatch(text)
            ? new Text("ce nombre est trop grand ou trop précis", "this number is too large or too precise")
            : Unit().IsMatch(text)
                ? new Text($"écrivez le nombre seul, sans unité, par exemple {fr}", $"write the number alone, without a unit, for example {en}")
                : new Text($"écrivez un nombre, par exemple {fr}", $"write a number, for example {en}");
    }

    /// <summary>Both readings, each as it is written without a doubt.</summary>
    private static Text TwoWays(string text, string language)
    {
        var (before, after) = (text[..^4], text[^3..]);
        return language == "fr"
            ? new Text(
                $"« {text} » peut se lire de deux façons : écrivez {before}\u00A0{after} pour les milliers, ou {before},{after} pour les décimales",
                $"“{text}” can be read in two ways: write {before},{after} for thousands")
            : new Text(
                $"« {text} » peut se lire de deux façons : écrivez {before}\u00A0{after} pour les milliers, ou {before},{after}0 pour les décimales",
                $"“{text}” can be read in two ways: write {before} {after} for thousands, or {before}.{after}0 for decimals");
    }

    private static Grammar Read()
    {
        var source = WebAssets.Read("number-grammar.js");
        const string Before = "export default ";
        var json = source[(source.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..source.LastIndexOf(';')];
        return JsonSerializer.Deserialize<Written>(json, JsonSerializerOptions.Web)!.Compile();
    }

    private static Regex Compiled(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);

    /// <summary>A number followed by letters or signs: someone typed the unit.</summary>
    [GeneratedRegex(@"^[0-9][0-9 .,]*\s*[\p{L}€$£%²³/]{1,12}$", RegexOptions.None, 200)]
    private static partial Regex Unit();

    /// <summary>Digits and nothing else, more of them than are looked at.</summary>
    [GeneratedRegex("^[0-9 .,]{61,}$", RegexOptions.None, 200)]
    private static partial Regex TooLong();

    private sealed record Written(string Minus, string Plus, string Space, int Longest, WrittenRule[] Rules)
    {
        public Grammar Compile() => new(
            Compiled(Minus), Compiled(Plus), Compiled(Space), Longest, [.. Rules.Select(r => new Rule(r.In, r.Asks, Compiled(r.Text)))]);
    }

    private sealed record WrittenRule(string? In, bool Asks, string Text);

    private sealed record Grammar(Regex Minus, Regex Plus, Regex Space, int Longest, Rule[] Rules);

    private sealed record Rule(string? In, bool Asks, Regex Text);
}
