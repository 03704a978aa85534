using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Lists;

/// <summary>
/// The order of a table, from the <c>tri</c> parameter of the address (<c>tri=nom</c>, <c>tri=-total</c> for descending).
/// Only keys the page allows are ever used, so a key can stand for a constant piece of SQL.
/// </summary>
public sealed record TableSort(string Key, bool Descending)
{
    public const string Parameter = "tri";

    /// <param name="byDefault">Used when nothing, or something unknown, is asked for (<c>-updated</c>).</param>
    public static TableSort Of(HttpContext http, string byDefault, params ReadOnlySpan<string> allowed)
    {
        var asked = Parse(http.Request.Query[Parameter].ToString());
        return allowed.Contains(asked.Key) ? asked : Parse(byDefault);
    }

    /// <summary>The value of the parameter that sorts by a column: the other way round when it is sorted by it already.</summary>
    public string Next(string key, bool descendingFirst)
        => key == Key ? (Descending ? key : "-" + key) : (descendingFirst ? "-" + key : key);

    private static TableSort Parse(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);
}
