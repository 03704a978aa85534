using EcoprodPlatform.Footprint.Entry;
using EcoprodPlatform.Footprint.Favourites;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The data entry pages ("Données prévisionnelles", "Données définitives", CC-18): what they show.</summary>
internal sealed class DataEntry(ProjectAccess access, AssessmentSheets sheets, FactorList factors, EvidencePages evidence, AnswerReader answers, QuantityHelp help, NamedPlaces places, DoubleCount doubles, Authors authors, FavouriteFactors favourites, IdSource ids)
{
    private const int LinesPerPage = 15;
    private const int FactorsShown = 12;
    private const int RecentFactors = 10;

    public static void Map(Routes to)
    {
        to.Page(Links.Data, (ProjectId id, AssessmentKind kind, Asked asked, HttpContext http, DataEntry page, CancellationToken ct) => page.ShowAsync(id, kind, asked, http, ct));
    }

    /// <summary>The project, for somebody who is about to change it.</summary>
    public Task<ProjectView> EditAsync(ProjectId id, Actor by, CancellationToken ct) => access.EditAsync(id, by, ct);

    /// <summary>A factor's name in words; its code where the catalogue does not know it any more.</summary>
    public async Task<Text> NameAsync(LineFactor factor, CancellationToken ct) => (await SourceAsync(factor, ct))?.Name ?? Text.Same(factor.Code);

    public async Task<SheetLine> FindLineAsync(ProjectView project, AssessmentKind kind, LineId line, CancellationToken ct)
        => (await sheets.GetAsync(project.Id, kind, ct)).Find(line) ?? throw Assessment.UnknownLine();

    public async Task<DataEntryView> ViewAsync(ProjectView project, AssessmentKind kind, PageForm form, Actor by, HttpContext http, CancellationToken ct)
    {
        var both = await sheets.GetAsync(project.Id, ct);
        var sheet = both.SingleOrDefault(s => s.Kind == kind) ?? await sheets.GetAsync(project.Id, kind, ct);
        var order = Departments.All.Select((d, i) => (d.Code, i)).ToDictionary(d => d.Code, d => d.i, StringComparer.Ordinal);
        var filter = LineFilter.Of(http.Request.Query);
        var lines = sheet.Lines.Where(l => filter.Shows(l.Line)).OrderBy(l => order[l.Line.Department]).ToList();
        var paging = Paging.Of(http, lines.Count, LinesPerPage);
        var shown = lines.Skip(paging.Offset).Take(paging.Size).ToList();
        if (form.Id(LineFields.LineId) is null)
        {
            form[LineFields.LineId] = ids.NewId().ToString();
        }

        return new DataEntryView(
            project,
            sheet,
            both.Single(s => s.Kind == AssessmentKind.Provisional),
            shown,
            await factors.SourcesAsync(shown, ct),
            paging,
            filter,
            ResultCube.Of([.. lines.Select(l => l.Line)]),
            project.May(DataAct.Change) ? await NewLineAsync(project, kind, form, both, sheet, by.Id, ct) : null,
            await answers.ViewAsync(project, sheet, ct))
        {
            Reader = by.Id,
            Authors = await authors.OfAsync(project.Id, kind, shown.Select(l => l.Version), ct),
        };
    }

    public async Task<LineView> LineAsync(ProjectView project, AssessmentKind kind, LineId lineId, PageForm form, Actor by, HttpContext http, CancellationToken ct)
    {
        var sheet = await sheets.GetAsync(project.Id, kind, ct);
        var there = sheet.Find(lineId) ?? throw Assessment.UnknownLine();
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            Prefill(form, there);
        }
        else if (form.IsStale)
        {
            form.SetVersion(there.Version);
        }

