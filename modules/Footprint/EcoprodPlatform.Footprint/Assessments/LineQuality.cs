namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>What may be said of how a quantity is known and how good it is. All of it is optional.</summary>
internal static class LineQuality
{
    /// <summary>
    /// The status to keep, or null. A monetary ratio is monetary by its unit: that is checked and not kept, so that a line of which
    /// nothing was said and one sent back as it was read are the same line.
    /// </summary>
    /// <param name="used">Null while the factor is not known: then only the word is checked.</param>
    public static DataStatus? CheckStatus(string? code, LineFactor? used, ICollection<RuleBrokenException> broken)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        if (DataStatuses.Find(code) is not { } status)
        {
            broken.Add(Rule("footprint.unknown-data-status", "dataStatus", LineRules.Among(FootprintWords.Status.Fr, FootprintWords.Status.En, code, DataStatuses.Terms)));
            return null;
        }

        var isMoney = QuantityUnits.IsMoney(used?.Unit);
        if (used is not null && isMoney != (status == DataStatus.Monetary))
        {
            broken.Add(Rule("footprint.data-status-mismatch", "dataStatus", isMoney
                ? new(
                    $"Ce facteur compte en « {used.Unit} » : la donnée est monétaire. Pour une donnée {status.Name().Fr.ToLower(Languages.French)}, choisissez un facteur qui compte la chose elle-même.",
                    $"This factor counts in “{used.Unit}”: the data are monetary. For data that are {status.Name().En.ToLower(Languages.English)}, choose a factor that counts the thing itself.")
                : new(
                    $"Ce facteur compte en « {used.Unit} », pas en euros : la donnée n’est pas monétaire. Dites si elle est mesurée, calculée ou estimée.",
                    $"This factor counts in “{used.Unit}”, not in euros: the data are not monetary. Say whether they are measured, calculated or estimated.")));
            return null;
        }

        return isMoney ? null : status;
    }

    /// <summary>The marks to keep; null where there is none.</summary>
    public static QualityMarks? CheckMarks(QualityMarks? marks, ICollection<RuleBrokenException> broken)
    {
        foreach (var criterion in QualityCriterion.All.Where(c => marks is not null && c.Of(marks) is < QualityCriterion.Worst or > QualityCriterion.Best))
        {
            broken.Add(Rule("footprint.mark-out-of-range", $"marks.{criterion.Code}", new(
                $"{criterion.Name.Fr} : une note va de {QualityCriterion.Worst} à {QualityCriterion.Best}.",
                $"{criterion.Name.En}: a mark goes from {QualityCriterion.Worst} to {QualityCriterion.Best}.")));
        }

        return marks is { IsEmpty: false } ? marks : null;
    }

    private static RuleBrokenException Rule(string code, string field, Text text) => new(code, text, field: field);
}
