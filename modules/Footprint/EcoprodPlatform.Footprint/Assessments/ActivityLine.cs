using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// One line of activity: so much of something, in a department, for a post, in a phase. The factor's value stands in the
/// line, so that its result stays what it was whatever becomes of the catalogue (CC-22).
/// </summary>
/// <param name="Department">Code of <see cref="Departments"/>.</param>
/// <param name="Post">Code of <see cref="EmissionPosts"/>.</param>
/// <param name="Phase">Code of <see cref="Phases"/> (CC-12).</param>
/// <param name="Quantity">In the factor's unit; over 0, at most 10^12, at most 6 decimals.</param>
/// <param name="Label">What the person wrote to find it again; data, never markup.</param>
public sealed record ActivityLine(Guid Id, string Department, string Post, string Phase, LineFactor Factor, decimal Quantity, string? Label)
{
    /// <summary>How the quantity is known, as somebody said it; null where nobody has, and for a monetary ratio, whose unit says it (<see cref="KnownStatus"/>).</summary>
    public DataStatus? Status { get; init; }

    /// <summary>How good the quantity is; null where nobody has marked it.</summary>
    public QualityMarks? Marks { get; init; }

    /// <summary>The line of the provisional assessment that it began as (CC-18): what a variance compares it with. Null for a line that began here.</summary>
    public Guid? CopiedFrom { get; init; }

    /// <summary>The answer of the questionnaire that it comes from; null for a line that was entered as one.</summary>
    public LineOrigin? Origin { get; init; }

    /// <summary>Quantity times factor, exact: both are bounded so that a decimal holds the product digit for digit.</summary>
    [JsonIgnore]
    public Co2e Emission => new(Quantity * Factor.Value);

    /// <summary>How the quantity is known: money is money, whatever was said.</summary>
    [JsonIgnore]
    public DataStatus? KnownStatus => QuantityUnits.IsMoney(Factor.Unit) ? DataStatus.Monetary : Status;
}

/// <summary>The factor as it was when the line was entered.</summary>
/// <param name="Code">Its code in the catalogue.</param>
/// <param name="CatalogueVersion">The catalogue it was read from, which still tells its source.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>.</param>
/// <param name="Unit">What the quantity is counted in.</param>
public sealed record LineFactor(string Code, int CatalogueVersion, decimal Value, string Unit);

/// <summary>How a quantity is known (section 4, item 20 of the requirements).</summary>
public enum DataStatus
{
    /// <summary>Read or counted: a meter, an invoice in litres, a ticket.</summary>
    Measured,

    /// <summary>Worked out from what was measured: people × distance.</summary>
    Calculated,

    /// <summary>Assumed: a typical value, a guess.</summary>
    Estimated,

    /// <summary>An amount of money.</summary>
    Monetary,
}

/// <summary>The question that a line answers.</summary>
/// <param name="Question">Its code in the questionnaire.</param>
/// <param name="Section">The section it stood in: set aside with it, taken up with it.</param>
/// <param name="Part">Which of the question's lines it is; with the question it tells the line's id.</param>
public sealed record LineOrigin(string Question, string Section, string Part);

/// <summary>A line as it was asked for, before it is known to be one.</summary>
/// <param name="IsConfirmed">Whoever sends it stands by a result that is unlikely (<see cref="LineRules.LikelyKilograms"/>).</param>
internal sealed record LineInput(
    string? Department, string? Post, string? Phase, string? Factor, decimal? Quantity, string? Unit, string? Label, bool IsConfirmed = false)
{
    /// <summary>What was wrong already with the way it was written; told with the rest.</summary>
    public IReadOnlyList<RuleBrokenException> Broken { get; init; } = [];

    /// <summary>Code of <see cref="DataStatuses"/>; null says nothing.</summary>
    public string? Status { get; init; }

    /// <summary>Marks of the quantity; null, or null in it, says nothing.</summary>
    public QualityMarks? Marks { get; init; }
}

/// <summary>What makes an input a line. Everything that is wrong is told at once.</summary>
internal static class LineRules
{
    public const decimal GreatestQuantity = 1_000_000_000_000m;
    public const int MostDecimals = 6;
    public const int LongestLabel = 200;

    /// <summary>What one line may come to; the bound of the whole is <see cref="AssessmentMeasuredV1.GreatestKilograms"/>.</summary>
    public const decimal GreatestKilograms = 1_000_000_000m;

    /// <summary>A line over a thousand tonnes is asked about: most often it is the unit that is wrong.</summary>
    public const decimal LikelyKilograms = 1_000_000m;

