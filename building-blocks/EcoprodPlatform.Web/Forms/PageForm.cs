using System.Globalization;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Forms;

/// <summary>
/// A form as it was posted or prefilled, with what is wrong with it. Fields keep exactly what was typed, so that
/// nothing is lost when the page is shown again; the reading methods collect one clear error per field.
/// </summary>
public sealed class PageForm
{
    /// <summary>Name of the hidden field that carries the version the person saw.</summary>
    public const string VersionField = "version";

    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
    private readonly List<FormError> errors = [];
    private readonly IReadOnlyList<IFormFile>? files;
    private readonly HttpResponse? answer;

    /// <summary>An empty form, for a GET page.</summary>
    public PageForm()
    {
        PrintedIn = CultureInfo.CurrentUICulture;
    }

    /// <summary>A form prefilled from plain values.</summary>
    public PageForm(IEnumerable<KeyValuePair<string, string?>> prefill)
        : this()
    {
        foreach (var (name, value) in prefill)
        {
            Set(name, value);
        }
    }

    private PageForm(IFormCollection posted, HttpResponse answer)
    {
        this.answer = answer;
        foreach (var (name, value) in posted)
        {
            values[name] = [.. value.Where(v => v is not null).Select(v => v!)];
        }

        files = posted.Files;
        PrintedIn = SiteLanguage.PrintedIn(Value(SiteLanguage.Field));
    }

    /// <summary>
    /// The language that its numbers are written in: the one the form was printed in. Null where a program posted it without saying; then what
    /// depends on the language is asked.
    /// </summary>
    public CultureInfo? PrintedIn { get; private set; }

    /// <summary>True when nothing is wrong so far.</summary>
    public bool IsValid => errors.Count == 0;

    /// <summary>True when someone else changed the thing meanwhile.</summary>
    public bool IsStale { get; private set; }

    private bool IsTooMany { get; set; }

    public IReadOnlyList<FormError> Errors => errors;

    /// <summary>The status to answer with: 200, 422 when something must be corrected, 409 when the thing changed meanwhile, 429 when it was too much in a short time.</summary>
    public int Status => IsValid ? StatusCodes.Status200OK : IsStale ? StatusCodes.Status409Conflict : IsTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;

    /// <summary>What stands in a field, as typed. Set it to prefill (<c>new PageForm { ["title"] = project.Title }</c>).</summary>
    public string? this[string name]
    {
        get => Value(name);
        set => Set(name, value);
    }

    /// <summary>The posted form of the request: endpoints take it as a parameter.</summary>
    public static async ValueTask<PageForm> BindAsync(HttpContext http)
        => http.Request.HasFormContentType ? new PageForm(await http.Request.ReadFormAsync(http.RequestAborted), http.Response) : new PageForm();

    /// <summary>The filters of the address, as a form: for GET forms.</summary>
    public static PageForm OfQuery(HttpContext http)
    {
        var form = new PageForm();
        foreach (var (name, value) in http.Request.Query)
        {
            form.Set(name, value.Where(v => v is not null).Select(v => v!));
        }

        form.PrintedIn = SiteLanguage.PrintedIn(form.Value(SiteLanguage.Field));
        return form;
    }

    /// <summary>Writes a number that an address carries (with <see cref="SiteLanguage.Field"/>) as the language of now has it; a text that is none stays.</summary>
    public PageForm Reprint(string name)
        => PrintedIn is { } printed && printed.Name != CultureInfo.CurrentUICulture.Name && NumberReader.TryRead(Value(name), printed, out var number, out _) ? Set(name, number) : this;

    /// <summary>Every field may stay empty, which goes without saying.</summary>
    internal bool IsFilter { get; set; }

    // ----- what stands in the fields

    /// <summary>What stands in a field, as typed; null when the field is absent.</summary>
    public string? Value(string name) => values.TryGetValue(name, out var list) && list.Count > 0 ? list[0] : null;

    /// <summary>Every value of a repeated field.</summary>
    public IReadOnlyList<string> Values(string name) => values.TryGetValue(name, out var list) ? list : [];

