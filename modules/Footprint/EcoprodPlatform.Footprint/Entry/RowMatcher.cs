namespace EcoprodPlatform.Footprint.Entry;

/// <summary>Finds the factor that a row means, by the search that people use (<see cref="FactorIndex"/>). What is not certain is asked.</summary>
internal sealed class RowMatcher(FactorList factors, QuestionnaireShelf shelf, NamedPlaces places, DoubleCount doubles)
{
    public const int MostCandidates = 3;

    /// <summary>Department, post and phase while they are not known: they are asked afterwards.</summary>
    private static readonly LineInput Somewhere = new(Departments.All[0].Code, EmissionPosts.All[0].Code, Phases.All[0].Code, null, null, null, null, IsConfirmed: true);

    /// <param name="project">Its questionnaire says where the factors that it counts with belong.</param>
    /// <param name="sheet">The assessment that the row comes into.</param>
    /// <param name="writtenIn">The language of its numbers; null where nobody knows.</param>
    public async Task<MatchedRow> MatchAsync(PastedRow row, ProjectView project, AssessmentSheet sheet, CultureInfo? writtenIn, CancellationToken ct)
    {
        if (row.Label.Length == 0)
        {
            return MatchedRow.Unread(row, new("Le libellé manque : sans lui, rien ne dit ce qui est compté.", "The label is missing: without it nothing says what is counted."));
        }

        if (row.Quantity.Length == 0)
        {
            return MatchedRow.Unread(row, new("La quantité manque.", "The quantity is missing."));
        }

        var unit = UnitConversion.Find(row.Unit);
        if (!NumberReader.TryRead(row.Quantity, writtenIn, out var quantity, out var problem, units: QuantityUnits.Writings(unit)))
        {
            return MatchedRow.Unread(row, new($"Quantité : {problem.Value.Fr}.", $"Quantity: {problem.Value.En}."));
        }

        if (row.Unit.Length > 0 && unit is null)
        {
            return MatchedRow.Unread(row, UnitRefusals.Of(row.Unit));
        }

        var found = await factors.FindByWordsAsync(project.Id, row.Label, ct);
        var refused = (RuleBrokenException?)null;
        var likely = found.IsNear ? await WithItsFirstWordAsync(project.Id, row.Label, found.Facts, ct) : found.Facts;
        var candidates = likely.Select(f => Try(row, f, LinePlace.Of(f, shelf.For(project.Genre), project.Country), quantity, unit, ref refused)).OfType<Candidate>()
            .Select(c => c with { Elsewhere = places.DoubtOf(c.Factor, row.Label, project.LeadCountry) }).ToArray();
        candidates = [.. Offered(candidates, found.IsNear)
            .Select(c => c with { Counted = doubles.Of(project, sheet, c.Factor.Code, c.Line.Factor.Unit, c.Place.Department) })];
        if (candidates.Length == 0)
        {
            return MatchedRow.Unread(row, refused?.Text ?? Nothing(row, found));
        }

        Text? doubt = unit is null ? new("Sans unité, rien ne dit ce que compte ce nombre.", "Without a unit nothing says what this number counts.")
            : candidates[0].Line.Emission.Kilograms > LineRules.LikelyKilograms ? new("Plus de 1\u00A0000 t : l’unité est-elle la bonne ?", "More than 1,000 t: is the unit the right one?")
            : found.IsNear ? new("Aucun facteur n’a exactement ce nom : voici les plus proches.", "No factor has exactly this name: these come nearest.")
            : candidates[0].Factor != found.Facts[0] ? new($"Le facteur qui porte ce nom, « {found.Facts[0].NameFr} », ne compte pas dans cette unité.", $"The factor of this name, “{found.Facts[0].NameEn}”, does not count in this unit.")
            : candidates[0].Elsewhere is { } elsewhere ? elsewhere
            : !found.StandsOut && candidates.Length > 1 ? new("Plusieurs facteurs portent ce nom.", "Several factors have this name.")
            : candidates[0].Counted.Count > 0 ? new("Ajoutez cette ligne seulement si elle n’est pas déjà dans la réponse.", "Add this line only if it is not in the answer already.")
            : null;
        return new MatchedRow(row, candidates, doubt);
    }

