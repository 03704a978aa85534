namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Rows of a budget sheet become lines: pasted, matched with factors, looked at, then added all together (<see cref="EnterLines"/>).</summary>
internal static class PasteLines
{
    public const int MostRows = 200;

    /// <summary>Characters of a block: two hundred rows, and room.</summary>
    public const int Longest = 60_000;

    public static void Map(Routes to)
    {
        to.Page(Links.PasteLines, ShowAsync);
        to.Form(Links.PasteLines, PostAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        return Page.Of(new PasteLinesPage { Project = project, Kind = (await sheets.GetAsync(id, kind, ct)).Kind, Form = new PageForm() });
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, RowMatcher matcher, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var review = await ReadAsync(project, await sheets.GetAsync(id, kind, ct), form, matcher, ct);
        if (review is not null && form.Value(PasteFields.Ids) is null)
        {
            Propose(form, review, ids);
        }
        else if (review is not null)
        {
            var lines = Chosen(form, review);
            EntryResult? result = null;
            if (await form.TryAsync(async () => result = await mediator.Send(new EnterLines(id, kind, [.. lines.Select(l => l.Line)], asked.By), ct)))
            {
                if (result!.Faults.Count == 0)
                {
                    return Page.Redirect(Links.Data(id, kind), Told(id, kind, result));
                }

                foreach (var fault in result.Faults)
                {
                    form.Add(PasteFields.Choice(lines[fault.Index].Row), Of(lines[fault.Index].Row, fault.Rule.Text));
                }
            }
        }

        return Page.Of(new PasteLinesPage { Project = project, Kind = kind, Form = form, Review = review }, form.Status);
    }

    private static async Task<PasteReview?> ReadAsync(ProjectView project, AssessmentSheet sheet, PageForm form, RowMatcher matcher, CancellationToken ct)
    {
        var text = form.Value(PasteFields.Block) ?? "";
        if (string.IsNullOrWhiteSpace(text))
        {
            form.Add(PasteFields.Block, new($"{PasteFields.BlockLabel.Fr} : collez au moins une ligne.", $"{PasteFields.BlockLabel.En}: paste at least one line."));
            return null;
        }

        var pasted = text.Length > Longest ? null : PastedRows.Read(text);
        if (pasted is null || pasted.Rows.Count > MostRows)
        {
            form.Add(PasteFields.Block, new($"{PasteFields.BlockLabel.Fr} : {MostRows} lignes au plus à la fois, collez le reste ensuite.", $"{PasteFields.BlockLabel.En}: at most {MostRows} lines at a time, paste the rest afterwards."));
            return null;
        }

        if (pasted.Rows.Count == 0)
        {
            form.Add(PasteFields.Block, new($"{PasteFields.BlockLabel.Fr} : il n’y a que des en-têtes.", $"{PasteFields.BlockLabel.En}: there is nothing but a header."));
            return null;
        }

        var rows = new List<MatchedRow>();
        foreach (var row in pasted.Rows)
        {
            rows.Add(await matcher.MatchAsync(row, project, sheet, form.PrintedIn, ct));
        }

        return new PasteReview(rows, pasted.HasMore);
    }

    /// <summary>Ticks what is certain; what is not stays out until somebody says so.</summary>
    private static void Propose(PageForm form, PasteReview review, IdSource ids)
    {
        form[PasteFields.Ids] = string.Join(' ', review.Rows.Select(_ => ids.NewId()));
        foreach (var row in review.Certain)
        {
            form[PasteFields.Choice(row)] = row.Candidates[0].Factor.Code;
        }
    }

    private static List<(MatchedRow Row, EnteredLine Line)> Chosen(PageForm form, PasteReview review)
    {
        Guid[] ids = [.. (form.Value(PasteFields.Ids) ?? "").Split(' ').Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)];
        var phase = form.Choice(PasteFields.Phase, FootprintWords.Phase, Phases.All.Select(t => t.Code));
        var lines = new List<(MatchedRow, EnteredLine)>();
        for (var i = 0; i < review.Rows.Count; i++)
        {
            var row = review.Rows[i];
            if (form.Value(PasteFields.Choice(row)) is not { Length: > 0 } code)
            {
                continue;
            }

            if (row.Candidates.FirstOrDefault(c => c.Factor.Code == code) is not { } candidate || i >= ids.Length || ids[i] == Guid.Empty)
            {
                form.Add(PasteFields.Choice(row), Of(row, new("choisissez à nouveau.", "choose again.")));
                continue;
            }

            var department = candidate.Place.Department ?? Among(form, row, PasteFields.Department(row), FootprintWords.Department, Departments.All);
            var post = candidate.Place.Post ?? Among(form, row, PasteFields.Post(row), FootprintWords.Post, EmissionPosts.All);
            // What is unlikely was asked about before it could be chosen.
            lines.Add((row, new EnteredLine(new LineId(ids[i]), new LineInput(department, post, phase ?? PasteFields.PhaseOf(candidate), code, candidate.Line.Quantity, candidate.Line.Factor.Unit, row.Row.Label, IsConfirmed: true))));
        }

        if (lines.Count == 0 && form.IsValid)
        {
            form.Add(null, new("Aucune ligne n’est retenue : cochez celles à ajouter.", "No line is chosen: tick those to add."));
        }

        return lines;
    }

    private static string? Among(PageForm form, MatchedRow row, string field, Text label, IReadOnlyList<Term> list)
    {
        if (TermNames.Find(list, form.Value(field)) is { } term)
        {
            return term.Code;
        }

        form.Add(field, Of(row, new($"{label.Fr} : choisissez une valeur de la liste.", $"{label.En}: choose a value of the list.")));
        return null;
    }

    private static Text Of(MatchedRow row, Text text) => new($"{PasteFields.NameOf(row).Fr} : {text.Fr}", $"{PasteFields.NameOf(row).En}: {text.En}");

    private static Flash Told(ProjectId id, AssessmentKind kind, EntryResult result)
    {
        var kg = result.Kilograms;
        return result.Saved.Count switch
        {
            0 => Flash.Warning("Ces lignes sont déjà enregistrées : rien n’a été ajouté une seconde fois.", "These lines are there already: nothing was added a second time."),
            1 => Flash.Done($"1 ligne ajoutée : {Kilograms.Show(kg, Languages.French)}.", $"1 line added: {Kilograms.Show(kg, Languages.English)}.") with { Undo = Undo() },
            var n => Flash.Done($"{n} lignes ajoutées : {Kilograms.Show(kg, Languages.French)}.", $"{n} lines added: {Kilograms.Show(kg, Languages.English)}.") with { Undo = Undo() },
        };

        string Undo() => Links.Undo(id, kind, result.Version.ToString(CultureInfo.InvariantCulture));
    }
}
