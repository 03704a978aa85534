using System.Text.Json;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Entry;

/// <summary>The lines of an assessment as a workbook to edit, and back: what it would change is shown first, then saved all together (<see cref="EnterLines"/>).</summary>
internal sealed class ImportLines(ProjectAccess access, AssessmentSheets sheets, FactorList factors, EntrySheet entry, DoubleCount doubles, TimeProvider clock, IMediator mediator)
{
    /// <summary>The lines that were read, in the form of the preview.</summary>
    public const string Lines = "lignes";

    /// <summary>What becomes of lines that the questionnaire may count already: added, or left out.</summary>
    public const string Doubles = "deja";

    public const string Add = "ajouter";

    public const string LeaveOut = "laisser";

    /// <summary>Bytes of a whole request: the file, or the lines that were read, and what a form adds.</summary>
    private const long MostBytesAtOnce = 6L * 1024 * 1024;

    public static void Map(Routes to)
    {
        to.Page(Links.EntryWorkbook, (ProjectId id, AssessmentKind kind, Asked asked, ImportLines page, CancellationToken ct) => page.DownloadAsync(id, kind, asked, ct));
        to.Page(Links.EntrySheet, (ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ImportLines page, CancellationToken ct) => page.ShowAsync(id, kind, asked, form, null, ct));
        to.Form(Links.EntrySheet, (ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ImportLines page, CancellationToken ct) => page.PostAsync(id, kind, asked, form, ct)).TakesFiles(MostBytesAtOnce);
    }

    private async Task<IResult> DownloadAsync(ProjectId id, AssessmentKind kind, Asked asked, CancellationToken ct)
    {
        await access.EditAsync(id, asked.By, ct);
        var lines = (await sheets.GetAsync(id, kind, ct)).Lines.Select(l => l.Line).Where(l => l.Origin is null);
        var usable = (await factors.FindByWordsAsync(id, "", ct)).Facts;
        return WorkbookFile.Of(new("feuille-de-saisie", "entry-sheet"), Format.Day(clock.GetUtcNow()), EntryColumns.Sheets(lines, usable));
    }

