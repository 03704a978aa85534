namespace EcoprodPlatform.Projects.Tagging;

/// <summary>The tags of partner structures, as MemberSpace published them.</summary>
internal sealed class TagRegister(ModuleLog<ProjectsModule> log, Platform platform)
{
    public const int Results = 10;

    private const string Columns = "select tag_id, organisation_id, name, organisation_name, is_usable from organisation_tags";

    /// <summary>Usable tags whose name or structure holds every word of <paramref name="query"/>; those whose name begins with it first (MS-50).</summary>
    public async Task<IReadOnlyList<OrganisationTag>> SearchAsync(string? query, int limit, CancellationToken ct)
    {
        const string sql = Columns + """
             where is_usable and search like all ($1)
            order by (name_search like $2) desc, name_search, organisation_name, tag_id
            limit $3
            """;
        return await log.ListAsync(sql, Row, ct, Folded.WordsOf(query).Select(word => $"%{word}%").ToArray(), $"{Folded.Words(query)}%", limit);
    }

    /// <summary>Tags by id, retired ones too: they stay on the projects that carry them.</summary>
    public async Task<IReadOnlyDictionary<Guid, OrganisationTag>> FindAsync(IEnumerable<Guid> ids, CancellationToken ct)
        => (await log.ListAsync(Columns + " where tag_id = any($1)", Row, ct, ids.ToArray())).ToDictionary(t => t.TagId.Value);

    /// <summary>One tag; one that was created a moment ago is waited for.</summary>
    public Task<OrganisationTag?> FindAsync(TagId id, CancellationToken ct)
        => platform.FindFreshAsync(log.Log, id, async token => (await FindAsync([id], token)).GetValueOrDefault(id), ct);

    /// <summary>Usable tags of exactly this name, whatever its case and accents.</summary>
    public async Task<IReadOnlyList<OrganisationTag>> NamedAsync(string name, CancellationToken ct)
        => await log.ListAsync(Columns + " where is_usable and name_search = $1 order by organisation_name", Row, ct, Folded.Words(name));

    private static OrganisationTag Row(Npgsql.NpgsqlDataReader r)
        => new(new TagId(r.GetGuid(0)), new OrganisationId(r.GetGuid(1)), r.GetString(2), r.GetString(3), r.GetBoolean(4));
}
