namespace EcoprodPlatform.Footprint.Advising;

/// <summary>
/// Something that a production can do to emit less (CC-16), and what it would change in the lines of an assessment. Data, read from <c>advice.yaml</c>.
/// </summary>
/// <param name="Means">What it is in practice, in the words of the trade.</param>
/// <param name="Assumption">What is taken for granted where the saving is computed.</param>
/// <param name="Source">Who advises it.</param>
/// <param name="Posts">Codes of the emission posts whose lines it is about; empty for all.</param>
/// <param name="Countries">Codes of the lead countries that its factors hold for; empty for any.</param>
public sealed record Advice(
    string Code, Text Title, Text Means, Text Assumption, Text Source, IReadOnlyList<string> Posts, IReadOnlyList<string> Countries, IReadOnlyList<Substitution> Substitutions)
{
    /// <summary>The lines of an assessment as they would be if it was followed, in their order; those that it is not about, or that would not become lighter, as they are.</summary>
    /// <remarks>A line keeps its id, its label and the question it answers.</remarks>
    public IReadOnlyList<ActivityLine> Apply(IReadOnlyList<ActivityLine> lines, AdviceContext context) => [.. lines.Select(l => Change(l, context) ?? l)];

    /// <summary>What it would change, the largest saving first; empty where it is not about this assessment.</summary>
    public IReadOnlyList<AdvisedChange> Changes(IEnumerable<ActivityLine> lines, AdviceContext context) =>
        [.. lines
            .Select(before => (Before: before, After: Change(before, context)))
            .Where(c => c.After is not null)
            .Select(c => new AdvisedChange(c.Before, c.After!))
            .OrderByDescending(c => c.Saving.Kilograms)];

    /// <summary>Codes of the factors that it puts in the place of others, for a work made in a country.</summary>
    internal IEnumerable<string> FactorsIn(string country) => Substitutions.Select(s => s.FactorIn(country)).OfType<string>();

    private ActivityLine? Change(ActivityLine line, AdviceContext context)
    {
        if ((Countries.Count > 0 && !Countries.Contains(context.Country, StringComparer.Ordinal)) || (Posts.Count > 0 && !Posts.Contains(line.Post, StringComparer.Ordinal)))
        {
            return null;
        }

        var after = Substitutions.FirstOrDefault(s => s.Takes(line))?.Change(line, context);
        return after?.Emission.Kilograms < line.Emission.Kilograms ? after : null;
    }
}

/// <summary>Factors of lines, and what takes their place: another factor, another quantity, or both.</summary>
/// <param name="Factors">Codes of the factors that are replaced; empty for all lines of the posts.</param>
/// <param name="By">Code of the factor in their place, or <see cref="QuestionLine.Electricity"/>: the mix of the lead country. Null: the same factor.</param>
/// <param name="Times">The quantity is multiplied by this,</param>
/// <param name="Per">and divided by this, then rounded to 6 decimals.</param>
/// <param name="Post">Code of the post that the line then counts for; null: the same.</param>
public sealed record Substitution(IReadOnlyList<string> Factors, string? By, decimal Times, decimal Per, string? Post)
{
    /// <summary>The quantity means something else afterwards, or is a share of it: nobody has counted it.</summary>
    private bool IsConverted => Times != Per;

    internal bool Takes(ActivityLine line) => Factors.Count == 0 || Factors.Contains(line.Factor.Code, StringComparer.Ordinal);

    internal string? FactorIn(string country) => By == QuestionLine.Electricity ? QuestionnaireFile.ElectricityOf(country) : By;

    /// <summary>Null where the catalogue does not have the factor (the electricity of every country), or nothing would be left of the quantity.</summary>
    internal ActivityLine? Change(ActivityLine line, AdviceContext context)
    {
        var factor = line.Factor;
        if (FactorIn(context.Country) is { } code)
        {
            if (LineRules.Use(code, context.Factors.GetValueOrDefault(code), out _) is not { } found)
            {
                return null;
            }

            factor = found;
        }

        var quantity = decimal.Round(line.Quantity * Times / Per, LineRules.MostDecimals, MidpointRounding.AwayFromZero);
        return quantity == 0 ? null : line with
        {
            Factor = factor,
            Quantity = quantity,
            Post = Post ?? line.Post,
            Status = IsConverted ? DataStatus.Estimated : line.Status,
            Marks = IsConverted ? null : line.Marks,
        };
    }
}

/// <summary>What an advice is computed with: where the work is made, and the factors of the catalogue now.</summary>
/// <param name="Country">Code of the lead country.</param>
public sealed record AdviceContext(string Country, IReadOnlyDictionary<string, Factor> Factors);

/// <summary>A line as it is and as it would be.</summary>
public sealed record AdvisedChange(ActivityLine Before, ActivityLine After)
{
    /// <summary>Exact, and over zero.</summary>
    public Co2e Saving => Before.Emission - After.Emission;
}
