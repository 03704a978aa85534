namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// What every act on a structure begins and ends with: its state at the version someone saw, then the decision saved; a
/// name that is taken is told with the name of who has it.
/// </summary>
internal sealed class OrganisationDesk(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, TagNames tags, TimeProvider clock)
{
    /// <summary>The day in Paris, which decides whether a fee covers it.</summary>
    public DateOnly Today => Format.Day(clock.GetUtcNow());

    /// <summary>Decides on the structure as it is and saves, with the reason where one is given; answers its new version.</summary>
    public async Task<long> ActAsync(
        OrganisationId id, long? expectedVersion, Actor by, Func<Organisation, IEnumerable<OrganisationEvent>> decide, CancellationToken ct, string? reason = null)
    {
        var organisation = await store.LoadAsync<Organisation>(id, ct);
        OrganisationEvent[] events = [.. decide(organisation.State)];
        if (events.Length == 0)
        {
            return organisation.Version;
        }

        try
        {
            organisation.Expect(expectedVersion);
            await store.Begin(by, reason: reason).Append(organisation, events).SaveAsync(ct);
            return organisation.Version + events.Length;
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
        try
        {
            await tags.DemandFreeAsync([name], "name", ct);
        }
        catch (RuleBrokenException taken)
        {
            return taken;
        }

        throw new ConcurrencyException($"The tag {name} was taken and is free again.") { IsRace = true };
    }

    /// <summary>Why staff do what takes something away: one line that must be there.</summary>
    public static string Reason(string? written)
    {
        var text = PlainText.Tidy(written);
        return PlainText.Fault(text, 500) is { } fault
            ? throw new RuleBrokenException("organisation.reason-required", PlainText.IsEmpty(text) ? new Text("Donnez la raison : elle est gardée dans l’historique.", "Give the reason: it is kept in the history.") : fault, field: "reason")
            : text;
    }
}
