namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>The keys of spaces.</summary>
internal sealed class SpaceKeys(ModuleLog<MemberSpaceModule> log, OrganisationDesk desk, TimeProvider clock)
{
    private const string Select = """
        select k.key_id, k.organisation_id, k.name, s.beginning, k.scopes, k.quotation, k.issued_at, k.expires_on, k.revoked_at, s.last_used_at
        from space_keys k join key_secrets s using (key_id)
        """;

    private static readonly TimeSpan Noted = TimeSpan.FromHours(1);

    public DateOnly Today => desk.Today;

    /// <summary>The structure's keys, those in force first, the newest first.</summary>
    public Task<IReadOnlyList<SpaceKey>> OfAsync(OrganisationId organisationId, CancellationToken ct) => log.ListAsync(
        $"{Select} where k.organisation_id = $1 order by k.revoked_at is not null or k.expires_on < $2, k.issued_at desc, k.key_id", Read, ct, organisationId, desk.Today);

    /// <summary>The structure's key; 404 for one of another.</summary>
    public async Task<SpaceKey> OneAsync(OrganisationId organisationId, KeyId keyId, CancellationToken ct)
        => (await OfAsync(organisationId, ct)).FirstOrDefault(k => k.Id == keyId.Value) ?? throw SpaceKey.Unknown();

    /// <summary>The key that was shown; null for one that never was, or whose space is gone. It is found by its whole hash, so no comparison tells anything of it.</summary>
    public Task<SpaceKey?> FindAsync(string secret, CancellationToken ct) => log.FindAsync(
        $"{Select} join organisations o on o.organisation_id = k.organisation_id and o.space_opened_at is not null where s.hash = $1", Read, ct, LinkKey.Hash(secret));

    /// <summary>Notes its use, at most once an hour: a program that asks every second writes nothing in between.</summary>
    public async Task NoteUseAsync(SpaceKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (key.LastUsedAt is { } last && now - last < Noted)
        {
            return;
        }

        await using var command = log.DataSource.CreateCommand("update key_secrets set last_used_at = $2 where key_id = $1 and (last_used_at is null or last_used_at <= $3)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - Noted });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static SpaceKey Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetFieldValue<string[]>(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6),
        r.GetFieldValue<DateOnly>(7), r.ValueOrNull<DateTimeOffset>(8), r.ValueOrNull<DateTimeOffset>(9));
}
