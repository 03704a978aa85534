using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace EcoprodPlatform.Web.Assets;

/// <summary>
/// Style sheets, small scripts and pictures, embedded in assemblies and served at addresses that hold a hash of their
/// content: cached for good, compressed once in memory, identical under tests, <c>dotnet run</c> and publish.
/// </summary>
public static partial class WebAssets
{
    private static readonly ConcurrentDictionary<string, Asset> ByName = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Asset> ByFile = new(StringComparer.Ordinal);

    static WebAssets()
    {
        var own = typeof(WebAssets).Assembly;
        Add(own, "style.css");
        Add(own, "site.js");
        Add(own, "number-grammar.js");
        Add(own, "numbers.js");
        Add(own, "typeahead.js");
        Add(own, "waiting.js");
        Add(own, "favicon.svg");
    }

    /// <summary>Serves an embedded resource (by its logical name) to pages; returns its address. Adding it twice is harmless.</summary>
    public static string Add(Assembly assembly, string resource)
        => ByName.GetOrAdd(resource, static (name, from) => Load(from, name), assembly).Url;

    /// <summary>The address of an asset: <c>/assets/style.1a2b3c4d5e.css</c>.</summary>
    public static string Url(string resource) => ByName[resource].Url;

    /// <summary>The content of a text asset, for what cannot link to it (a PDF's style).</summary>
    public static string Read(string resource) => System.Text.Encoding.UTF8.GetString(ByName[resource].Plain);

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/assets/{file}", ["GET", "HEAD"], (string file, HttpContext http) => Serve(file, http, immutable: true))
            .AllowAnonymous().ExcludeFromDescription();
        endpoints.MapMethods("/favicon.ico", ["GET", "HEAD"], (HttpContext http) => Serve(ByName["favicon.svg"].File, http, immutable: false))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Serve(string file, HttpContext http, bool immutable)
    {
        if (!ByFile.TryGetValue(file, out var asset))
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "public, max-age=86400";
        headers.Vary = HeaderNames.AcceptEncoding;
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (asset.Brotli, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (asset.Gzip, "gzip")
            : (asset.Plain, null);
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.Bytes(body, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}{encoding}\""));
    }

    private static Asset Load(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} embeds no resource named {resource}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var plain = memory.ToArray();
        if (Path.GetExtension(resource) is ".css" or ".js" or ".mjs")
        {
            var squeezed = Squeeze(System.Text.Encoding.UTF8.GetString(plain), isCss: resource.EndsWith(".css", StringComparison.Ordinal));
            plain = System.Text.Encoding.UTF8.GetBytes(Import().Replace(squeezed, m => $"\"{Url(m.Groups["name"].Value)}\""));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..10];
        var extension = Path.GetExtension(resource);
        var file = $"{Path.GetFileNameWithoutExtension(resource)}.{hash}{extension}";
        var asset = new Asset(
            file,
            hash,
            extension switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" or ".mjs" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".png" => "image/png",
                ".webp" => "image/webp",
                ".woff2" => "font/woff2",
                _ => throw new InvalidOperationException($"No content type is known for {resource}."),
            },
            plain,
            Compress(plain, s => new BrotliStream(s, CompressionLevel.SmallestSize)),
            Compress(plain, s => new GZipStream(s, CompressionLevel.SmallestSize)));
        return ByFile.GetOrAdd(file, asset);
    }

    /// <summary>A script imports another asset by its name: <c>import { x } from "asset:typeahead.js"</c>.</summary>
    [GeneratedRegex(@"""asset:(?<name>[\w.-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();

    /// <summary>Leaves out indentation, empty lines and whole-line comments: all that is not read by a browser and is safe to drop.</summary>
    private static string Squeeze(string source, bool isCss)
    {
        var lines = source.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal));
        var text = string.Join(isCss ? "" : "\n", lines);
        for (var start = text.IndexOf("/*", StringComparison.Ordinal); start >= 0; start = text.IndexOf("/*", StringComparison.Ordinal))
        {
            text = text.Remove(start, text.IndexOf("*/", start, StringComparison.Ordinal) + 2 - start);
        }

        if (isCss)
        {
            // Spaces that no selector, value or string of ours depends on.
            foreach (var (from, to) in new[] { (" {", "{"), ("{ ", "{"), ("; ", ";"), (" }", "}"), (";}", "}"), (": ", ":"), (", ", ","), (" > ", ">"), (" !important", "!important") })
            {
                text = text.Replace(from, to, StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> compressor)
    {
        using var memory = new MemoryStream();
        using (var stream = compressor(memory))
        {
            stream.Write(plain);
        }

        return memory.ToArray();
    }

    private sealed record Asset(string File, string Hash, string ContentType, byte[] Plain, byte[] Brotli, byte[] Gzip)
    {
        public string Url => "/assets/" + File;
    }
}
