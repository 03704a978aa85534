using System.Globalization;
using System.Runtime.CompilerServices;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Lists;

/// <summary>
/// The columns of a list. The page's head and sort, the API's sort keys and the files (.csv, .xlsx) follow from them, so that a
/// column is told once and none of these can forget it.
/// </summary>
public sealed class Columns<TRow>
{
    private readonly string _ties;
    private readonly Dictionary<string, Column<TRow>> _byKey;

    /// <param name="ties">What rows are ordered by where the column does not decide, ending in something unique, so that pages never overlap; a constant piece of SQL.</param>
    /// <param name="columns">From left to right.</param>
    /// <exception cref="ArgumentException">A key is there twice, or a column can be sorted on the page only or in SQL only.</exception>
    public Columns(string ties, params IReadOnlyList<Column<TRow>> columns)
    {
        _ties = ties;
        All = columns;
        _byKey = columns.ToDictionary(c => c.Key, StringComparer.Ordinal);
        InFiles = [.. columns.Where(c => !c.IsOnlyForPrograms)];
        OnPage = [.. InFiles.Where(c => !c.IsOnlyInFiles)];
        PageKeys = [.. columns.Select(c => c.PageKey).OfType<string>()];
        if (PageKeys.Distinct(StringComparer.Ordinal).Count() < PageKeys.Count || columns.Any(c => c.PageKey is null != c.Sql is null))
        {
            throw new ArgumentException("A column that sorts has a key of its own on the page and an SQL expression.", nameof(columns));
        }
    }

    public IReadOnlyList<Column<TRow>> All { get; }

    /// <summary>Those that files hold.</summary>
    public IReadOnlyList<Column<TRow>> InFiles { get; }

    /// <summary>Those that the page's table shows.</summary>
    public IReadOnlyList<Column<TRow>> OnPage { get; }

    /// <summary>What the page can be sorted by (<c>tri</c>).</summary>
    public IReadOnlyList<string> PageKeys { get; }

    private string ApiKeys => string.Join(", ", All.Where(c => c.PageKey is not null).Select(c => c.Key));

    /// <summary>The column of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Column<TRow> this[string key] => _byKey[key];

    /// <summary>The page's order, from its address.</summary>
    /// <param name="http">The request.</param>
    /// <param name="byDefault">Used when nothing, or something unknown, is asked for (<c>-maj</c>).</param>
    public TableSort Sort(HttpContext http, string byDefault) => TableSort.Of(http, byDefault, [.. PageKeys]);

    /// <summary>The order a program asks for (<c>-total</c> for descending).</summary>
    /// <param name="sort">A key, with <c>-</c> before it or not.</param>
    /// <param name="unknown">The code of the refusal, where a list has one of its own.</param>
    /// <exception cref="RuleBrokenException">There is no such column, or it does not sort.</exception>
    public TableSort ApiSort(string sort, string unknown = "filter.unknown-value")
        => _byKey.GetValueOrDefault(sort.TrimStart('-'))?.PageKey is { } key
            ? new TableSort(key, sort.StartsWith('-'))
            : throw new RuleBrokenException(
                unknown,
                new Text($"Ce tri n’existe pas ; sort vaut l’un de : {ApiKeys}.", $"sort is one of {ApiKeys}."),
                RuleKind.Invalid,
                "sort");

    /// <summary>The order in SQL: what is missing comes last both ways. Without <paramref name="sort"/>, the list's own order.</summary>
    public string OrderBy(TableSort? sort = null)
        => "order by " + (sort is null ? "" : $"{All.Single(c => c.PageKey == sort.Key).Sql} {(sort.Descending ? "desc" : "asc")} nulls last, ") + _ties;

    /// <summary>Writes head and rows as the reader's spreadsheet reads them; <see cref="CsvFile"/> says how. Rows are written as they come.</summary>
    public Task WriteCsvAsync(Stream to, IAsyncEnumerable<TRow> rows, CultureInfo culture, CancellationToken ct)
        => CsvFile.WriteAsync(to, Heads(culture), CellsAsync(rows, culture, ct), culture, ct);