    /// <summary>True when a repeated field holds this value.</summary>
    public bool Has(string name, string value) => values.TryGetValue(name, out var list) && list.Contains(value);

    /// <summary>The files chosen in a field; a browser sends a field without one as a file without a name.</summary>
    public IReadOnlyList<IFormFile> Files(string name) => [.. (files ?? []).Where(f => f.Name == name && f.FileName.Length > 0)];

    public PageForm Set(string name, string? value)
    {
        values[name] = value is null ? [] : [value];
        return this;
    }

    public PageForm Set(string name, IEnumerable<string> several)
    {
        values[name] = [.. several];
        return this;
    }

    public PageForm Set(string name, decimal? number) => Set(name, number is { } n ? Format.Input(n) : null);

    public PageForm Set(string name, long? number) => Set(name, (decimal?)number);

    public PageForm Set(string name, int? number) => Set(name, (long?)number);

    public PageForm Set(string name, DateOnly? date) => Set(name, date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public PageForm Set(string name, bool on) => Set(name, on ? "true" : null);

    /// <summary>The three inputs of a duration.</summary>
    public PageForm SetDuration(string name, int? seconds) => this
        .Set($"{name}.h", seconds / 3600)
        .Set($"{name}.min", seconds / 60 % 60)
        .Set($"{name}.s", seconds % 60);

    /// <summary>The version of what the page shows; comes back with the form.</summary>
    public PageForm SetVersion(long version) => Set(VersionField, version.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The version of what the page shows, on a fresh page and after somebody else's change has been told. A form that was
    /// refused for anything else keeps the version it was decided on, so that sending it again overwrites nothing unseen.
    /// </summary>
    public PageForm ShownAt(long version) => Value(VersionField) is null || IsStale ? SetVersion(version) : this;

    // ----- reading, with one clear error per field

    /// <summary>A line of text that must be there. Empty string when it is wrong.</summary>
    public string Required(string name, Text label, int max = 200) => Line(name, label, max, required: true, lines: false) ?? "";

    /// <summary>A line of text, or null.</summary>
    public string? Optional(string name, Text label, int max = 200) => Line(name, label, max, required: false, lines: false);

    /// <summary>Text of several lines, or null.</summary>
    public string? Lines(string name, Text label, int max = 4000, bool required = false) => Line(name, label, max, required, lines: true);

    /// <summary>A number as people write it, with one of its <paramref name="units"/> or without; null when it is empty or wrong.</summary>
    public decimal? Decimal(string name, Text label, decimal? min = null, decimal? max = null, bool required = false, int? decimals = null, decimal? example = null, IEnumerable<string>? units = null)
    {
        if (!Given(name, label, required, out var raw))
        {
            return null;
        }

        if (!NumberReader.TryRead(raw, PrintedIn, out var value, out var problem, example ?? (decimals == 0 ? 12 : null), units))
        {
            return Fail(name, label, problem.Value);
        }

        if (decimals is { } places && decimal.Round(value, places) != value)
        {
            return Fail(name, label, places == 0
                ? new Text("écrivez un nombre entier", "write a whole number")
                : new Text($"{places} chiffres après la virgule au plus", $"at most {places} digits after the point"));
        }

        if (min is { } least && value < least)
        {
            return Fail(name, label, least == 0
                ? new Text("le nombre ne peut pas être négatif", "the number cannot be negative")
                : new Text($"au moins {Format.Decimal(least, 6, Languages.French)}", $"at least {Format.Decimal(least, 6, Languages.English)}"));
        }

        return max is { } most && value > most
            ? Fail(name, label, new Text($"au plus {Format.Decimal(most, 6, Languages.French)}", $"at most {Format.Decimal(most, 6, Languages.English)}"))
            : value;
    }

    /// <summary>A whole number; null when it is empty or wrong.</summary>
    public int? Integer(string name, Text label, int min = 0, int max = 1_000_000_000, bool required = false)
        => (int?)Decimal(name, label, min, max, required, decimals: 0);

    /// <summary>A day, from a date input (<c>2026-02-01</c>) or typed (<c>01/02/2026</c>).</summary>
    public DateOnly? Date(string name, Text label, DateOnly? min = null, DateOnly? max = null, bool required = false)
    {
        if (!Given(name, label, required, out var raw))
        {
            return null;
        }

        string[] formats = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "dd-MM-yyyy"];
        if (!DateOnly.TryParseExact(raw, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            FailDate(name, label, new Text("écrivez une date qui existe, par exemple 05/12/2025", "write a date that exists, for example 05/12/2025 (day first)"));
            return null;
        }

        var (least, most) = (min ?? Earliest, max ?? Latest);
        if (date < least || date > most)
        {
            FailDate(name, label, date < least
                ? new Text($"la date doit être le {Format.Date(least, Languages.French)} ou après", $"the date must be {Format.Date(least, Languages.English)} or later")
                : new Text($"la date doit être le {Format.Date(most, Languages.French)} ou avant", $"the date must be {Format.Date(most, Languages.English)} or earlier"));
            return null;
        }

        return date;

        void FailDate(string field, Text l, Text problem) => Fail(field, l, problem);
    }

    /// <summary>A duration from three inputs, in seconds; null when it is empty or wrong.</summary>
    public int? Duration(string name, Text label, int max = 1000 * 3600, bool required = false)
    {
        string[] parts = [$"{name}.h", $"{name}.min", $"{name}.s"];
        if (parts.All(p => string.IsNullOrWhiteSpace(Value(p))))
        {
            if (required)
            {
                Fail(name, label, MustBeGiven);
            }

            return null;
        }

        decimal total = 0;
        foreach (var (part, unit) in parts.Zip([3600m, 60m, 1m]))
        {
            var raw = Value(part);
            if (string.IsNullOrWhiteSpace(raw))
            {
                continue;
            }

            if (!NumberReader.TryRead(raw, PrintedIn, out var value, out _) || value < 0 || decimal.Truncate(value) != value)
            {
                Fail(name, label, new Text("écrivez des nombres entiers, par exemple 0\u00A0h 52\u00A0min 0\u00A0s", "write whole numbers, for example 0\u00A0h 52\u00A0min 0\u00A0s"));
                return null;
            }

            // Each part is small or the whole is refused, so the sum cannot overflow.
            total += Math.Min(value, int.MaxValue) * unit;
        }

        if (total > max)
        {
            Fail(name, label, new Text($"au plus {Format.Duration(max, Languages.French)}", $"at most {Format.Duration(max, Languages.English)}"));
            return null;
        }

        return (int)total;
    }

    /// <summary>One value of a closed list; null when it is empty or not in the list.</summary>
    public string? Choice(string name, Text label, IEnumerable<string> allowed, bool required = false)
    {
        if (!Given(name, label, required, out var raw))
        {
            return null;
        }

        if (allowed.Contains(raw, StringComparer.Ordinal))
        {
            return raw;
        }

        Fail(name, label, NotInTheList);
        return null;
    }

    /// <inheritdoc cref="Choice(string, Text, IEnumerable{string}, bool)"/>
    public string? Choice(string name, Text label, IEnumerable<Option> allowed, bool required = false)
        => Choice(name, label, allowed.Select(o => o.Value), required);

    /// <summary>One member of an enum, by its name.</summary>
    public T? Choice<T>(string name, Text label, bool required = false)
        where T : struct, Enum
        => Choice(name, label, Enum.GetNames<T>(), required) is { } value ? Enum.Parse<T>(value) : null;

    /// <summary>Several values of a closed list, without doubles, in the order of the form.</summary>
    public IReadOnlyList<string> Choices(string name, Text label, IEnumerable<string> allowed, bool required = false)
    {
        var chosen = Values(name).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var known = allowed.ToHashSet(StringComparer.Ordinal);
        if (chosen.Any(c => !known.Contains(c)))
        {
            Fail(name, label, NotInTheList);
            return [];
        }

        if (required && chosen.Count == 0)
        {
            Fail(name, label, new Text("choisissez au moins une valeur", "choose at least one value"));
        }

        return chosen;
    }

    /// <inheritdoc cref="Choices(string, Text, IEnumerable{string}, bool)"/>
    public IReadOnlyList<string> Choices(string name, Text label, IEnumerable<Option> allowed, bool required = false)
        => Choices(name, label, allowed.Select(o => o.Value), required);

    /// <summary>True when a checkbox is ticked.</summary>
    public bool Bool(string name) => Value(name) is "true" or "on" or "1";

    /// <summary>An id chosen from a list or carried by the form; null when it is absent or not an id.</summary>
    public Guid? Id(string name) => Guid.TryParse(Value(name), out var id) ? id : null;

    /// <summary>The version the person saw, from the hidden field; 0 when it is missing, which no existing thing has.</summary>
    public long Version() => long.TryParse(Value(VersionField), NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0;

    // ----- errors

    /// <summary>The errors of one field (a duration's inputs count as one field).</summary>
    public IEnumerable<FormError> ErrorsOf(string name) => errors.Where(e => e.Field == name);

    /// <summary>Adds an error about a field; a null field concerns the whole form.</summary>
    public void Add(string? field, Text text) => errors.Add(new FormError(field, text));

    /// <summary>Adds the domain's answer.</summary>
    public void Add(RuleBrokenException broken) => errors.AddRange(broken.All.Select(b => new FormError(b.Field, b.Text, b.Code)));

    /// <summary>
    /// Says that someone else changed the thing meanwhile. What was typed stays; pass the current version to let the person
    /// save over it knowingly, after looking at what the other one wrote.
    /// </summary>
    public void AddStale(long? currentVersion = null)
    {
        IsStale = true;
        if (currentVersion is { } version)
        {
            SetVersion(version);
        }

        errors.Add(new FormError(
            null,
            new Text(
                "Quelqu’un a modifié cette page pendant que vous écriviez : rien n’a été enregistré, votre saisie est conservée ci-dessous. Ouvrez la page dans un autre onglet pour comparer, puis enregistrez à nouveau si votre saisie doit l’emporter.",
                "Someone changed this page while you were writing: nothing was saved, what you typed is kept below. Open the page in another tab to compare, then save again if yours should win."),
            "web.stale"));
    }

    /// <summary>
    /// Runs the command if the form is valid so far. A broken rule or a stale version becomes an error of the form; not found
    /// and forbidden pass through to their own pages.
    /// </summary>
    /// <returns>True when the command succeeded.</returns>
    public async Task<bool> TryAsync(Func<Task> command)
    {
        if (!IsValid)
        {
            return false;
        }

        try
        {
            await command();
            return true;
        }
        catch (RuleBrokenException broken) when (broken.Kind is RuleKind.Invalid or RuleKind.Conflict or RuleKind.TooMany)
        {
            IsTooMany = broken.Kind is RuleKind.TooMany;
            if (broken.Wait is { } wait && answer is not null)
            {
                answer.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            Add(broken);
            return false;
        }
        catch (ConcurrencyException)
        {
            AddStale();
            return false;
        }
    }

    private static readonly Text MustBeGiven = new("à renseigner", "please fill in");

    private static readonly Text NotInTheList = new("choisissez une valeur de la liste", "choose a value of the list");

    private decimal? Fail(string name, Text label, Text problem)
    {
        errors.Add(new FormError(
            name,
            new Text($"{label.Fr} : {problem.Fr}.", $"{label.En}: {problem.En}."),
            Beside: new Text(Sentence(problem.Fr), Sentence(problem.En))));
        return null;
    }

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";

    /// <summary>True when the field holds something; tells the person when it must and does not.</summary>
    private bool Given(string name, Text label, bool required, out string raw)
    {
        raw = (Value(name) ?? "").Trim();
        if (raw.Length == 0 && required)
        {
            Fail(name, label, MustBeGiven);
        }

        return raw.Length > 0;
    }

    private string? Line(string name, Text label, int max, bool required, bool lines)
    {
        var text = PlainText.Tidy(Value(name), lines);
        if (PlainText.IsEmpty(text) && !required)
        {
            return null;
        }

        if (PlainText.Fault(text, max, lines) is { } fault)
        {
            Fail(name, label, fault);
            return null;
        }

        return text;
    }
}
