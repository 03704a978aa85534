namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Reads the rows of an entry sheet as lines. Everything that is wrong is told at once, by its cell.</summary>
internal sealed class EntrySheet(FactorList factors, IdSource ids)
{
    /// <summary>Faults that are told one by one.</summary>
    private const int MostTold = 100;

    /// <summary>One workbook, told by its content.</summary>
    public static DocumentRule Rule { get; } = new([DocumentKind.Xlsx], 5L * 1024 * 1024);

    /// <summary>The lines of the sheet, those that stay as they are among them.</summary>
    /// <param name="project">Its own factors may be named.</param>
    /// <param name="there">The assessment as it is.</param>
    /// <param name="writtenIn">The language of numbers that are texts; null where nobody knows.</param>
    public async Task<IReadOnlyList<ActivityLine>> ReadAsync(IncomingFile file, ProjectId project, AssessmentSheet there, CultureInfo? writtenIn, WorkbookLimits limits, CancellationToken ct)
    {
        using var workbook = await WorkbookRows.OpenAsync(file, Rule, [Folded.Of(EntryColumns.LinesName.Fr), Folded.Of(EntryColumns.LinesName.En)], limits, ct);
        var lines = new List<ActivityLine>();
        var faults = new List<RuleBrokenException>();
        var taken = new HashSet<Guid>();
        Dictionary<string, int>? places = null;
        foreach (var row in workbook.Rows())
        {
            if (places is null)
            {
                places = PlacesOf(row, workbook.Sheet);
                continue;
            }

            var cells = new RowCells(workbook.Sheet, row, places, faults);
            if (!cells.IsEmpty && await LineOfAsync(cells, project, there, taken, writtenIn, ct) is { } line)
            {
                lines.Add(line);
            }
        }

        if (faults.Count == 0 && lines.Count == 0)
        {
            faults.Add(WorkbookRows.Refused("empty", new($"La feuille « {workbook.Sheet} » n’a pas de ligne sous ses en-têtes.", $"The sheet “{workbook.Sheet}” has no row under its heads.")));
        }

        if (faults.Count > MostTold)
        {
            var others = faults.Count - MostTold;
            faults[MostTold] = new RuleBrokenException("footprint.sheet-cell", new($"Et {others} autres points dans la feuille « {workbook.Sheet} ».", $"And {others} other things in the sheet “{workbook.Sheet}”."));
            faults.RemoveRange(MostTold + 1, others - 1);
        }

        RuleBrokenException.ThrowIfAny(faults);
        return lines.Count > Assessment.MostLines ? throw Assessment.TooManyLines() : lines;
    }

    /// <summary>Where each column stands: by its head, in either language.</summary>
    private static Dictionary<string, int> PlacesOf(SheetRow heads, string sheet)
    {
        var names = heads.Cells.Where(c => c.Value.Kind == CellKind.Text).GroupBy(c => Folded.Of(c.Value.Text), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Key, StringComparer.Ordinal);
        var found = EntryColumns.All
            .Select(c => (c.Field, c.Head, At: names.TryGetValue(Folded.Of(c.Head.Fr), out var fr) ? fr : names.TryGetValue(Folded.Of(c.Head.En), out var en) ? en : -1)).ToArray();
        var missing = found.Where(c => c.At < 0).ToArray();
        return missing.Length == 0
            ? found.ToDictionary(c => c.Field, c => c.At, StringComparer.Ordinal)
            : throw WorkbookRows.Refused("columns", new(
                $"La feuille « {sheet} » n’a pas, dans sa première ligne, la colonne {string.Join(", ", missing.Select(c => $"« {c.Head.Fr} »"))}. Téléchargez la feuille de saisie et gardez ses colonnes.",
                $"The sheet “{sheet}” does not have, in its first row, the column {string.Join(", ", missing.Select(c => $"“{c.Head.En}”"))}. Download the entry sheet and keep its columns."));
    }