    /// <summary>Writes a workbook of one sheet; <see cref="XlsxFile"/> says how. Rows are written as they come.</summary>
    /// <exception cref="RuleBrokenException"><c>export.too-many-rows</c>: more rows than a sheet has.</exception>
    public Task WriteXlsxAsync(Stream to, string sheet, IAsyncEnumerable<TRow> rows, CultureInfo culture, CancellationToken ct)
        => XlsxFile.WriteAsync(to, [new XlsxSheet(sheet, Heads(culture), CellsAsync(rows, culture, ct))], ct);

    /// <summary>Head and rows as one of the sheets of a workbook (<see cref="WorkbookFile"/>), in the reader's language.</summary>
    public XlsxSheet Sheet(Text name, IEnumerable<TRow> rows)
    {
        var culture = CultureInfo.CurrentUICulture;
        return new XlsxSheet(name.In(culture), Heads(culture), CellsAsync(rows.ToAsyncEnumerable(), culture, default));
    }

    /// <summary>The same of rows that are read while the sheet is written.</summary>
    public XlsxSheet Sheet(Text name, IAsyncEnumerable<TRow> rows)
    {
        var culture = CultureInfo.CurrentUICulture;
        return new XlsxSheet(name.In(culture), Heads(culture), CellsAsync(rows, culture, default));
    }

    /// <summary>The same with a last row that adds up the columns which are summed. It holds values, no formulas: programs that do not compute find them too.</summary>
    public XlsxSheet SheetWithSums(Text name, IAsyncEnumerable<TRow> rows)
    {
        var culture = CultureInfo.CurrentUICulture;
        return new XlsxSheet(name.In(culture), Heads(culture), WithSumsAsync(CellsAsync(rows, culture, default)));
    }

    /// <summary>All rows as a download in the reader's language, called <c>name-2026-11-28.xlsx</c> by the day in Paris.</summary>
    /// <param name="format"><c>xlsx</c> or <c>csv</c>, as in the address.</param>
    /// <param name="name">The file's name and the sheet's.</param>
    /// <param name="rows">Read when the answer is written.</param>
    /// <exception cref="RuleBrokenException"><c>export.unknown-format</c>: any other format.</exception>
    public IResult File(string format, Text name, IAsyncEnumerable<TRow> rows)
    {
        var culture = CultureInfo.CurrentUICulture;
        var title = name.In(culture);
        return format switch
        {
            ListFile.Xlsx => new ListFile(title, format, ListFile.XlsxType, (to, ct) => WriteXlsxAsync(to, title, rows, culture, ct)),
            ListFile.Csv => new ListFile(title, format, "text/csv; charset=utf-8", (to, ct) => WriteCsvAsync(to, rows, culture, ct)),
            _ => throw RuleBrokenException.NotFound("export.unknown-format", new Text("Cette liste s’exporte en .xlsx ou en .csv.", "This list is exported as .xlsx or as .csv.")),
        };
    }

    private async IAsyncEnumerable<object?[]> WithSumsAsync(IAsyncEnumerable<object?[]> rows)
    {
        var sums = new decimal?[InFiles.Count];
        var isEmpty = true;
        await foreach (var row in rows)
        {
            isEmpty = false;
            for (var i = 0; i < sums.Length; i++)
            {
                // Nothing added up is nothing, not zero.
                sums[i] = InFiles[i].IsSummed && row[i] is decimal value ? (sums[i] ?? 0m) + value : sums[i];
            }

            yield return row;
        }

        if (!isEmpty)
        {
            yield return ["Total", .. sums.Skip(1).Cast<object?>()];
        }
    }

    private string[] Heads(CultureInfo culture) => [.. InFiles.Select(c => (c.FileLabel ?? c.Label).In(culture))];

    private async IAsyncEnumerable<object?[]> CellsAsync(IAsyncEnumerable<TRow> rows, CultureInfo culture, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in rows.WithCancellation(ct))
        {
            yield return [.. InFiles.Select(c => Cell(c, row, culture))];
        }
    }

    /// <summary>The few types that files know: text, decimal, day, local time, yes or no, nothing.</summary>
    private static object? Cell(Column<TRow> column, TRow row, CultureInfo culture) => column.Value(row) switch
    {
        null or "" => null,
        Text text => text.In(culture),
        int number => (decimal)number,
        long number => (decimal)number,
        DateTimeOffset moment => Format.InParis(moment).DateTime,
        (string or decimal or DateOnly or bool) and var value => value,
        var other => throw new InvalidOperationException($"{column.Key}: a cell holds no {other.GetType().Name}."),
    };
}
