using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Accounts.People;

/// <summary>What pages and publications read of people.</summary>
internal sealed class PeopleQueries(ModuleLog<AccountsModule> log)
{
    /// <summary>The signed-in person as stored now; a session that outlived its account finds nothing (404).</summary>
    public async Task<PersonRow> FindAsync(Guid id, CancellationToken ct)
        => await FindOrNullAsync(id, ct)
            ?? throw RuleBrokenException.NotFound("account.unknown", new Text("Ce compte n’existe plus.", "This account no longer exists."));

    public async Task<PersonRow?> FindOrNullAsync(Guid id, CancellationToken ct)
    {
        const string sql = """
            select p.id, p.first_name, p.last_name, p.email, p.language, p.person_version, p.email_confirmed, p.two_factor_enabled,
                   (select count(*) from person_passkeys k where k.user_id = p.id),
                   exists (select 1 from person_roles pr join roles r on r.id = pr.role_id where pr.user_id = p.id and r.name = 'staff')
            from people p where p.id = $1
            """;
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new PersonRow(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetInt64(5),
                reader.GetBoolean(6),
                reader.GetBoolean(7),
                (int)reader.GetInt64(8),
                reader.GetBoolean(9))
            : null;
    }
}

/// <summary>A person as pages show them.</summary>
internal sealed record PersonRow(
    Guid Id, string FirstName, string LastName, string Email, string Language, long Version, bool IsConfirmed, bool HasSecondFactor, int Passkeys, bool IsStaff);