    /// <summary>The best few; the last of them gives way to the best that holds for the place of the row, where none of them does.</summary>
    private static IEnumerable<Candidate> Offered(Candidate[] all, bool isNear)
        => !isNear && all.Length > MostCandidates && all.Take(MostCandidates).All(c => c.Elsewhere is not null) && all.FirstOrDefault(c => c.Elsewhere is null) is { } here
            ? all.Take(MostCandidates - 1).Append(here)
            : all.Take(MostCandidates);

    /// <summary>A name goes from the thing to its place: of "Train Paris-Marseille", what "train" finds is as likely as what has "Paris" in it too.</summary>
    private async Task<IReadOnlyList<Factor>> WithItsFirstWordAsync(ProjectId project, string label, IReadOnlyList<Factor> near, CancellationToken ct)
    {
        var first = FactorIndex.WordsOf(label)[0];
        var byFirst = await factors.FindByWordsAsync(project, first, ct);
        return byFirst.IsNear ? near : [.. near.Take(1).Concat(byFirst.Facts).Concat(near).Distinct()];
    }

    /// <summary>The line that a factor would make of the row; null where it would make none, and why.</summary>
    private static Candidate? Try(PastedRow row, Factor factor, LinePlace place, decimal quantity, string? unit, ref RuleBrokenException? refused)
    {
        if ((unit is null ? quantity : UnitConversion.Convert(quantity, unit, factor.QuantityUnit!)) is not { } converted)
        {
            return null;
        }

        var broken = new List<RuleBrokenException>();
        var line = LineRules.Read(default, Somewhere with { Factor = factor.Code, Quantity = converted, Unit = factor.QuantityUnit, Label = row.Label }, factor, broken);
        refused ??= broken.FirstOrDefault();
        return line is null ? null : new Candidate(factor, line, place, unit is not null && unit != factor.QuantityUnit ? QuantityUnits.Count(quantity, unit, CultureInfo.CurrentUICulture) : null);
    }

    private static Text Nothing(PastedRow row, FactorsFound found) => found.Facts is [var first, ..]
        ? new(
            $"« {row.Unit} » ne se convertit pas : « {first.NameFr} » compte en {QuantityUnits.NameOf(first.QuantityUnit!).Fr}. Écrivez la quantité dans cette unité.",
            $"“{row.Unit}” cannot be converted: “{first.NameEn}” counts in {QuantityUnits.NameOf(first.QuantityUnit!).En}. Write the quantity in this unit.")
        : new("Aucun facteur trouvé : essayez un mot plus courant.", "No factor found: try a more common word.");
}

/// <summary>A row with what it may mean.</summary>
/// <param name="Candidates">Best first; none where the row cannot be a line.</param>
/// <param name="Doubt">Why it is not certain, or cannot be read; null where it is certain.</param>
public sealed record MatchedRow(PastedRow Row, IReadOnlyList<Candidate> Candidates, Text? Doubt)
{
    public bool IsCertain => Doubt is null;

    public bool IsRead => Candidates.Count > 0;

    internal static MatchedRow Unread(PastedRow row, Text why) => new(row, [], why);
}

/// <summary>A factor that a row may mean, and the line it would make.</summary>
/// <param name="Line">Its department, post and phase are not said yet.</param>
/// <param name="Place">Where it belongs, as far as the factor tells.</param>
/// <param name="Before">The quantity as it was written, where it was converted ("2 MWh").</param>
public sealed record Candidate(Factor Factor, ActivityLine Line, LinePlace Place, string? Before)
{
    /// <summary>Why its factor may not hold where the row is; null where nothing speaks against it.</summary>
    public Text? Elsewhere { get; init; }

    /// <summary>What the questionnaire counts already that this line may count again.</summary>
    public IReadOnlyList<CountedAlready> Counted { get; init; } = [];
}
