using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Lists;

/// <summary>Several tables as one download; of a single list, <see cref="Columns{TRow}.File"/> is the shorter way.</summary>
public static class WorkbookFile
{
    /// <summary>The ending of its address.</summary>
    public const string Format = ListFile.Xlsx;

    /// <summary>Rows that a sheet holds under its head.</summary>
    public const int MostRows = XlsxFile.MostRows - 1;

    /// <summary>A workbook called <c>name-2026-11-28.xlsx</c>. The same sheets make the same bytes.</summary>
    /// <param name="name">Without day and ending.</param>
    /// <param name="day">The day that what it holds is of, which need not be today.</param>
    /// <param name="sheets">From left to right.</param>
    public static IResult Of(Text name, DateOnly day, params IReadOnlyList<XlsxSheet> sheets)
        => new ListFile(name.ToString(), ListFile.Xlsx, ListFile.XlsxType, (to, ct) => XlsxFile.WriteAsync(to, sheets, ct)) { Day = day };

    /// <summary>A workbook of today's whose sheets are read from somewhere that is open only while they are written.</summary>
    /// <param name="name">Without day and ending.</param>
    /// <param name="write">Writes it (<see cref="WriteAsync"/>).</param>
    public static IResult Of(Text name, Func<Stream, CancellationToken, Task> write) => new ListFile(name.ToString(), ListFile.Xlsx, ListFile.XlsxType, write);

    /// <summary>The bytes of such a workbook, for a file that holds several; <paramref name="to"/> is left open.</summary>
    public static Task WriteAsync(Stream to, IReadOnlyList<XlsxSheet> sheets, CancellationToken ct) => XlsxFile.WriteAsync(to, sheets, ct);
}
