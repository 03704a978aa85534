using Microsoft.AspNetCore.Http.Extensions;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The fields of a line's form, in the form and in the address: what was typed survives the search for a factor.</summary>
internal static class LineFields
{
    public const string Department = "department";
    public const string Post = "post";
    public const string Phase = "phase";
    public const string Factor = "factor";
    public const string Unit = "unit";
    public const string Quantity = "quantity";
    public const string Label = "label";

    /// <summary>How the quantity is known. Not asked where the unit says it.</summary>
    public const string Status = "dataStatus";

    /// <summary>A line that was asked about is meant.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The two numbers of a unit that is a product: people, and the distance of each.</summary>
    public const string First = "first";

    public const string Second = "second";

    /// <summary>The cities of a trip, and whether it goes back: they make the second number.</summary>
    public const string From = "tripFrom";

    public const string To = "tripTo";

    public const string Return = "tripReturn";

    /// <summary>Devices, days of use of each, years that one lasts, percent of that time for the project: they make the quantity.</summary>
    public const string Devices = "devices";

    public const string Days = "days";

    public const string Years = "years";

    public const string Share = "share";

    /// <summary>Name of the button that works a number out.</summary>
    public const string WorkOut = "workOut";

    public const string LineId = "lineId";

    /// <summary>Name of the button that goes back to the search.</summary>
    public const string ChangeFactor = "changeFactor";

    /// <summary>Words looked for in the catalogue.</summary>
    public const string Query = "recherche";

    public const string Category = "categorie";

    /// <summary>Says that the search is open although the line has a factor.</summary>
    public const string Searching = "chercher";

    /// <summary>What a number is worked out from.</summary>
    public static readonly string[] Helping = [From, To, Return, Devices, Days, Years, Share];

    /// <summary>What is carried through the search.</summary>
    public static readonly string[] Carried = [Department, Post, Phase, Quantity, First, Second, .. Helping, Label, Status, .. QualityCriterion.All.Select(c => c.Code)];

    /// <summary>The fields that hold numbers.</summary>
    public static readonly string[] Numbers = [Quantity, First, Second, Devices, Days, Years, Share];

    /// <summary>What an address carries, its numbers written as the language of now has them.</summary>
    public static PageForm OfQuery(HttpContext http) => Numbers.Aggregate(PageForm.OfQuery(http), (form, number) => form.Reprint(number));

    /// <summary>Reads the posted form; what cannot be read is told beside its field.</summary>
    /// <param name="help">What works out a number that was left empty.</param>
    /// <param name="stored">The quantity that the form was printed with: the two numbers may replace it.</param>
    public static LineInput Read(PageForm form, QuantityHelp help, decimal? stored = null) => Read(form, help.Fill(form, stored: stored), stored);

    private static LineInput Read(PageForm form, WorkedNumber? worked, decimal? stored) => new(
        form.Choice(Department, FootprintWords.Department, Departments.All.Select(t => t.Code), required: true),
        form.Choice(Post, FootprintWords.Post, EmissionPosts.All.Select(t => t.Code), required: true),
        form.Choice(Phase, FootprintWords.Phase, Phases.All.Select(t => t.Code), required: true),
        form.Value(Factor),
        Told(form, worked, ReadQuantity(form, stored)),
        form.Value(Unit)?.Trim(),
        form.Optional(Label, FootprintWords.Label, LineRules.LongestLabel),
        form.Bool(Confirmed))
    {
        Status = form.Choice(Status, FootprintWords.Status, DataStatuses.Terms.Select(t => t.Code)),
        Marks = QualityCriterion.All.Aggregate(new QualityMarks(), (marks, c) => c.With(marks, ReadMark(form, c))),
    };

