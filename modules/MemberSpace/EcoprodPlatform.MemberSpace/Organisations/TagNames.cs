namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Names of tags are taken once, across all structures (MS-9): who has them.</summary>
internal sealed class TagNames(ModuleLog<MemberSpaceModule> log)
{
    /// <summary>Refuses names that a tag has already, each with the structure it belongs to.</summary>
    /// <param name="names">As written.</param>
    /// <param name="field">Form field or JSON property they stand in.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task DemandFreeAsync(IEnumerable<string> names, string field, CancellationToken ct)
    {
        var taken = await log.ListAsync(
            "select t.name, o.name, t.is_retired from tags t join organisations o using (organisation_id) where t.folded_name = any ($1) order by t.folded_name",
            r => (Tag: r.GetString(0), Organisation: r.GetString(1), IsRetired: r.GetBoolean(2)),
            ct,
            (object)names.Select(Folded.Of).ToArray());
        RuleBrokenException.ThrowIfAny([.. taken.Select(t => new RuleBrokenException(
            "tag.name-taken",
            new Text(
                $"Le tag « {t.Tag} » existe déjà, dans la structure {t.Organisation}{(t.IsRetired ? " (retiré)" : "")}. Deux tags ne peuvent pas porter le même nom : majuscules et accents ne font pas de différence.",
                $"The tag “{t.Tag}” exists already, in the structure {t.Organisation}{(t.IsRetired ? " (retired)" : "")}. Two tags cannot bear the same name: capitals and accents make no difference."),
            RuleKind.Conflict,
            field))]);
    }
}
