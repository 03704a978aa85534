using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Reads CSV (RFC 4180): the module's own files, and files that people send.</summary>
internal static class CsvRows
{
    /// <summary>Rows of one of the module's own files, with the line they begin on; a quoted cell may hold commas, doubled quotes and line ends.</summary>
    public static IEnumerable<(int Line, List<string> Cells)> Read(string text, string file)
        => Read(new StringReader(text), ',', (fault, row) => Wrong(file, row.Line, fault == CsvFault.TooLong ? "a cell is too long" : "a quotation mark is never closed"))
            .Select(row => (row.Line, row.Cells));

    /// <summary>Rows of one of the module's own tables, without its head, which must be these columns.</summary>
    public static IEnumerable<(int Line, List<string> Cells)> ReadTable(string text, string file, params string[] columns)
    {
        foreach (var (line, cells) in Read(text.Replace("\r\n", "\n", StringComparison.Ordinal), file))
        {
            if (line == 1 ? !cells.SequenceEqual(columns, StringComparer.Ordinal) : cells.Count != columns.Length)
            {
                throw Wrong(file, line, $"the cells are {string.Join(", ", cells)}; expected {string.Join(", ", columns)}");
            }

            if (line > 1)
            {
                yield return (line, cells);
            }
        }
    }

    /// <summary>Rows of a text of any length, one in memory at a time; an empty line is a row of one empty cell. Lines end in LF or CRLF.</summary>
    /// <param name="text">The text, from where it stands.</param>
    /// <param name="separator">What stands between two cells.</param>
    /// <param name="wrong">What is thrown for a fault, in the row that begins there: its cells are those read so far.</param>
    /// <param name="longest">Characters of a cell. A quotation mark that is never closed takes no more than this along.</param>
    public static IEnumerable<CsvRow> Read(TextReader text, char separator, Func<CsvFault, CsvRow, Exception> wrong, int longest = int.MaxValue)
    {
        var row = new CsvRow(0, 1, []);
        var (line, quoted, closed) = (1, false, false);
        var cell = new StringBuilder();
        for (var next = text.Read(); next >= 0; next = text.Read())
        {
            var c = (char)next;
            if (c == '\n')
            {
                line++;
            }

            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (text.Peek() == '"')
                {
                    cell.Append('"');
                    _ = text.Read();
                }
                else
                {
                    (quoted, closed) = (false, true);
                }
            }
            else if (c == '"' && cell.Length == 0 && !closed)
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                row.Cells.Add(cell.ToString());
                cell.Clear();
                closed = false;
                if (c == '\n')
                {
                    yield return row;
                    row = new CsvRow(row.Number + 1, line, []);
                }
            }
            else if (c != '\r' || text.Peek() != '\n')
            {
                // What follows a closed cell: the mark that opened it was never closed, and met the next one there was.
                cell.Append(closed ? throw wrong(CsvFault.NotClosed, row) : c);
            }

            if (cell.Length > longest)
            {
                throw wrong(quoted ? CsvFault.NotClosed : CsvFault.TooLong, row);
            }
        }

        if (quoted)
        {
            throw wrong(CsvFault.NotClosed, row);
        }

        if (cell.Length > 0 || closed || row.Cells.Count > 0)
        {
            row.Cells.Add(cell.ToString());
            yield return row;
        }
    }

    public static FormatException Wrong(string file, int line, string why) => new($"{file}, line {line}: {why}.");
}

/// <summary>One row of a CSV text.</summary>
/// <param name="Number">From 0, which is the header; empty lines count.</param>
/// <param name="Line">The line it begins on, from 1: a cell may hold line ends.</param>
internal sealed record CsvRow(int Number, int Line, List<string> Cells);

/// <summary>Why a CSV text cannot be read on.</summary>
internal enum CsvFault
{
    /// <summary>A quotation mark opens a cell and nothing closes it.</summary>
    NotClosed,

    /// <summary>A cell without quotation marks is longer than any can be.</summary>
    TooLong,
}
