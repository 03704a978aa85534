using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Shouldly;

namespace EcoprodPlatform.Testing;

/// <summary>A page as a visitor got it, after any redirects.</summary>
public sealed record Page(HttpStatusCode Status, Uri Address, IHtmlDocument Document, string Html)
{
    /// <summary>Path and query: what the address bar shows after the host.</summary>
    public string Path => Address.PathAndQuery;

    /// <summary>All text of the page's main part (of its body when it has none), white space folded.</summary>
    public string Text => Fold((Document.QuerySelector("main") ?? Document.Body)?.TextContent);

    public string Title => Document.Title ?? "";

    /// <summary>The one element for a selector; the test fails with the page's text when there is none, or more.</summary>
    public IElement Find(string selector)
    {
        var found = Document.QuerySelectorAll(selector);
        found.Length.ShouldBe(1, $"elements for {selector} on {Path} ({(int)Status}). The page says: {Text}");
        return found[0];
    }

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    public IReadOnlyList<IElement> All(string selector) => [.. Document.QuerySelectorAll(selector)];

    /// <summary>Texts of all elements for a selector, white space folded.</summary>
    public IReadOnlyList<string> Texts(string selector) => [.. All(selector).Select(e => Fold(e.TextContent))];

    /// <summary>The form for a selector, or the page's only form that posts.</summary>
    public IHtmlFormElement Form(string selector = "main form[method=post]") => (IHtmlFormElement)Find(selector);

    public static string Fold(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
