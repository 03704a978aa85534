namespace EcoprodPlatform.Footprint.Favourites;

/// <summary>The factors that a person has marked.</summary>
internal sealed class FavouriteFactors(ModuleLog<FootprintModule> log, FactorList factors)
{
    /// <summary>Of one person: more is a list to search again.</summary>
    public const int Most = 50;

    /// <summary>Their codes, the last marked first.</summary>
    public Task<IReadOnlyList<string>> CodesAsync(PersonId person, CancellationToken ct)
        => log.ListAsync("select code from favourite_factors where person_id = $1 order by marked_at desc, code", r => r.GetString(0), ct, person);

    /// <summary>Those that the current catalogue still has.</summary>
    public async Task<IReadOnlyList<Factor>> OfAsync(PersonId person, CancellationToken ct)
    {
        var codes = await CodesAsync(person, ct);
        return InOrder(codes, await factors.FindAsync(codes, ct));
    }

    /// <summary>Those that a line of the project may use, its own factors among them.</summary>
    public async Task<IReadOnlyList<Factor>> OfAsync(PersonId person, ProjectId project, CancellationToken ct)
    {
        var codes = await CodesAsync(person, ct);
        return [.. InOrder(codes, await factors.FindAsync(project, codes, ct)).Where(f => f.IsUsable)];
    }

    private static IReadOnlyList<Factor> InOrder(IReadOnlyList<string> codes, IReadOnlyDictionary<string, Factor> known) => [.. codes.Select(c => known.GetValueOrDefault(c)).OfType<Factor>()];
}