    private async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, EntryPreview? preview, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        return Page.Of(new ImportLinesPage { Project = project, Kind = (await sheets.GetAsync(id, kind, ct)).Kind, Form = form, Preview = preview }, form.Status);
    }

    private async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        return form.Value(Lines) is { } carried ? await SaveAsync(project, kind, asked, form, carried, ct) : await ReadAsync(project, kind, asked, form, ct);
    }

    private async Task<IResult> ReadAsync(ProjectView project, AssessmentKind kind, Asked asked, PageForm form, CancellationToken ct)
    {
        var id = project.Id;
        var sheet = await sheets.GetAsync(id, kind, ct);
        EntryPreview? preview = null;
        await form.TryAsync(async () =>
        {
            var file = IncomingFile.Of(form.Files(IncomingFile.Field)) is [var one] ? one : throw new RuleBrokenException("document.missing", new("Choisissez un fichier, un seul.", "Choose a file, one."), field: IncomingFile.Field);
            preview = Of(project, await entry.ReadAsync(file, id, sheet, form.PrintedIn, new WorkbookLimits(), ct), sheet);
        });
        if (preview is { } read)
        {
            form.Set(Lines, read.Carried()).SetVersion(sheet.Version);
        }

        return await ShowAsync(id, kind, asked, form, preview, ct);
    }

    private async Task<IResult> SaveAsync(ProjectView project, AssessmentKind kind, Asked asked, PageForm form, string carried, CancellationToken ct)
    {
        var id = project.Id;
        if (Parse(carried) is not { } bodies)
        {
            form.Set(Lines, (string?)null).Add(null, new("Le formulaire est incomplet : envoyez le classeur à nouveau.", "The form is incomplete: send the workbook again."));
            return await ShowAsync(id, kind, asked, form, null, ct);
        }

        EnteredLine[] lines = [.. bodies.Select(b => new EnteredLine(new LineId(b.Id!.Value), b.Read() with { IsConfirmed = form.Bool(LineFields.Confirmed) }))];
        // Shown against what is there now: somebody else may have worked on it.
        var sheet = await sheets.GetAsync(id, kind, ct);
        var known = await factors.FindAsync(id, [.. bodies.Select(b => b.Factor).OfType<string>()], ct);
        var read = lines.Select(l => LineRules.Read(l.Id, l.Input with { IsConfirmed = true }, known.GetValueOrDefault(l.Input.Factor ?? ""), [], sheet.Find(l.Id)?.Line) is { } line ? line with { CopiedFrom = sheet.Find(l.Id)?.Line.CopiedFrom } : null);
        var preview = Of(project, [.. read.OfType<ActivityLine>()], sheet);
        var choice = form.Value(Doubles);
        if (preview.Doubles.Count > 0 && choice is not (Add or LeaveOut))
        {
            form.Add(Doubles, new("Dites ce que deviennent les lignes que le questionnaire compte peut-être déjà.", "Say what becomes of the lines that the questionnaire may count already."));
        }

        EnteredLine[] kept = choice == LeaveOut ? [.. lines.Where(l => preview.Doubles.All(d => d.Line.Id != l.Id.Value))] : lines;
        EntryResult? result = null;
        if (await form.TryAsync(async () => result = await mediator.Send(new EnterLines(id, kind, kept, asked.By, form.Version()) { MayChange = true }, ct)) && result!.Faults.Count == 0)
        {
            return Page.Redirect(Links.Data(id, kind), Told(id, kind, result, lines.Length - kept.Length));
        }

        foreach (var fault in (result?.Faults ?? []).Where(f => f.Rule.Code != LineRules.Unlikely))
        {
            var name = kept[fault.Index].Input.Label ?? kept[fault.Index].Input.Factor;
            form.Add(null, new($"{name} : {fault.Rule.Text.Fr}", $"{name}: {fault.Rule.Text.En}"));
        }

        if (result?.Faults.Any(f => f.Rule.Code == LineRules.Unlikely) == true)
        {
            form.Add(LineFields.Confirmed, new("Une ligne dépasse 1\u00A0000 t : vérifiez son unité, puis confirmez.", "A line exceeds 1,000 t: check its unit, then confirm."));
        }

        if (form.IsStale)
        {
            form.SetVersion(sheet.Version);
        }

        return await ShowAsync(id, kind, asked, form, preview, ct);
    }

    private EntryPreview Of(ProjectView project, IReadOnlyList<ActivityLine> lines, AssessmentSheet sheet)
    {
        var preview = EntryPreview.Of(lines, sheet);
        return preview with
        {
            Doubles = [.. preview.Added.Select(l => (Line: l, Counted: doubles.Of(project, sheet, l.Factor.Code, l.Factor.Unit, l.Department))).Where(d => d.Counted.Count > 0)],
        };
    }

    /// <summary>The lines that a form carries; null where they are not what was printed.</summary>
    private static LineBody[]? Parse(string carried)
    {
        try
        {
            return JsonSerializer.Deserialize<LineBody[]>(carried, JsonSerializerOptions.Web) is { Length: > 0 and <= Assessment.MostLines } bodies && !bodies.Any(b => b is not { Id: not null }) ? bodies : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Flash Told(ProjectId id, AssessmentKind kind, EntryResult result, int leftOut)
    {
        var total = result.After.Lines.Sum(l => l.Emission.Kilograms);
        var (fr, en) = leftOut == 0 ? ("", "") : ($" {Words.Count(leftOut, new("ligne laissée", "line"), new("lignes laissées", "lines")).Fr} de côté : le questionnaire compte déjà.", $" {Words.Count(leftOut, new("ligne", "line"), new("lignes", "lines")).En} left out: the questionnaire counts already.");
        return result.Saved.Count == 0 && leftOut > 0
            ? Flash.Done($"Rien n’a changé.{fr}", $"Nothing changed.{en}")
            : result.Saved.Count == 0
            ? Flash.Warning("Ces lignes sont déjà enregistrées ainsi : rien n’a changé.", "These lines are saved like this already: nothing changed.")
            : Flash.Done(
                $"{(result.Saved.Count == 1 ? "1 ligne enregistrée" : $"{result.Saved.Count} lignes enregistrées")} : le bilan fait {Kilograms.Show(total, Languages.French)}.{fr}",
                $"{(result.Saved.Count == 1 ? "1 line" : $"{result.Saved.Count} lines")} saved: the assessment comes to {Kilograms.Show(total, Languages.English)}.{en}") with { Undo = Links.Undo(id, kind, result.Version.ToString(CultureInfo.InvariantCulture)) };
    }
}
