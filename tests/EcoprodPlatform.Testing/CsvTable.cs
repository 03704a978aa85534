using System.Text;
using Shouldly;

namespace EcoprodPlatform.Testing;

/// <summary>Reads comma-separated values as RFC 4180 says, and insists on what files of ours begin and end with.</summary>
public static class CsvTable
{
    public static IReadOnlyList<string[]> Read(byte[] file, char separator)
    {
        file[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.AsSpan(3));
        text.ShouldEndWith("\r\n");
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case var c when isQuoted:
                    cell.Append(c);
                    break;
                case var c when c == separator:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r':
                    text[++i].ShouldBe('\n');
                    row.Add(cell.ToString());
                    cell.Clear();
                    rows.Add([.. row]);
                    row.Clear();
                    break;
                case var c:
                    c.ShouldNotBe('\n');
                    cell.Append(c);
                    break;
            }
        }

        isQuoted.ShouldBeFalse();
        rows.ShouldAllBe(r => r.Length == rows[0].Length);
        return rows;
    }
}
