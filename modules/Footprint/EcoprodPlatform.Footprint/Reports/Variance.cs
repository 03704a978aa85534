namespace EcoprodPlatform.Footprint.Reports;

/// <summary>
/// Why an assessment comes to something else than its base (the final one than the provisional one, a scenario than what it was copied from): line by
/// line and in total, in parts that sum exactly to the difference (docs/method.md).
/// </summary>
/// <param name="Lines">Every pair and every line without a partner, the largest difference first.</param>
internal sealed record Variance(Co2e Before, Co2e After, IReadOnlyList<VarianceLine> Lines)
{
    public Co2e Gap => After - Before;

    /// <summary>The parts of all lines; they sum to <see cref="Gap"/>, digit for digit.</summary>
    public VarianceParts Parts { get; } = Lines.Aggregate(default(VarianceParts), (sum, l) => sum + l.Parts);

    /// <param name="sources">Where the factors of both come from: what they count.</param>
    public static Variance Of(IReadOnlyCollection<ActivityLine> before, IReadOnlyCollection<ActivityLine> after, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var lines = Pair(before, after).Select(p => VarianceLine.Of(p.Before, p.After, sources))
            .OrderByDescending(l => Math.Abs(l.Parts.Sum)).ThenBy(l => (l.After ?? l.Before)!.Id).ToList();
        return new Variance(new Co2e(before.Sum(l => l.Emission.Kilograms)), new Co2e(after.Sum(l => l.Emission.Kilograms)), lines);
    }

    /// <summary>
    /// Which lines are the same one before and after: by the question they answer, by the line they were copied from, and else where exactly one of
    /// each side has the same department, post, phase, factor and label.
    /// </summary>
    private static List<(ActivityLine? Before, ActivityLine? After)> Pair(IReadOnlyCollection<ActivityLine> before, IReadOnlyCollection<ActivityLine> after)
    {
        var (open, pairs, rest) = (before.ToDictionary(l => l.Id), new List<(ActivityLine?, ActivityLine?)>(), new List<ActivityLine>());
        var byQuestion = before.Where(l => l.Origin is not null).ToDictionary(l => (l.Origin!.Question, l.Origin.Part), l => l.Id);
        foreach (var line in after.OrderBy(l => l.Id))
        {
            var id = line.Origin is { } origin ? byQuestion.GetValueOrDefault((origin.Question, origin.Part)) : line.CopiedFrom ?? Guid.Empty;
            if (open.Remove(id, out var partner))
            {
                pairs.Add((partner, line));
            }
            else
            {
                rest.Add(line);
            }
        }

        var alike = open.Values.GroupBy(Likeness).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single().Id);
        foreach (var group in rest.GroupBy(Likeness))
        {
            if (group.Count() == 1 && alike.TryGetValue(group.Key, out var id) && open.Remove(id, out var partner))
            {
                pairs.Add((partner, group.Single()));
            }
            else
            {
                pairs.AddRange(group.Select(l => ((ActivityLine?)null, (ActivityLine?)l)));
            }
        }

        pairs.AddRange(open.Values.Select(l => ((ActivityLine?)l, (ActivityLine?)null)));
        return pairs;
    }

    private static (string Department, string Post, string Phase, string Factor, string? Label) Likeness(ActivityLine line)
        => (line.Department, line.Post, line.Phase, line.Factor.Code, line.Label);
}

/// <summary>One line before and after; one of the two is null where it came or went.</summary>
/// <param name="IsMoved">It counts for another department, post or phase: the tables change, the total does not.</param>
internal sealed record VarianceLine(ActivityLine? Before, ActivityLine? After, VarianceParts Parts, bool IsMoved)
{
    /// <summary>Kilograms that leave a decimal room for the twelve digits behind the point of a product.</summary>
    private const decimal GreatestExact = 1_000_000_000_000m;

