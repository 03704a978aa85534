using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Shouldly;

namespace EcoprodPlatform.Testing;

/// <summary>
/// Somebody with a browser without JavaScript: keeps cookies, reads pages, fills in the forms that are really there
/// (hidden fields and the antiforgery token included) and follows redirects.
/// </summary>
public sealed class Visitor : IDisposable
{
    private const int MostRedirects = 10;
    private static readonly HtmlParser Parser = new();

    internal Visitor(HttpClient client, string language)
    {
        Client = client;
        Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>The same cookies without any help: no redirect is followed.</summary>
    public HttpClient Client { get; }

    /// <summary>The page at <paramref name="path"/>, after redirects.</summary>
    public async Task<Page> GetPageAsync(string path) => await ReadAsync(await Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)));

    /// <summary>
    /// Submits a form of a page as a browser would, with these fields changed, and returns the page it leads to.
    /// A field the form does not have is an error: use <see cref="PostAsync"/> to send what no form offers.
    /// </summary>
    public Task<Page> SubmitAsync(Page page, IHtmlFormElement form, params (string Name, string Value)[] values)
        => SubmitAsync(page, form, submitter: null, values);

    /// <summary>Submits the page's only posting form.</summary>
    public Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] values) => SubmitAsync(page, page.Form(), submitter: null, values);

    /// <summary>Submits by one certain button, whose name, value and address count.</summary>
    public async Task<Page> SubmitAsync(Page page, IHtmlFormElement form, IElement? submitter, params (string Name, string Value)[] values)
    {
        List<KeyValuePair<string, string>> fields = [.. FieldsOf(form, submitter)];
        var known = form.Elements.Select(e => e.GetAttribute("name")).Where(n => n is not null).ToHashSet(StringComparer.Ordinal);
        foreach (var name in values.Select(v => v.Name).Distinct(StringComparer.Ordinal))
        {
            if (!known.Contains(name))
            {
                throw new InvalidOperationException($"The form on {page.Path} has no field \"{name}\"; it has {string.Join(", ", known)}");
            }

            fields.RemoveAll(f => string.Equals(f.Key, name, StringComparison.Ordinal));
        }

        fields.AddRange(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        var action = submitter?.GetAttribute("formaction") ?? form.GetAttribute("action");
        var address = string.IsNullOrEmpty(action) ? page.Address : new Uri(page.Address, action);
        var method = submitter?.GetAttribute("formmethod") ?? form.GetAttribute("method") ?? "get";
        if (string.Equals(method, "get", StringComparison.OrdinalIgnoreCase))
        {
            using var query = new FormUrlEncodedContent(fields);
            return await ReadAsync(await Client.GetAsync(new Uri(address, $"?{await query.ReadAsStringAsync()}")));
        }

        using var content = Encode(fields, string.Equals(form.GetAttribute("enctype"), "multipart/form-data", StringComparison.OrdinalIgnoreCase));
        return await ReadAsync(await Client.PostAsync(address, content));
    }

    /// <summary>Submits a form with files chosen in one of its fields.</summary>
    public async Task<Page> SubmitFilesAsync(Page page, IHtmlFormElement form, string field, params (string Name, byte[] Content)[] files)
    {
        form.GetAttribute("enctype").ShouldBe("multipart/form-data", "a browser would send the names of the files alone");
        var input = (IHtmlInputElement)form.Elements.Single(e => e.GetAttribute("name") == field);
        (files.Length <= 1 || input.IsMultiple).ShouldBeTrue("the field takes one file");
        using var content = (MultipartFormDataContent)Encode([.. FieldsOf(form)], multipart: true);
        foreach (var (name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, field, name);
        }

        var action = form.GetAttribute("action");
        return await ReadAsync(await Client.PostAsync(string.IsNullOrEmpty(action) ? page.Address : new Uri(page.Address, action), content));
    }

    /// <summary>Posts exactly these fields: what a hostile client would send. No redirect is followed.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] values)
    {
        using var content = new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return await Client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
    }

    public void Dispose() => Client.Dispose();

    /// <summary>What a browser would send of a form nobody touched.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> FieldsOf(IHtmlFormElement form, IElement? submitter = null)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.IsDisabled())
            {
                continue;
            }

            switch (element)
            {
                case IHtmlInputElement { Type: "submit" or "button" or "reset" or "image" or "file" }:
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    fields.Add(new(name, box.HasAttribute("value") ? box.Value : "on"));
                    break;
                case IHtmlInputElement input:
                    fields.Add(new(name, input.Value));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add(new(name, area.Value));
                    break;
                case IHtmlSelectElement select:
                    fields.AddRange(select.Options.Where(o => o.IsSelected && !o.IsDisabled).Select(o => KeyValuePair.Create(name, o.Value)));
                    break;
            }
        }

        if (submitter?.GetAttribute("name") is { Length: > 0 } pressed)
        {
            fields.Add(new(pressed, submitter.GetAttribute("value") ?? ""));
        }

        return fields;
    }

    private static HttpContent Encode(List<KeyValuePair<string, string>> fields, bool multipart)
    {
        if (!multipart)
        {
            return new FormUrlEncodedContent(fields);
        }

        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var part = new StringContent(value);
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
            content.Add(part);
        }

        return content;
    }

    private async Task<Page> ReadAsync(HttpResponseMessage response)
    {
        for (var redirects = 0; response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect; redirects++)
        {
            var from = response.RequestMessage!.RequestUri!;
            var to = new Uri(from, response.Headers.Location!);
            if (redirects == MostRedirects)
            {
                throw new InvalidOperationException($"Redirected {MostRedirects} times, from {from} to {to} at the end");
            }

            response.Dispose();
            response = await Client.GetAsync(to);
        }

        using (response)
        {
            var html = await response.Content.ReadAsStringAsync();
            return new Page(response.StatusCode, response.RequestMessage!.RequestUri!, await Parser.ParseDocumentAsync(html), html);
        }
    }
}