        var sources = await factors.SourcesAsync([there], ct);
        return new LineView(
            project,
            kind,
            there,
            sources.GetValueOrDefault((there.Line.Factor.Code, there.Line.Factor.CatalogueVersion)),
            await EditorAsync(project, Links.Line(project.Id, kind, lineId), form, sheet, there.Line, ct) with { Favourites = await favourites.OfAsync(by.Id, project.Id, ct) },
            await evidence.ViewAsync(project, kind, there, new PageForm(), by, ct))
        {
            Said = (await authors.OfAsync(project.Id, kind, [there.Version], ct)).GetValueOrDefault(there.Version)?.WhoAndWhen(by.Id),
        };
    }

    private async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, HttpContext http, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var form = LineFields.OfQuery(http);
        // Never from an address: the same link opened twice must make two lines.
        form[LineFields.LineId] = null;
        var view = await ViewAsync(project, kind, form, asked.By, http, ct);
        return Page.Of(new DataEntryPage { View = view }, form.Status);
    }

    /// <summary>What is typed in the address wins over what is stored: that is how it survives the search for another factor.</summary>
    private static void Prefill(PageForm form, SheetLine there)
    {
        form.SetVersion(there.Version);
        form[LineFields.Department] ??= there.Line.Department;
        form[LineFields.Post] ??= there.Line.Post;
        form[LineFields.Phase] ??= there.Line.Phase;
        form[LineFields.Label] ??= there.Line.Label;
        LineFields.Fill(form, there.Line.Status, there.Line.Marks);
        if (form[LineFields.Quantity] is null)
        {
            form.Set(LineFields.Quantity, there.Line.Quantity);
        }

        form[LineFields.Factor] ??= there.Line.Factor.Code;
    }

    private async Task<LineEditor> NewLineAsync(ProjectView project, AssessmentKind kind, PageForm form, IReadOnlyList<AssessmentSheet> both, AssessmentSheet sheet, PersonId by, CancellationToken ct)
    {
        var marked = await favourites.OfAsync(by, project.Id, ct);
        var recent = await RecentAsync(project.Id, both.OrderBy(s => s.Kind != kind), ct);
        return await EditorAsync(project, Links.Data(project.Id, kind), form, sheet, there: null, ct) with { Favourites = marked, Recent = [.. recent.ExceptBy(marked.Select(f => f.Code), f => f.Code)] };
    }

    private async Task<LineEditor> EditorAsync(ProjectView project, string path, PageForm form, AssessmentSheet sheet, ActivityLine? there, CancellationToken ct)
    {
        var searching = form.Value(LineFields.Searching) is not null;
        var chosen = searching || form.Value(LineFields.Factor) is not { Length: > 0 } code
            ? null
            : there is not null && there.Factor.Code == code
                ? ChosenFactor.Of(there.Factor, await SourceAsync(there.Factor, ct))
                : await ChooseAsync(project.Id, form, code, ct);
        if (chosen is not null)
        {
            chosen = chosen with { Instead = await factors.FindAsync(chosen.Source?.Instead, ct) };
            if (there is null && chosen.Source is { } source)
            {
                LineFields.Suggest(form, source);
            }

            var room = AssessmentMeasuredV1.GreatestKilograms - sheet.Result.Total.Kilograms + (there?.Emission.Kilograms ?? 0);
            return new LineEditor(project.Id, path, form, chosen, null, null, Stored: there?.Quantity)
            {
                Greatest = Math.Clamp(room, 0, LineRules.GreatestKilograms),
                Help = help.Offer(form),
                Elsewhere = chosen.Source is { } from ? places.DoubtOf(from, form.Value(LineFields.Label), project.LeadCountry) : null,
                Counted = doubles.Of(project, sheet, chosen.Factor.Code, chosen.Factor.Unit, form.Value(LineFields.Department)),
            };
        }

        var query = form.Value(LineFields.Query)?.Trim();
        var category = form.Value(LineFields.Category);
        var refused = searching ? null : await factors.FindAsync(project.Id, form.Value(LineFields.Factor), ct);
        var instead = await factors.FindAsync(refused?.Instead, ct);
        return query is { Length: > 0 } || category is { Length: > 0 }
            ? new LineEditor(project.Id, path, form, null, query, await factors.SearchAsync(project.Id, query, category, 0, FactorsShown, ct), instead)
            : new LineEditor(project.Id, path, form, null, null, null, instead);
    }

    /// <summary>The factors of the project's lines, the last used first: those of the first sheet before the others.</summary>
    private async Task<IReadOnlyList<Factor>> RecentAsync(ProjectId project, IEnumerable<AssessmentSheet> sheets, CancellationToken ct)
    {
        string[] codes = [.. sheets.SelectMany(s => s.Lines.OrderByDescending(l => l.Version)).Select(l => l.Line.Factor.Code).Distinct(StringComparer.Ordinal)];
        var known = await factors.FindAsync(project, codes, ct);
        return [.. codes.Select(c => known.GetValueOrDefault(c)).OfType<Factor>().Where(f => f.IsUsable).Take(RecentFactors)];
    }

    private async Task<Factor?> SourceAsync(LineFactor factor, CancellationToken ct)
        => (await factors.SourcesAsync([(factor.Code, factor.CatalogueVersion)], ct)).GetValueOrDefault((factor.Code, factor.CatalogueVersion));

    /// <summary>The factor of a code, or null with the reason told.</summary>
    private async Task<ChosenFactor?> ChooseAsync(ProjectId project, PageForm form, string code, CancellationToken ct)
    {
        var factor = await factors.FindAsync(project, code, ct);
        if (LineRules.Use(code, factor, out var broken) is { } used)
        {
            return ChosenFactor.Of(used, factor);
        }

        if (form.ErrorsOf(LineFields.Factor).FirstOrDefault() is null)
        {
            form.Add(broken!);
        }

        return null;
    }
}