    /// <summary>Code of that question.</summary>
    public const string Unlikely = "footprint.line-unlikely";

    /// <summary>The line, or everything that is wrong with the input.</summary>
    public static ActivityLine Demand(LineId id, LineInput input, Factor? factor, ActivityLine? there = null)
    {
        var broken = new List<RuleBrokenException>(input.Broken);
        var line = Read(id, input, factor, broken, there);
        // A quantity that is no number need not also be called missing.
        RuleBrokenException.ThrowIfAny([.. broken.DistinctBy(b => b.Field)]);
        return line!;
    }

    /// <summary>The line, or null with everything that is wrong with the input added to <paramref name="broken"/>.</summary>
    /// <param name="factor">What the catalogue has under the input's code; null when it has nothing.</param>
    /// <param name="there">The line as it stands: while its factor stays the same one, it keeps the value it was entered with.</param>
    public static ActivityLine? Read(LineId id, LineInput input, Factor? factor, ICollection<RuleBrokenException> broken, ActivityLine? there = null)
    {
        var before = broken.Count;
        if (Departments.Find(input.Department) is null)
        {
            broken.Add(Rule("footprint.unknown-department", "department", Among("Département", "Department", input.Department, Departments.All)));
        }

        if (EmissionPosts.Find(input.Post) is null)
        {
            broken.Add(Rule("footprint.unknown-post", "post", Among("Poste d’émission", "Emission post", input.Post, EmissionPosts.All)));
        }

        if (Phases.Find(input.Phase) is null)
        {
            broken.Add(Rule("footprint.unknown-phase", "phase", Among("Phase", "Phase", input.Phase, Phases.All)));
        }

        var used = there?.Factor;
        if (used?.Code != input.Factor || used is null)
        {
            used = Use(input.Factor, factor, out var fault);
            if (fault is not null)
            {
                broken.Add(fault);
            }
        }

        if (used is not null)
        {
            CheckUnit(input, used, factor?.Name ?? Text.Same(used.Code), broken);
        }

        CheckQuantity(input, used, there, broken);
        var label = CheckLabel(input.Label, broken);
        var status = LineQuality.CheckStatus(input.Status, used, broken);
        var marks = LineQuality.CheckMarks(input.Marks, broken);
        return broken.Count > before
            ? null
            : new ActivityLine(id, input.Department!, input.Post!, input.Phase!, used!, Plain(input.Quantity!.Value), label) { Status = status, Marks = marks };
    }

    /// <summary>The factor of a code as a line would use it now, or null with the reason.</summary>
    public static LineFactor? Use(string? code, Factor? factor, out RuleBrokenException? broken)
    {
        broken = null;
        if (string.IsNullOrWhiteSpace(code))
        {
            broken = Rule("footprint.factor-missing", "factor", new(
                "Facteur d’émission : choisissez-en un dans le catalogue ; sans facteur, la ligne n’a pas de résultat.",
                "Emission factor: choose one from the catalogue; without a factor the line has no result."));
        }
        else if (factor is null)
        {
            broken = Rule("footprint.unknown-factor", "factor", new(
                $"Le facteur « {Shown(code)} » n’existe pas dans le catalogue. Cherchez-le par son nom et choisissez-le dans la liste.",
                $"The factor “{Shown(code)}” is not in the catalogue. Search for it by name and choose it from the list."));
        }
        else if (factor.Barrier is { } barrier)
        {
            var why = barrier.Explain();
            broken = Rule("footprint.factor-not-usable", "factor", new(
                $"« {factor.NameFr} » ne peut pas servir de facteur : {why.Fr}.",
                $"“{factor.NameEn}” cannot be used as a factor: {why.En}."));
        }

        return broken is null ? new LineFactor(factor!.Code, factor.CatalogueVersion, factor.Value, factor.QuantityUnit!) : null;
    }

    private static void CheckUnit(LineInput input, LineFactor used, Text name, ICollection<RuleBrokenException> broken)
    {
        if (string.IsNullOrWhiteSpace(input.Unit))
        {
            broken.Add(Rule("footprint.unit-missing", "unit", new(
                $"L’unité de la quantité manque : ce facteur compte en « {used.Unit} ».",
                $"The unit of the quantity is missing: this factor counts in “{used.Unit}”.")));
        }
        else if (input.Unit != used.Unit)
        {
            var unit = Shown(input.Unit);
            broken.Add(Rule("footprint.unit-mismatch", "unit", new(
                $"La quantité est en « {unit} », mais le facteur « {name.Fr} » compte en « {used.Unit} ». Convertissez la quantité ou choisissez un autre facteur.",
                $"The quantity is in “{unit}”, but the factor “{name.En}” counts in “{used.Unit}”. Convert the quantity or choose another factor.")));
        }
    }