    public static VarianceLine Of(ActivityLine? before, ActivityLine? after, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var all = (after?.Emission.Kilograms ?? 0) - (before?.Emission.Kilograms ?? 0);
        if (before is null || after is null)
        {
            return new(before, after, new(Activity: all, 0, 0, 0, 0), IsMoved: false);
        }

        var isMoved = (before.Department, before.Post, before.Phase) != (after.Department, after.Post, after.Phase);
        if (before.Factor.Unit != after.Factor.Unit)
        {
            // Litres in place of euros: neither quantities nor factors can be compared.
            return new(before, after, QuantityUnits.IsMoney(before.Factor.Unit) == QuantityUnits.IsMoney(after.Factor.Unit) ? new(0, Choice: all, 0, 0, 0) : new(0, 0, 0, 0, Quality: all), isMoved);
        }

        // The old factor at the new quantity may be no mass that anybody entered: where a decimal could not hold it to the digit, the factor has the whole.
        var amount = Math.Abs((after.Quantity - before.Quantity) * before.Factor.Value) is > GreatestExact ? 0m : (after.Quantity - before.Quantity) * before.Factor.Value;
        var factor = all - amount;
        // What stood in for what nobody knew was no plan: that it was another amount is knowledge, not activity.
        var isLearnt = before.KnownStatus == DataStatus.Estimated && after.KnownStatus is not null and not DataStatus.Estimated;
        var (choice, version, perimeter) = before.Factor.Code == after.Factor.Code ? (0m, factor, 0m)
            : PerimeterOf(before) != PerimeterOf(after) ? (0m, 0m, factor)
            : (factor, 0m, 0m);
        return new(before, after, new(isLearnt ? 0 : amount, choice, version, perimeter, isLearnt ? amount : 0), isMoved);

        Perimeter PerimeterOf(ActivityLine line) => sources.GetValueOrDefault((line.Factor.Code, line.Factor.CatalogueVersion))?.Perimeter ?? Perimeter.Unknown;
    }
}

/// <summary>What a difference is made of, in kilograms of CO2e, exact.</summary>
/// <param name="Activity">More or less of the same, and lines that came or went.</param>
/// <param name="Choice">Another factor of the same perimeter: the train in place of the car.</param>
/// <param name="Version">The same factor with another value: a newer catalogue.</param>
/// <param name="Perimeter">Another factor that counts other emissions.</param>
/// <param name="Quality">Known in another way: measured in place of a typical value, litres in place of euros.</param>
internal readonly record struct VarianceParts(decimal Activity, decimal Choice, decimal Version, decimal Perimeter, decimal Quality)
{
    public decimal Sum => Activity + Choice + Version + Perimeter + Quality;

    /// <summary>The parts with their names, in their order.</summary>
    public IReadOnlyList<(Text Name, Text Meaning, decimal Kilograms)> All =>
    [
        (new("Activité", "Activity"), new("plus ou moins de kilomètres, de repas, de nuits…, lignes ajoutées ou retirées", "more or fewer kilometres, meals, nights…, lines added or removed"), Activity),
        (new("Choix", "Choice"), new("un autre facteur de même périmètre : le train à la place de la voiture", "another factor of the same perimeter: the train in place of the car"), Choice),
        (new("Version du facteur", "Factor version"), new("le même facteur, avec la valeur d’un autre catalogue", "the same factor, with the value of another catalogue"), Version),
        (new("Périmètre", "Perimeter"), new(
            "un autre facteur, qui ne compte pas tout à fait les mêmes émissions (fabrication, amont, traînées d’avion…) : le train à la place de l’avion. Une partie de l’écart peut venir de ce qui est compté, et non d’une baisse",
            "another factor, which does not count quite the same emissions (manufacture, upstream, contrails of planes…): the train in place of the plane. A part of the variance may come from what is counted, and not from a reduction"), Perimeter),
        (new("Qualité de la donnée", "Data quality"), new("une mesure à la place d’une valeur typique, des litres à la place d’euros", "a measure in place of a typical value, litres in place of euros"), Quality),
    ];

    public static VarianceParts operator +(VarianceParts a, VarianceParts b)
        => new(a.Activity + b.Activity, a.Choice + b.Choice, a.Version + b.Version, a.Perimeter + b.Perimeter, a.Quality + b.Quality);

    public static VarianceParts Add(VarianceParts a, VarianceParts b) => a + b;
}