    private async Task<ActivityLine?> LineOfAsync(RowCells cells, ProjectId project, AssessmentSheet sheet, HashSet<Guid> taken, CultureInfo? writtenIn, CancellationToken ct)
    {
        var before = cells.Faults;
        var there = Known(cells, sheet, taken);
        var factor = await factors.FindAsync(project, cells.TextOf(LineFields.Factor), ct);
        var unit = there?.Line.Factor is { } kept && kept.Code == cells.TextOf(LineFields.Factor) ? kept.Unit : factor?.QuantityUnit;
        var input = new LineInput(
            cells.TermOf(LineFields.Department, Departments.All),
            cells.TermOf(LineFields.Post, EmissionPosts.All),
            cells.TermOf(LineFields.Phase, Phases.All),
            cells.TextOf(LineFields.Factor),
            Quantity(cells, unit, writtenIn),
            cells.TextOf(LineFields.Unit) is null ? null : unit,
            cells.TextOf(LineFields.Label),
            // What is unlikely is asked about before it is saved.
            IsConfirmed: true)
        {
            Status = cells.TermOf(LineFields.Status, DataStatuses.Terms),
            Marks = there?.Line.Marks,
        };
        var broken = new List<RuleBrokenException>();
        var line = LineRules.Read(new LineId(there?.Line.Id ?? ids.NewId()), input, factor, broken, there?.Line);
        cells.Tell(broken);
        return cells.Faults == before ? line! with { CopiedFrom = there?.Line.CopiedFrom } : null;
    }

    private static SheetLine? Known(RowCells cells, AssessmentSheet sheet, HashSet<Guid> taken)
    {
        if (cells.TextOf(EntryColumns.Id) is not { } written)
        {
            return null;
        }

        var there = Guid.TryParse(written, out var id) ? sheet.Find(new LineId(id)) : null;
        Text? fault = there is null ? new("ce bilan n’a pas, ou n’a plus, de ligne de cet identifiant ; videz la cellule pour en faire une nouvelle ligne", "this assessment has no line of this id, or no longer; empty the cell to make it a new line")
            : there.Line.Origin is not null ? new("cette ligne vient du questionnaire, qui seul la change", "this line comes from the questionnaire, which alone changes it")
            : !taken.Add(id) ? new("deux lignes de la feuille portent cet identifiant", "two rows of the sheet carry this id")
            : null;
        if (fault is { } why)
        {
            cells.Tell(EntryColumns.Id, why);
        }

        return there;
    }

    /// <summary>The quantity in the factor's unit: converted exactly, or refused.</summary>
    private static decimal? Quantity(RowCells cells, string? unit, CultureInfo? writtenIn)
    {
        if (cells.NumberOf(LineFields.Quantity, writtenIn) is not { } quantity || unit is null || cells.TextOf(LineFields.Unit) is not { } written)
        {
            return cells.NumberOf(LineFields.Quantity, writtenIn);
        }

        if (UnitConversion.Find(written) is { } given && UnitConversion.Convert(quantity, given, unit) is { } converted)
        {
            return converted;
        }

        var (name, why) = (QuantityUnits.NameOf(unit), UnitConversion.Find(written) is null ? UnitRefusals.WhyOf(written) : null);
        cells.Tell(LineFields.Unit, new(
            $"« {written} » ne se convertit pas : ce facteur compte en « {name.Fr} »{(why is { } fr ? $" ; « {written} » {fr.Fr}" : "")}",
            $"“{written}” cannot be converted: this factor counts in “{name.En}”{(why is { } en ? $"; “{written}” {en.En}" : "")}"));
        return quantity;
    }

    /// <summary>The cells of one row by what they are, and what is wrong with them, each cell once.</summary>
    private sealed class RowCells(string sheet, SheetRow row, Dictionary<string, int> places, List<RuleBrokenException> faults)
    {
        /// <summary>What spreadsheet programs compute with.</summary>
        private const int Digits = 15;

        private readonly HashSet<string> _told = new(StringComparer.Ordinal);

