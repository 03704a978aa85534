namespace EcoprodPlatform.MemberSpace.People;

/// <summary>Names of people by their ids, where a page shows who did what.</summary>
internal sealed class Names(ModuleLog<MemberSpaceModule> log)
{
    /// <summary>Somebody whose account is deleted, or has not been told of yet.</summary>
    public static readonly Text Unknown = new("Compte supprimé", "Deleted account");

    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IEnumerable<Guid> people, CancellationToken ct)
    {
        var rows = await log.ListAsync(
            "select person_id, first_name || ' ' || last_name from people where person_id = any($1) and last_name is not null",
            r => (r.GetGuid(0), r.GetString(1)),
            ct,
            people.Distinct().ToArray());
        return rows.ToDictionary(r => r.Item1, r => r.Item2);
    }
}
