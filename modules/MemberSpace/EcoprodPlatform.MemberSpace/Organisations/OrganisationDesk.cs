namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// What every act on a structure begins and ends with: its state at the version someone saw, then the decision saved; a
/// name that is taken is told with the name of who has it.
/// </summary>
internal sealed class OrganisationDesk(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, TimeProvider clock)
{
    /// <summary>The day in Paris, which decides whether a fee covers it.</summary>
    public DateOnly Today => Format.Day(clock.GetUtcNow());

    /// <summary>Decides on the structure as it is and saves; answers its new version.</summary>
    public async Task<long> ActAsync(OrganisationId id, long? expectedVersion, Actor by, Func<Organisation, IEnumerable<OrganisationEvent>> decide, CancellationToken ct)
    {
        OrganisationEvent[] events = [];
        try
        {
            return await store.ActAsync<Organisation>(id, expectedVersion, by, o => events = [.. decide(o)], ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName is "tags" or "organisations")
        {
            throw await TakenAsync(events, ct);
        }
    }

    private async Task<RuleBrokenException> TakenAsync(OrganisationEvent[] events, CancellationToken ct)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case OrganisationRegistered { Name: var name }:
                    return await OrganisationTakenAsync(name, ct);
                case OrganisationRenamed { Name: var name }:
                    return await OrganisationTakenAsync(name, ct);
                case TagOpened { Name: var name }:
                    return await TagTakenAsync(name, ct);
                case TagRenamed { Name: var name }:
                    return await TagTakenAsync(name, ct);
            }
        }

        throw new InvalidOperationException("A name is taken, but no event gives one.");
    }

    private async Task<RuleBrokenException> OrganisationTakenAsync(string name, CancellationToken ct)
    {
        var existing = await log.FindAsync("select name from organisations where folded_name = $1", r => r.GetString(0), ct, Folded.Of(name)) ?? name;
        return new RuleBrokenException(
            "organisation.name-taken",
            new Text(
                $"La structure « {existing} » est déjà enregistrée. Majuscules et accents ne font pas de différence.",
                $"The structure “{existing}” is registered already. Capitals and accents make no difference."),
            RuleKind.Conflict,
            "name");
    }

    private async Task<RuleBrokenException> TagTakenAsync(string name, CancellationToken ct)
    {
        var existing = await log.FindAsync(
            "select t.name, o.name, t.is_retired from tags t join organisations o using (organisation_id) where t.folded_name = $1",
            r => new { Tag = r.GetString(0), Organisation = r.GetString(1), IsRetired = r.GetBoolean(2) },
            ct,
            Folded.Of(name)) ?? new { Tag = name, Organisation = "?", IsRetired = false };
        return new RuleBrokenException(
            "tag.name-taken",
            new Text(
                $"Le tag « {existing.Tag} » existe déjà, dans la structure {existing.Organisation}{(existing.IsRetired ? " (retiré)" : "")}. Deux tags ne peuvent pas porter le même nom : majuscules et accents ne font pas de différence.",
                $"The tag “{existing.Tag}” exists already, in the structure {existing.Organisation}{(existing.IsRetired ? " (retired)" : "")}. Two tags cannot bear the same name: capitals and accents make no difference."),
            RuleKind.Conflict,
            "name");
    }
}