    /// <summary>Puts what is known of a line's quantity into its form, where nothing else is typed there.</summary>
    public static void Fill(PageForm form, DataStatus? status, QualityMarks? marks)
    {
        form[Status] ??= status?.Code();
        foreach (var criterion in QualityCriterion.All.Where(_ => marks is not null))
        {
            form[criterion.Code] ??= criterion.Of(marks!)?.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static int? ReadMark(PageForm form, QualityCriterion criterion)
        => form.Choice(criterion.Code, criterion.Name, MarkOptions.Select(o => o.Value)) is { } mark ? int.Parse(mark, CultureInfo.InvariantCulture) : null;

    /// <summary>A number that was typed beside what it is worked out from is that number, or one of the two is wrong.</summary>
    private static decimal? Told(PageForm form, WorkedNumber? worked, decimal? quantity)
    {
        if (worked is not null && !form.ErrorsOf(worked.Field).Any() && NumberIn(form, worked) is { } typed && typed != worked.Number)
        {
            form.Add(worked.Field, new Text(
                $"{Format.Decimal(typed, 6, Languages.French)} n’est pas ce que donne le calcul ({worked.Formula.Fr}) : calculez à nouveau, ou effacez le calcul.",
                $"{Format.Decimal(typed, 6, Languages.English)} is not what the calculation gives ({worked.Formula.En}): work it out again, or clear the calculation."));
        }

        return quantity;
    }

    private static decimal? NumberIn(PageForm form, WorkedNumber worked)
        => form.Decimal(worked.Field, FootprintWords.Quantity, decimals: LineRules.MostDecimals, units: QuantityUnits.Writings(form.Value(Unit)));

    /// <summary>The quantity as it was typed, or the product of its two numbers.</summary>
    private static decimal? ReadQuantity(PageForm form, decimal? stored)
    {
        var product = QuantityUnits.ProductOf(form.Value(Unit));
        if (product is null || (IsEmpty(First) && IsEmpty(Second)))
        {
            return form.Decimal(Quantity, FootprintWords.Quantity, required: true, decimals: LineRules.MostDecimals, example: 12.5m, units: QuantityUnits.Writings(form.Value(Unit)));
        }

        var first = form.Decimal(First, product.First, min: 0, max: LineRules.GreatestQuantity, required: true, decimals: LineRules.MostDecimals, example: 8);
        var second = form.Decimal(Second, product.Second, min: 0, max: LineRules.GreatestQuantity, required: true, decimals: LineRules.MostDecimals, example: 500);
        var typed = form.Decimal(Quantity, FootprintWords.Quantity, decimals: LineRules.MostDecimals, example: 12.5m, units: QuantityUnits.Writings(form.Value(Unit)));
        var quantity = first * second;
        if (typed is not null && quantity is { } made && typed != made && typed != stored)
        {
            form.Add(Quantity, new Text(
                $"Quantité : {Format.Decimal(typed.Value, 6, Languages.French)} n’est pas {Product(Languages.French)} ; laissez l’un des deux vide.",
                $"Quantity: {Format.Decimal(typed.Value, 6, Languages.English)} is not {Product(Languages.English)}; leave one of the two empty."));
        }

        return quantity;

        bool IsEmpty(string name) => string.IsNullOrWhiteSpace(form.Value(name));

        string Product(CultureInfo culture) => $"{Format.Decimal(first!.Value, 6, culture)} × {Format.Decimal(second!.Value, 6, culture)} = {Format.Decimal(quantity!.Value, 6, culture)}";
    }

    /// <summary>The page with the search open and everything typed so far in its address.</summary>
    public static string Carry(string path, PageForm form)
        => path + new QueryBuilder(Filled(form).Append(new(Searching, "1"))).ToQueryString() + "#f-recherche";

    /// <summary>The page once this factor is chosen, with everything typed so far.</summary>
    public static string Choose(string path, PageForm form, string factor)
        => path + new QueryBuilder(Filled(form).Append(new(Factor, factor))).ToQueryString();

    /// <summary>The search, over one shelf of the catalogue, with everything typed so far.</summary>
    public static string InFamily(string path, PageForm form, string category)
        => path + new QueryBuilder(Filled(form).Append(new(Category, category)).Append(new(Searching, "1"))).ToQueryString();

    /// <summary>The page for the next line: it most often belongs to the same department and phase.</summary>
    public static string NextLine(string path, ActivityLine line)
        => path + new QueryBuilder { { Department, line.Department }, { Phase, line.Phase } }.ToQueryString();

    public static IEnumerable<KeyValuePair<string, string>> Filled(PageForm form)
        => Carried.Where(name => form.Value(name) is { Length: > 0 and <= 1000 }).Select(name => KeyValuePair.Create(name, form.Value(name)!))
            // The quantity is a text until the line is saved: the language it was typed in goes with it.
            .Append(new(SiteLanguage.Field, SiteLanguage.Current));

    /// <summary>Department and post that follow from the factor's shelf without a doubt; the person may choose others.</summary>
    public static void Suggest(PageForm form, Factors.Factor factor)
    {
        var (department, post) = Usual(factor);
        form[Post] ??= post;
        if (department is not null)
        {
            form[Department] ??= department;
        }
    }

    /// <summary>Department and post that a factor's shelf tells, or a project's own factor; null for what it leaves open.</summary>
    public static (string? Department, string? Post) Usual(Factors.Factor factor) => factor.Category switch
    {
        "transport" => ("transport", "transport"),
        "accommodation" => ("unit-logistics", "accommodation"),
        "catering" => ("unit-logistics", "food"),
        "waste" => (null, "waste"),
        _ => (null, factor.Post),
    };

    /// <summary>The statuses that a factor in physical units leaves open, each with what tells it from the others.</summary>
    public static readonly IReadOnlyList<Option> StatusOptions =
        [.. DataStatuses.All.Where(s => s != DataStatus.Monetary).Select(s => new Option(s.Code(), new($"{s.Name().Fr} : {s.Explain().Fr}", $"{s.Name().En}: {s.Explain().En}")))];

    public static readonly IReadOnlyList<Option> MarkOptions =
        [.. Enumerable.Range(QualityCriterion.Worst, QualityCriterion.Best).Select(m => new Option(m.ToString(CultureInfo.InvariantCulture), QualityCriterion.Show(m)))];

    public static IReadOnlyList<Option> Options(IReadOnlyList<Term> terms) => [.. terms.Select(t => new Option(t.Code, new Text(t.Fr, t.En)))];
}
