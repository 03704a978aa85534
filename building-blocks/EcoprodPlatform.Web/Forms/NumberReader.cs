using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Forms;

/// <summary>
/// Reads a number the way people of both languages write it: <c>300 000,50</c> and <c>300,000.50</c>. What could be
/// read in two ways is refused rather than guessed: a factor of a thousand in a footprint is not a detail.
/// </summary>
public static partial class NumberReader
{
    private static readonly Text Example = new("écrivez un nombre, par exemple 300\u00A0000,50", "write a number, for example 300,000.50");

    /// <summary>Reads a decimal in the habits of <paramref name="culture"/>, accepting the other language's too.</summary>
    /// <param name="problem">What to tell the person, starting in lower case, to follow the field's label.</param>
    public static bool TryRead(string? raw, CultureInfo culture, out decimal value, [NotNullWhen(false)] out Text? problem)
    {
        value = 0;
        problem = null;
        var text = Unify(raw ?? "");
        var negative = text.StartsWith('-');
        text = text is ['-' or '+', ..] ? text[1..].TrimStart() : text;
        if (text.Length is 0 or > 60 || !Allowed().IsMatch(text) || !char.IsAsciiDigit(text.FirstOrDefault(c => c is not ('.' or ','))))
        {
            problem = Unit().IsMatch(text)
                ? new Text("écrivez le nombre seul, sans unité, par exemple 300\u00A0000,50", "write the number alone, without a unit, for example 300,000.50")
                : Example;
            return false;
        }

        if (!TrySplit(text, Languages.IsEnglish(culture), out var whole, out var fraction, out problem))
        {
            return false;
        }

        if (whole.TrimStart('0').Length + fraction.TrimEnd('0').Length > 27
            || !decimal.TryParse($"{whole}.{fraction}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            value = 0;
            problem = new Text("ce nombre est trop grand ou trop précis", "this number is too large or too precise");
            return false;
        }

        value = negative ? -value : value;
        // 300.000 and 300 are the same number; the scale must not depend on how it was typed.
        value /= 1.0000000000000000000000000000m;
        return true;
    }

    private static bool TrySplit(string text, bool english, out string whole, out string fraction, [NotNullWhen(false)] out Text? problem)
    {
        whole = text;
        fraction = "";
        problem = null;
        var lastComma = text.LastIndexOf(',');
        var lastDot = text.LastIndexOf('.');
        var commas = text.Count(c => c == ',');
        var dots = text.Count(c => c == '.');
        char? point = (commas, dots) switch
        {
            (0, 0) => null,
            ( > 0, > 0) => lastComma > lastDot ? ',' : '.',
            (1, 0) => english && Grouped().IsMatch(text) ? null : ',',
            (0, 1) => '.',
            _ => null,
        };
        if (!english && point == '.' && commas == 0 && Grouped().IsMatch(text))
        {
            var digits = text.Replace(".", "", StringComparison.Ordinal);
            problem = new Text(
                $"« {text} » peut se lire de deux façons : écrivez {digits[..^3]}\u00A0{digits[^3..]} pour les milliers, ou {text.Replace('.', ',')} pour les décimales",
                $"“{text}” can be read in two ways: write {digits[..^3]},{digits[^3..]} for thousands");
            return false;
        }

        if (point is { } p)
        {
            var at = text.LastIndexOf(p);
            if (text.AsSpan(0, at).Contains(p))
            {
                problem = Example;
                return false;
            }

            (whole, fraction) = (text[..at], text[(at + 1)..]);
        }

        if (fraction.Any(c => !char.IsAsciiDigit(c)) || !(whole.Length == 0 ? fraction.Length > 0 : Whole().IsMatch(whole)))
        {
            problem = Example;
            return false;
        }

        whole = new string([.. whole.Where(char.IsAsciiDigit)]);
        return true;
    }

    /// <summary>All the spaces that text carries around (no-break, narrow, thin) become one kind, all minus signs too.</summary>
    private static string Unify(string raw)
    {
        var text = new StringBuilder(raw.Length);
        foreach (var c in raw.Trim())
        {
            text.Append(c switch
            {
                '\u2212' => '-',
                '\u00A0' or '\u202F' or '\u2009' or '\u2007' => ' ',
                _ => c,
            });
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^[0-9 .,]+$", RegexOptions.None, 200)]
    private static partial Regex Allowed();

    /// <summary>A number followed by letters or signs: someone typed the unit.</summary>
    [GeneratedRegex(@"^[0-9][0-9 .,]*\s*[\p{L}€$£%²³/]{1,12}$", RegexOptions.None, 200)]
    private static partial Regex Unit();

    /// <summary>One separator before exactly three digits, after one to three digits that do not start with zero.</summary>
    [GeneratedRegex(@"^[1-9][0-9]{0,2}[.,][0-9]{3}$", RegexOptions.None, 200)]
    private static partial Regex Grouped();

    /// <summary>Digits, or groups of three with one and the same separator.</summary>
    [GeneratedRegex(@"^([0-9]+|[0-9]{1,3}( [0-9]{3})+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}(\.[0-9]{3})+)$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Whole();
}
