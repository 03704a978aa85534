namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>
/// An export of ADEME's Base Carbone as read: the full file (Windows-1252, semicolons, decimal commas, 67 columns) or the data portal's (UTF-8, commas, decimal
/// points, the columns one chose). A record that cannot be read exactly is left out with its whole element, and says why; what makes all values doubtful refuses the file.
/// </summary>
/// <param name="Text">How its bytes are read.</param>
/// <param name="Columns">Its header.</param>
/// <param name="Records">How many are not empty.</param>
/// <param name="Elements">The elements of which every record could be read, in the order of the file.</param>
/// <param name="Faults">The records that could not be, in their order.</param>
/// <param name="LeftOut">Elements that are missing because of them.</param>
internal sealed record BaseCarboneFile(
    BaseCarboneText Text, BaseCarboneColumns Columns, int Records, IReadOnlyList<BaseCarboneElement> Elements, IReadOnlyList<BaseCarboneFault> Faults, int LeftOut)
{
    /// <summary>Bytes: six times the full export of 2025.</summary>
    public const long MostBytes = 60L * 1024 * 1024;

    /// <summary>Ten times the full export of 2025.</summary>
    public const int MostRecords = 200_000;

    /// <summary>Characters of one cell; comments are texts of a page.</summary>
    private const int LongestCell = 100_000;

    /// <summary>Record numbers that a message names.</summary>
    private const int MostNamed = 10;

    /// <summary>The value has three significant figures, the sum of its posts more.</summary>
    private const decimal Tolerance = 0.005m;

    /// <summary>Reads a file: its bytes twice, its records one at a time. What stays in memory are the elements, without the raw fields.</summary>
    /// <param name="content">The file; its position is moved.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="RuleBrokenException">
    /// <c>footprint.base-carbone-encoding</c>, <c>-columns</c>, <c>-quote</c>, <c>-mixed-decimals</c>, <c>-too-many-records</c>, <c>-no-record</c>.
    /// </exception>
    public static BaseCarboneFile Read(Stream content, CancellationToken ct)
    {
        var text = BaseCarboneText.Of(content);
        var rows = Rows(content, text).GetEnumerator();
        using (rows)
        {
            var columns = new BaseCarboneColumns(rows.MoveNext() ? rows.Current.Cells : []);
            DemandColumns(columns);
            var reading = new BaseCarboneReading(columns);
            while (rows.MoveNext())
            {
                ct.ThrowIfCancellationRequested();
                if (reading.Count == MostRecords)
                {
                    throw Refused("too-many-records", new(
                        $"Ce fichier a plus de {MostRecords.ToString("N0", Languages.French)} enregistrements : l’export complet de la Base Carbone en a dix fois moins.",
                        $"This file has more than {MostRecords.ToString("N0", Languages.English)} records: the full export of the Base Carbone has ten times less."));
                }

                reading.Add(rows.Current);
            }

            DemandOneMark(reading);
            if (reading.Count == 0)
            {
                throw Refused("no-record", new("Ce fichier n’a que son en-tête : il ne contient aucun enregistrement.", "This file has a header only: it holds no record."));
            }

            var (elements, leftOut) = reading.Elements(Tolerance);
            return new BaseCarboneFile(text, columns, reading.Count, elements, reading.Faults, leftOut);
        }
    }

    /// <summary>Every record again with its raw fields, as the file has them.</summary>
    public IEnumerable<(BaseCarboneRecord Record, List<string> Fields)> ReadRecords(Stream content)
    {
        var reading = new BaseCarboneReading(Columns);
        foreach (var row in Rows(content, Text).Skip(1))
        {
            yield return (reading.Look(row), row.Cells);
        }
    }

    /// <summary>The same file where elements that are known under another unit are left out: an id means one unit for ever, or lines that cite it would change their meaning.</summary>
    /// <param name="units">The unit of each valid element in force, by its id.</param>
    public BaseCarboneFile RefuseOtherUnits(IReadOnlyDictionary<string, string> units)
    {
        var others = Elements.Where(e => e is { IsSource: false, Id: not null } && units.TryGetValue(e.Id, out var unit) && unit != e.Unit).ToList();
        return others.Count == 0 ? this : this with
        {
            Elements = [.. Elements.Except(others)],
            LeftOut = LeftOut + others.Count,
            Faults = [.. Faults.Concat(others.Select(e => new BaseCarboneFault(e.Record, new(
                $"l’élément {e.Id} est connu par « {units[e.Id!]} », il compte ici par « {e.Unit} » : un identifiant ne change pas d’unité",
                $"element {e.Id} is known per “{units[e.Id!]}”, here it counts per “{e.Unit}”: an id does not change its unit")))).OrderBy(f => f.Record)],
        };
    }

    public static RuleBrokenException Refused(string code, Text why) => new($"footprint.base-carbone-{code}", why, field: IncomingFile.Field);

    /// <summary>The rows that hold anything, the header first.</summary>
    private static IEnumerable<CsvRow> Rows(Stream content, BaseCarboneText text)
    {
        using var reader = text.Open(content);
        int? header = null;
        foreach (var row in CsvRows.Read(reader, text.Separator, Unreadable, LongestCell))
        {
            if (row.Cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            header ??= row.Number;
            yield return row with { Number = row.Number - header.Value };
        }
    }

    private static RuleBrokenException Unreadable(CsvFault fault, CsvRow row) => Refused("quote", fault == CsvFault.TooLong
        ? new($"Une cellule de l’enregistrement {row.Number} (ligne {row.Line}) dépasse {LongestCell} caractères : ce n’est pas un export de la Base Carbone.", $"A cell of record {row.Number} (line {row.Line}) has over {LongestCell} characters: this is no export of the Base Carbone.")
        : new($"Un guillemet ouvert dans l’enregistrement {row.Number} (ligne {row.Line}) n’est pas refermé. Corrigez le fichier, ou envoyez celui d’origine.", $"A quotation mark opened in record {row.Number} (line {row.Line}) is not closed. Correct the file, or send the original one."));

    private static void DemandColumns(BaseCarboneColumns columns)
    {
        if (columns.Missing is { Count: > 0 } missing)
        {
            var names = string.Join(", ", missing);
            throw Refused("columns", new(
                $"Il manque à l’en-tête : {names}. Envoyez l’export CSV complet de la Base Carbone, sans renommer ses colonnes.",
                $"The header lacks: {names}. Send the full CSV export of the Base Carbone, without renaming its columns."));
        }

        if (columns.Doubled is { Count: > 0 } doubled)
        {
            var names = string.Join(", ", doubled);
            throw Refused("columns", new($"L’en-tête a deux fois : {names}.", $"The header has twice: {names}."));
        }
    }

    private static void DemandOneMark(BaseCarboneReading reading)
    {
        if (reading.MixedColumns is not { Count: > 0 } mixed)
        {
            return;
        }

        throw Refused("mixed-decimals", new(Say(" ; ", "enregistrements", "et", "autres"), Say("; ", "records", "and", "more")));

        string Say(string between, string records, string and, string more)
        {
            var list = mixed.Select(m => $"« {m.Column} », {records} {string.Join(", ", m.Records.Take(MostNamed))}{(m.Records.Count > MostNamed ? $" {and} {m.Records.Count - MostNamed} {more}" : "")}");
            var said = string.Join(between, list);
            return records == "records"
                ? $"Decimal commas and points stand in one column: {said}. Nothing can tell which of them part thousands."
                : $"Virgules et points décimaux se mêlent dans une même colonne : {said}. Rien ne dit lesquels séparent des milliers.";
        }
    }
}
