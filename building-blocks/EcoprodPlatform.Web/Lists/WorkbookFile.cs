using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Lists;

/// <summary>Several tables as one download; of a single list, <see cref="Columns{TRow}.File"/> is the shorter way.</summary>
public static class WorkbookFile
{
    /// <summary>A workbook called <c>name-2026-11-28.xlsx</c>. The same sheets make the same bytes.</summary>
    /// <param name="name">Without day and ending.</param>
    /// <param name="day">The day that what it holds is of, which need not be today.</param>
    /// <param name="sheets">From left to right.</param>
    public static IResult Of(Text name, DateOnly day, params IReadOnlyList<XlsxSheet> sheets)
        => new ListFile(name.ToString(), ListFile.Xlsx, ListFile.XlsxType, (to, ct) => XlsxFile.WriteAsync(to, sheets, ct)) { Day = day };

    /// <summary>The bytes of such a workbook, for a file that holds several; <paramref name="to"/> is left open.</summary>
    public static Task WriteAsync(Stream to, IReadOnlyList<XlsxSheet> sheets, CancellationToken ct) => XlsxFile.WriteAsync(to, sheets, ct);
}
