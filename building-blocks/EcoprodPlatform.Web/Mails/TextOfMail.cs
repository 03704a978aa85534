using System.Net;
using System.Text;

namespace EcoprodPlatform.Web.Mails;

/// <summary>
/// The plain text of a mail, taken from its HTML: paragraphs, lists, tables and links (the address after the words). It
/// reads the markup our own components write, not any HTML.
/// </summary>
internal static class TextOfMail
{
    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        var hidden = 0;
        string? href = null;
        var linkStart = 0;
        for (var i = 0; i < html.Length;)
        {
            if (html[i] != '<')
            {
                var end = html.IndexOf('<', i);
                end = end < 0 ? html.Length : end;
                if (hidden == 0)
                {
                    AppendWords(text, WebUtility.HtmlDecode(html[i..end]));
                }

                i = end;
                continue;
            }

            if (html.AsSpan(i).StartsWith("<!--", StringComparison.Ordinal))
            {
                var close = html.IndexOf("-->", i, StringComparison.Ordinal);
                i = close < 0 ? html.Length : close + 3;
                continue;
            }

            var gt = html.IndexOf('>', i);
            gt = gt < 0 ? html.Length - 1 : gt;
            var tag = html[(i + 1)..gt];
            i = gt + 1;
            var closing = tag.StartsWith('/');
            var name = new string([.. tag.TrimStart('/').TakeWhile(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
            switch (name)
            {
                case "head" or "style" or "title":
                    hidden += closing ? -1 : 1;
                    break;
                case "br":
                    Break(text, 1);
                    break;
                case "p" or "h1" or "h2" or "ul" or "ol" or "table" or "div":
                    Break(text, 2);
                    break;
                case "li" when !closing:
                    Break(text, 1);
                    text.Append("- ");
                    break;
                case "tr":
                    Break(text, 1);
                    break;
                case "td" or "th" when closing:
                    text.Append("  ");
                    break;
                case "a" when !closing && hidden == 0:
                    href = Attribute(tag, "href");
                    linkStart = text.Length;
                    break;
                case "a" when closing && href is not null:
                    var words = text.ToString(linkStart, text.Length - linkStart).Trim();
                    if (words != href)
                    {
                        text.Append(words.EndsWith(':') ? " " : " : ").Append(href);
                    }

                    href = null;
                    break;
            }
        }

        var lines = text.ToString().Split('\n').Select(l => l.TrimEnd());
        return string.Join('\n', lines).Trim() + "\n";
    }

    private static void AppendWords(StringBuilder text, string words)
    {
        foreach (var c in words)
        {
            if (c is ' ' or '\n' or '\r' or '\t')
            {
                if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                {
                    text.Append(' ');
                }
            }
            else
            {
                text.Append(c);
            }
        }
    }

    private static void Break(StringBuilder text, int lines)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        if (text.Length == 0)
        {
            return;
        }

        var there = 0;
        while (there < text.Length && there < lines && text[text.Length - 1 - there] == '\n')
        {
            there++;
        }

        text.Append('\n', lines - there);
    }

    private static string? Attribute(string tag, string name)
    {
        var at = tag.IndexOf(name + "=\"", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var start = at + name.Length + 2;
        var end = tag.IndexOf('"', start);
        return end < 0 ? null : WebUtility.HtmlDecode(tag[start..end]);
    }
}