/// <summary>A factor as a line uses it: the value that counts, and where it comes from.</summary>
/// <param name="Instead">The factor to use in place of a marked one.</param>
public sealed record ChosenFactor(LineFactor Factor, Factor? Source, Factor? Instead = null)
{
    public Text Name => Source?.Name ?? Text.Same(Factor.Code);

    internal static ChosenFactor Of(LineFactor factor, Factor? source) => new(factor, source);
}

/// <summary>The form of a line: choosing a factor first, then the rest.</summary>
/// <param name="Project">Whose own factors are found too.</param>
/// <param name="Path">Where the form posts to and the search comes back to.</param>
/// <param name="Query">Words looked for; null before any search.</param>
/// <param name="Found">What was found; null before any search.</param>
/// <param name="Stored">The quantity of the line that is changed.</param>
/// <param name="Instead">The factor to use in place of the one that cannot be used.</param>
public sealed record LineEditor(ProjectId Project, string Path, PageForm Form, ChosenFactor? Chosen, string? Query, FactorPageOfList? Found, Factor? Instead = null, decimal? Stored = null)
{
    /// <summary>Kilograms the line may come to, with what the other lines leave of the whole.</summary>
    public decimal Greatest { get; init; } = LineRules.GreatestKilograms;

    /// <summary>What can be worked out for the factor; null where there is nothing.</summary>
    public QuantityHelpView? Help { get; init; }

    /// <summary>Why the factor may not hold where the line is; null where nothing speaks against it.</summary>
    public Text? Elsewhere { get; init; }

    /// <summary>What the questionnaire counts already that the line may count again.</summary>
    public IReadOnlyList<CountedAlready> Counted { get; init; } = [];

    /// <summary>Factors that the person has marked, the last one first.</summary>
    public IReadOnlyList<Factor> Favourites { get; init; } = [];

    /// <summary>Factors that lines of the project use already, the last one first; not those that are marked.</summary>
    public IReadOnlyList<Factor> Recent { get; init; } = [];

    /// <summary>A line is being made: its factor is looked for or chosen.</summary>
    public bool IsUnderWay => Chosen is not null || Found is not null;
}

/// <summary>What a data entry page shows.</summary>
/// <param name="Provisional">To start the final assessment from.</param>
/// <param name="Shown">The lines of this page, in the order of the departments.</param>
/// <param name="Sources">Where their factors come from.</param>
/// <param name="Filter">Filter in force.</param>
/// <param name="Selected">Result of the lines that the filter lets through, on all pages of the list.</param>
/// <param name="Editor">Null for whoever may not add a line now.</param>
/// <param name="Questions">The questionnaire, and how far it is.</param>
public sealed record DataEntryView(
    ProjectView Project,
    AssessmentSheet Sheet,
    AssessmentSheet Provisional,
    IReadOnlyList<SheetLine> Shown,
    IReadOnlyDictionary<(string Code, int Version), Factor> Sources,
    Paging Paging,
    LineFilter Filter,
    ResultCube Selected,
    LineEditor? Editor,
    QuestionnaireView Questions)
{
    public AssessmentKind Kind => Sheet.Kind;

    /// <summary>Who looks.</summary>
    public required PersonId Reader { get; init; }

    /// <summary>Who made the lines of this page what they are, by version.</summary>
    public required IReadOnlyDictionary<long, Author> Authors { get; init; }

    /// <summary>"Saisie par vous, le …", of a line of the questionnaire "Répondu …".</summary>
    public Text? SaidOf(SheetLine line) => Authors.GetValueOrDefault(line.Version)?.WhoAndWhen(Reader) is { } said
        ? line.Line.Origin is null ? new($"Saisie {said.Fr}.", $"Entered {said.En}.") : new($"Répondu {said.Fr}.", $"Answered {said.En}.")
        : null;

    /// <summary>The final assessment is still empty and the provisional one is not (CC-18).</summary>
    public bool CanCopy => Project.May(DataAct.Change) && Kind == AssessmentKind.Final && Sheet.Lines.Count == 0 && Questions.Answers.Answers.Count == 0 && Provisional.Lines.Count > 0;
}

/// <summary>What the page of one line shows.</summary>
public sealed record LineView(ProjectView Project, AssessmentKind Kind, SheetLine There, Factor? Source, LineEditor Editor, EvidenceView Evidence)
{
    /// <summary>Who made it what it is, and when; null where the log does not tell.</summary>
    public Text? Said { get; init; }
}
