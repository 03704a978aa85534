namespace EcoprodPlatform.Projects.Known;

/// <summary>Names of people, from the table that Accounts' events feed.</summary>
internal sealed class People(ModuleLog<ProjectsModule> log)
{
    private const string Sql = "select person_id, first_name, last_name, email, language from people where person_id = any($1)";

    public async Task<IReadOnlyDictionary<Guid, Person>> FindAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var rows = await log.ListAsync(
            Sql,
            r => new Person(r.GetGuid(0), r.TextOrNull(1), r.TextOrNull(2), r.TextOrNull(3), r.GetString(4)),
            ct,
            ids.Distinct().ToArray());
        return rows.ToDictionary(p => p.Id);
    }

    /// <summary>The person whose confirmed address this is, if there is one.</summary>
    public async Task<Person?> FindByEmailAsync(string email, CancellationToken ct)
        => await log.FindAsync(
            "select person_id, first_name, last_name, email, language from people where lower(email) = lower($1) limit 1",
            r => new Person(r.GetGuid(0), r.TextOrNull(1), r.TextOrNull(2), r.TextOrNull(3), r.GetString(4)),
            ct,
            email);

    /// <summary>The words for a person in a list of known ones.</summary>
    public static string NameOf(Guid id, IReadOnlyDictionary<Guid, Person> known)
        => id == Guid.Empty ? new Text("La plateforme", "The platform").ToString()
            : known.TryGetValue(id, out var person) ? person.Name
            : new Text("Nom en cours d’arrivée", "Name on its way").ToString();
}

/// <summary>A person as Projects knows them; no name once the account is deleted.</summary>
internal sealed record Person(Guid Id, string? FirstName, string? LastName, string? Email, string Language)
{
    public string Name => Full(FirstName, LastName) ?? ProjectWords.ErasedPerson.ToString();

    /// <summary>First name and last name; null when both are gone.</summary>
    public static string? Full(string? first, string? last)
        => $"{first} {last}".Trim() is { Length: > 0 } name ? name : null;
}
