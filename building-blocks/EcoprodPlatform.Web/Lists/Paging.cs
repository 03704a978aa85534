using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Lists;

/// <summary>One page of a long list: 20 rows, from the <c>page</c> parameter of the address.</summary>
public sealed record Paging(int Number, int Total, int Size = Paging.Rows)
{
    public const int Rows = 20;

    /// <summary>Rows a program may ask for at once.</summary>
    public const int MostRows = 500;

    public const string Parameter = "page";

    /// <summary>The page asked for, before the total is known (for the query's LIMIT and OFFSET).</summary>
    public static Paging Of(HttpContext http, int total = 0, int size = Rows)
        => new(int.TryParse(http.Request.Query[Parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, 100_000) : 1, total, size);

    /// <summary>The page a program asks for: from 1, of at most 500 rows. One beyond the last is empty, so that reading page after page ends.</summary>
    public static Paging ForProgram(int? page, int? size = null) => new(Math.Clamp(page ?? 1, 1, 100_000), 0, Math.Clamp(size ?? Rows, 1, MostRows));

    public int Offset => (Number - 1) * Size;

    public int Count => Math.Max(1, (Total + Size - 1) / Size);

    public int First => Total == 0 ? 0 : Math.Min(Offset + 1, Total);

    public int Last => Math.Min(Offset + Size, Total);
}