    private static void CheckQuantity(LineInput input, LineFactor? factor, ActivityLine? there, ICollection<RuleBrokenException> broken)
    {
        switch (input.Quantity)
        {
            case null:
                broken.Add(Rule("footprint.quantity-missing", "quantity", new("Quantité : à renseigner.", "Quantity: please fill in.")));
                break;
            case 0:
                broken.Add(Rule("footprint.quantity-not-positive", "quantity", new(
                    "Une ligne à zéro n’est pas une ligne : supprimez-la, ou indiquez une quantité.",
                    "A line of zero is no line: remove it, or give a quantity.")));
                break;
            case < 0:
                broken.Add(Rule("footprint.quantity-not-positive", "quantity", new(
                    "La quantité ne peut pas être négative : ce qui est évité ou compensé ne se déduit pas d’un bilan.",
                    "The quantity cannot be negative: what is avoided or offset is not taken off an assessment.")));
                break;
            case > GreatestQuantity:
                broken.Add(TooLarge());
                break;
            case { } quantity when decimal.Round(quantity, MostDecimals) != quantity:
                broken.Add(Rule("footprint.quantity-too-precise", "quantity", new(
                    "La quantité a plus de 6 chiffres après la virgule : arrondissez-la.",
                    "The quantity has more than 6 digits after the point: round it.")));
                break;
            case { } quantity when factor is not null && quantity * factor.Value > GreatestKilograms:
                broken.Add(TooLarge());
                break;
            // What is already saved is not asked about again.
            case { } quantity when factor is not null && quantity * factor.Value > LikelyKilograms && !input.IsConfirmed
                && there?.Emission.Kilograms != quantity * factor.Value:
                broken.Add(Rule(Unlikely, "quantity", Ask(quantity * factor.Value)));
                break;
        }
    }

    private static Text Ask(decimal kilograms)
    {
        string Tonnes(CultureInfo language) => Format.Quantity(kilograms / 1000m, "t", 0, language);
        return new Text(
            $"{Tonnes(Languages.French)} : l’unité est-elle la bonne ? Corrigez la quantité, ou confirmez-la si elle est exacte.",
            $"{Tonnes(Languages.English)}: is the unit the right one? Correct the quantity, or confirm it if it is exact.");
    }

    private static RuleBrokenException TooLarge() => Rule("footprint.quantity-too-large", "quantity", new(
        "Cette quantité est trop grande pour être vraie : vérifiez le nombre et son unité.",
        "This quantity is too large to be true: check the number and its unit."));

    private static string? CheckLabel(string? label, ICollection<RuleBrokenException> broken)
    {
        label = label?.Trim();
        if (string.IsNullOrEmpty(label))
        {
            return null;
        }

        if (label.Length > LongestLabel)
        {
            broken.Add(Rule("footprint.label-too-long", "label", new(
                $"Libellé : {LongestLabel} caractères au plus, il y en a {label.Length}.",
                $"Label: at most {LongestLabel} characters, there are {label.Length}.")));
            return null;
        }

        if (!PlainText.IsReadable(label))
        {
            broken.Add(Rule("footprint.label-not-text", "label", new(
                "Libellé : le texte contient un caractère invisible qui ne peut pas être enregistré.",
                "Label: the text holds an invisible character that cannot be saved.")));
            return null;
        }

        return label;
    }

    /// <summary>Trailing zeros beyond the sixth decimal say nothing and would cost exactness.</summary>
    private static decimal Plain(decimal quantity) => quantity.Scale > MostDecimals ? decimal.Round(quantity, MostDecimals) : quantity;

    internal static Text Among(string fr, string en, string? given, IReadOnlyList<Term> list)
    {
        var codes = string.Join(", ", list.Select(t => t.Code));
        return string.IsNullOrWhiteSpace(given)
            ? new Text($"{fr} : choisissez une valeur de la liste.", $"{en}: choose a value of the list.")
            : new Text($"{fr} : « {Shown(given)} » n’est pas dans la liste ({codes}).", $"{en}: “{Shown(given)}” is not in the list ({codes}).");
    }

    /// <summary>What was sent, short enough to be quoted.</summary>
    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static RuleBrokenException Rule(string code, string field, Text text) => new(code, text, field: field);
}
