namespace EcoprodPlatform.Accounts.People;

/// <summary>What pages and publications read of people.</summary>
internal sealed class PeopleQueries(ModuleLog<AccountsModule> log)
{
    /// <summary>The signed-in person as stored now; a session that outlived its account finds nothing (404).</summary>
    public async Task<PersonRow> FindAsync(PersonId id, CancellationToken ct)
        => await FindOrNullAsync(id, ct)
            ?? throw RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe plus.", "This account no longer exists."));

    public Task<PersonRow?> FindOrNullAsync(PersonId id, CancellationToken ct) => log.FindAsync(
        """
        select p.id, p.first_name, p.last_name, p.email, p.language, p.person_version, p.email_confirmed, p.two_factor_enabled,
               (select count(*) from person_passkeys k where k.user_id = p.id),
               exists (select 1 from person_roles pr join roles r on r.id = pr.role_id where pr.user_id = p.id and r.name = 'staff')
        from people p where p.id = $1
        """,
        r => new PersonRow(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetBoolean(6), r.GetBoolean(7), (int)r.GetInt64(8), r.GetBoolean(9)),
        ct,
        id);
}

/// <summary>A person as pages show them.</summary>
internal sealed record PersonRow(
    Guid Id, string FirstName, string LastName, string Email, string Language, long Version, bool IsConfirmed, bool HasSecondFactor, int Passkeys, bool IsStaff);
