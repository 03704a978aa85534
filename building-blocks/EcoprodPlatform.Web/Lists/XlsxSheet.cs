namespace EcoprodPlatform.Web.Lists;

/// <summary>One sheet of a workbook; made by <see cref="Columns{TRow}"/>.</summary>
public sealed class XlsxSheet
{
    internal XlsxSheet(string name, IReadOnlyList<string> heads, IAsyncEnumerable<object?[]> rows) => (Name, Heads, Rows) = (name, heads, rows);

    internal string Name { get; }

    internal IReadOnlyList<string> Heads { get; }

    internal IAsyncEnumerable<object?[]> Rows { get; }
}