        public bool IsEmpty => places.Values.All(p => !row.Cells.ContainsKey(p));

        public int Faults => faults.Count;

        public string? TextOf(string field)
        {
            if (!Holds(field, out var cell))
            {
                return null;
            }

            if (cell.Kind is CellKind.Date or CellKind.Boolean)
            {
                Tell(field, new("un texte est attendu ici", "a text is expected here"));
                return null;
            }

            return cell.Text;
        }

        /// <summary>The code of a word of a list; a word that is not in it as it was written, so that it is refused by name.</summary>
        public string? TermOf(string field, IReadOnlyList<Term> list) => TextOf(field) is { } written ? TermNames.Find(list, written)?.Code ?? written : null;

        public decimal? NumberOf(string field, CultureInfo? writtenIn)
        {
            if (!Holds(field, out var cell))
            {
                return null;
            }

            switch (cell.Kind)
            {
                case CellKind.Number when decimal.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                    return decimal.Round(number, LineRules.MostDecimals) == number ? number : Shown(number);
                case CellKind.Number:
                    Tell(field, new("ce nombre est trop grand", "this number is too large"));
                    return null;
                case CellKind.Text:
                    if (!NumberReader.TryRead(cell.Text, writtenIn, out var read, out var problem))
                    {
                        Tell(field, problem.Value);
                        return null;
                    }

                    return read;
                case CellKind.Date:
                    Tell(field, new("une date se trouve là où un nombre est attendu ; donnez à la cellule le format Nombre", "there is a date where a number is expected; give the cell the format Number"));
                    return null;
                default:
                    Tell(field, new("un nombre est attendu ici", "a number is expected here"));
                    return null;
            }
        }

        /// <summary>Says what is wrong, in the middle of a sentence.</summary>
        public void Tell(string field, Text why)
        {
            if (_told.Add(field))
            {
                var (address, head) = (AddressOf(field), EntryColumns.All.Single(c => c.Field == field).Head);
                faults.Add(new RuleBrokenException("footprint.sheet-cell", new($"{sheet}!{address} ({head.Fr}) : {why.Fr}.", $"{sheet}!{address} ({head.En}): {why.En}.")));
            }
        }

        /// <summary>Says what a line cannot be, each at the cell it comes from.</summary>
        public void Tell(IEnumerable<RuleBrokenException> broken)
        {
            foreach (var rule in broken.Where(b => _told.Add(b.Field!)))
            {
                faults.Add(new RuleBrokenException(rule.Code, new($"{sheet}!{AddressOf(rule.Field!)} : {rule.Text.Fr}", $"{sheet}!{AddressOf(rule.Field!)}: {rule.Text.En}")));
            }
        }

        /// <summary>A value; what is none is told.</summary>
        private bool Holds(string field, out SheetCell cell)
        {
            if (!row.Cells.TryGetValue(places[field], out cell))
            {
                return false;
            }

            switch (cell.Kind)
            {
                case CellKind.Error:
                    Tell(field, new($"la cellule contient une erreur ({cell.Text})", $"the cell holds an error ({cell.Text})"));
                    return false;
                case CellKind.Unknown:
                    Tell(field, new("la formule n’a pas de valeur enregistrée ; ouvrez le classeur dans votre tableur et enregistrez-le", "the formula has no stored value; open the workbook in your spreadsheet program and save it"));
                    return false;
                default:
                    return true;
            }
        }

        private string AddressOf(string field) => $"{Letters(places[field])}{row.Number.ToString(CultureInfo.InvariantCulture)}";

        private static string Letters(int column) => (column < 26 ? "" : Letters((column / 26) - 1)) + (char)('A' + (column % 26));

        /// <summary>0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3.</summary>
        private static decimal Shown(decimal number)
        {
            var whole = Math.Truncate(Math.Abs(number)).ToString(CultureInfo.InvariantCulture).TrimStart('0').Length;
            return decimal.Round(number, Math.Clamp(Digits - whole, 0, 28), MidpointRounding.ToEven);
        }
    }
}
