using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace EcoprodPlatform.Web;

/// <summary>Links that keep the rest of the address: state lives in the URL.</summary>
public static class Urls
{
    /// <summary>The current address with some query parameters replaced; a null value removes one.</summary>
    public static string With(HttpContext http, params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var pairs = Pairs(http);
        Change(pairs, changes);
        return Address(http, pairs);
    }

    /// <summary>Another path of this site with the query of the current address, some parameters replaced or removed (a list's files).</summary>
    public static string Beside(HttpContext http, string path, params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var pairs = Pairs(http);
        Change(pairs, changes);
        return http.Request.PathBase.ToUriComponent() + path + new QueryBuilder(pairs).ToQueryString();
    }

    /// <summary>The current address with one value of a repeated parameter added, or removed when it is there (filter chips).</summary>
    public static string Toggle(HttpContext http, string key, string value)
    {
        var pairs = Pairs(http);
        if (pairs.RemoveAll(p => p.Key == key && p.Value == value) == 0)
        {
            pairs.Add(KeyValuePair.Create(key, value));
        }

        pairs.RemoveAll(p => p.Key == Lists.Paging.Parameter);
        return Address(http, pairs);
    }

    /// <summary>True for a path of this site (<c>/projets?tri=nom</c>), false for anything that could lead elsewhere.</summary>
    public static bool IsLocal(string? url)
        => url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)
            && !url.Any(char.IsControl);

    /// <summary>An address as a header may hold it: what is no visible ASCII is written in percent, what is written so already stays.</summary>
    public static string InHeader(string url)
        => url.All(c => c is > ' ' and <= '~') ? url : string.Concat(url.EnumerateRunes().Select(r => r.Value is > ' ' and <= '~' ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    /// <summary>The given path if it is local, else the fallback.</summary>
    public static string LocalOr(string? url, string fallback) => IsLocal(url) ? url! : fallback;

    /// <summary>Path and query of the current page, to come back to.</summary>
    public static string Current(HttpContext http) => http.Request.PathBase + http.Request.Path + http.Request.QueryString;

    private static void Change(List<KeyValuePair<string, string>> pairs, ReadOnlySpan<(string Key, string? Value)> changes)
    {
        foreach (var (key, value) in changes)
        {
            var at = pairs.FindIndex(p => p.Key == key);
            pairs.RemoveAll(p => p.Key == key);
            if (value is not null)
            {
                pairs.Insert(at < 0 ? pairs.Count : at, KeyValuePair.Create(key, value));
            }
        }
    }

    private static List<KeyValuePair<string, string>> Pairs(HttpContext http)
        => [.. http.Request.Query.SelectMany(q => q.Value.Where(v => v is not null).Select(v => KeyValuePair.Create(q.Key, v!)))];

    private static string Address(HttpContext http, IEnumerable<KeyValuePair<string, string>> pairs)
        => http.Request.PathBase.ToUriComponent() + http.Request.Path.ToUriComponent() + new QueryBuilder(pairs).ToQueryString();
}
