using System.Globalization;
using System.Text;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web;

/// <summary>
/// How what people read is set, in one place for pages and mails: French puts a narrow no-break space before <c>: ; ! ? »</c> and after <c>«</c>,
/// and CO₂e is written with its index. Sources, data and programs keep the plain characters.
/// </summary>
public static class Typography
{
    private const char Narrow = '\u202F';

    /// <summary>Attributes that are read: shown by the style sheet or spoken by a screen reader.</summary>
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal) { "data-label", "data-busy", "data-done", "aria-label", "title", "placeholder", "alt" };

    /// <summary>Elements whose content is not prose.</summary>
    private static readonly HashSet<string> Raw = new(StringComparer.Ordinal) { "script", "style", "textarea", "code", "pre" };

    /// <summary>Plain text.</summary>
    public static string Set(string text, CultureInfo culture)
    {
        var set = new StringBuilder(text.Length + 8);
        Append(set, text, !Languages.IsEnglish(culture));
        return set.ToString();
    }

    /// <summary>An HTML document or a piece of one, as our components write it: what stands between tags, and the attributes that are read.</summary>
    public static string SetHtml(string html, CultureInfo culture)
    {
        var french = !Languages.IsEnglish(culture);
        var set = new StringBuilder(html.Length + (html.Length / 64));
        var rest = html.AsSpan();
        while (rest.Length > 0)
        {
            var open = rest.IndexOf('<');
            Append(set, open < 0 ? rest : rest[..open], french);
            if (open < 0)
            {
                break;
            }

            rest = rest[open..];
            var close = EndOfTag(rest);
            AppendTag(set, rest[..close], french);
            var name = NameOf(rest[1..close]);
            rest = rest[close..];
            if (Raw.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            {
                var end = rest.IndexOf($"</{name}", StringComparison.Ordinal);
                end = end < 0 ? rest.Length : end;
                set.Append(rest[..end]);
                rest = rest[end..];
            }
        }

        return set.ToString();
    }

    private static void Append(StringBuilder set, ReadOnlySpan<char> text, bool french)
    {
        while (text.Length > 0)
        {
            var at = text.IndexOfAny(' ', 'C');
            if (at < 0 || at == text.Length - 1)
            {
                set.Append(text);
                return;
            }

            set.Append(text[..at]);
            if (text[at] == 'C')
            {
                var isCo2e = text[at..].StartsWith("CO2e", StringComparison.Ordinal);
                set.Append(isCo2e ? "CO₂e" : "C");
                text = text[(at + (isCo2e ? 4 : 1))..];
                continue;
            }

            var before = at > 0 ? text[at - 1] : set.Length > 0 ? set[^1] : '\0';
            set.Append(french && (before == '«' || IsHighPunctuation(text[(at + 1)..])) ? Narrow : ' ');
            text = text[(at + 1)..];
        }
    }

    /// <summary>A sign that stands alone: not the colon of a time or an address, not a smiley's.</summary>
    private static bool IsHighPunctuation(ReadOnlySpan<char> text)
        => text[0] is ':' or ';' or '!' or '?' or '»' && (text.Length == 1 || text[1] is ' ' or '\n' or '\r' or '.' or ',' or ')' or '»' or '!' or '?' or Narrow or '\u00A0' or '<');

    private static void AppendTag(StringBuilder set, ReadOnlySpan<char> tag, bool french)
    {
        while (tag.Length > 0)
        {
            var equals = tag.IndexOf("=\"", StringComparison.Ordinal);
            if (equals < 0)
            {
                set.Append(tag);
                return;
            }

            var name = tag[..equals];
            name = name[(name.LastIndexOfAny(" \n\t") + 1)..];
            var value = tag[(equals + 2)..];
            var end = value.IndexOf('"');
            end = end < 0 ? value.Length : end;
            set.Append(tag[..(equals + 2)]);
            if (Read.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            {
                Append(set, value[..end], french);
            }
            else
            {
                set.Append(value[..end]);
            }

            tag = value[end..];
        }
    }

    /// <summary>After the closing bracket; brackets within quotes do not count.</summary>
    private static int EndOfTag(ReadOnlySpan<char> html)
    {
        var quoted = false;
        for (var i = 1; i < html.Length; i++)
        {
            if (html[i] == '"')
            {
                quoted = !quoted;
            }
            else if (html[i] == '>' && !quoted)
            {
                return i + 1;
            }
        }

        return html.Length;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny(" >/\n");
        return end < 0 ? tag : tag[..end];
    }
}
