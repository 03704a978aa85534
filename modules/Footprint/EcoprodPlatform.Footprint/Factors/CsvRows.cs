using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Reads the module's own CSV files (RFC 4180).</summary>
internal static class CsvRows
{
    /// <summary>Rows with the line they begin on; a quoted cell may hold commas, doubled quotes and line ends.</summary>
    public static IEnumerable<(int Line, List<string> Cells)> Read(string text, string file)
    {
        var (line, begins, quoted) = (1, 1, false);
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
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
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return (begins, cells);
                    cells = [];
                    begins = line;
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted)
        {
            throw Wrong(file, begins, "a quotation mark is never closed");
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString());
            yield return (begins, cells);
        }
    }

    public static FormatException Wrong(string file, int line, string why) => new($"{file}, line {line}: {why}.");
}
