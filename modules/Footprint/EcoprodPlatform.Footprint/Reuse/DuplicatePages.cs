namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>What the page shows where lines are duplicated: first the choice, then what it would come to.</summary>
internal sealed class DuplicatePages(ProjectAccess access, AssessmentSheets sheets, FactorList factors)
{
    /// <summary>Lines that are offered at once: what is looked for is one day.</summary>
    public const int Shown = 40;

    public async Task<DuplicateView> ViewAsync(ProjectId id, AssessmentKind kind, PageForm form, Actor by, CancellationToken ct)
    {
        var project = await access.EditAsync(id, by, ct);
        var sheet = await sheets.GetAsync(id, kind, ct);
        var own = sheet.Lines.Where(l => l.Line.Origin is null).ToList();
        var known = await factors.FindAsync(id, [.. own.Select(l => l.Line.Factor.Code)], ct);
        var (words, department) = (form.Value(CopyFields.Search)?.Trim() ?? "", Departments.Find(form.Value(CopyFields.Department))?.Code);
        var offered = own.Where(l => CopyNames.IsIn(l.Line.Label, words) && (department is null || l.Line.Department == department)).ToList();
        var chosen = form.Values(CopyFields.Line).Select(v => Guid.TryParse(v, out var line) ? line : Guid.Empty).ToHashSet();
        return new DuplicateView(project, sheet, form, offered, [.. own.Select(l => l.Line).Where(l => chosen.Contains(l.Id))], known);
    }

    /// <summary>The view with what the copies would be; without where something is wrong, which is then in the form.</summary>
    public DuplicateView Preview(DuplicateView view)
    {
        var form = view.Form;
        var times = form.Integer(CopyFields.Times, CopyFields.TimesLabel, 1, CopyNames.Most);
        var given = (form.Lines(CopyFields.Names, CopyFields.NamesLabel) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!form.IsValid)
        {
            return view;
        }

        try
        {
            // Names win over a number that was left as it stood.
            var names = CopyNames.Of(form.Value(CopyFields.Mark), given.Length > 0 ? null : times, given);
            return view with { Names = names, Preview = LineCopy.All(view.Chosen, names, default, view.Known) };
        }
        catch (RuleBrokenException broken)
        {
            form.Add(broken);
            return view;
        }
    }
}

/// <summary>What the page shows where lines are duplicated.</summary>
/// <param name="Offered">Lines that have the words that are looked for.</param>
/// <param name="Chosen">Lines that are ticked.</param>
/// <param name="Known">Factors of the lines as they are now.</param>
public sealed record DuplicateView(
    ProjectView Project, AssessmentSheet Sheet, PageForm Form, IReadOnlyList<SheetLine> Offered, IReadOnlyList<ActivityLine> Chosen, IReadOnlyDictionary<string, Factor> Known)
{
    /// <summary>What the copies would be; null before that was asked, and where it cannot be.</summary>
    public IReadOnlyList<LineCopy>? Preview { get; init; }

    internal CopyNames? Names { get; init; }

    public decimal Added => (Preview ?? []).Sum(c => c.Line.Emission.Kilograms);
}
