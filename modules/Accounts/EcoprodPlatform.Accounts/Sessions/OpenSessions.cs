using System.Data;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>The sessions that are open: one row each, so that closing one closes it for whoever has copied its cookie.</summary>
internal sealed class OpenSessions(ModuleLog<AccountsModule> log, TimeProvider clock)
{
    /// <summary>How long a session lasts without being used when its person asked to stay signed in, and a program's.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>The same for everybody else.</summary>
    public static readonly TimeSpan Passing = TimeSpan.FromHours(12);

    /// <summary>How exactly the last use is told: a write a page would cost more than it says.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    /// <summary>Opens a session, or goes on with it under the person's new security stamp.</summary>
    public async Task OpenAsync(Guid id, Guid person, string stamp, Device device, bool isKept, bool isByPasskey, Guid? turn, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with over as (
              delete from sessions where user_id = $2 and id <> $1 and used_at < $8 - case when is_kept then $10 else $11 end
            )
            insert into sessions (id, user_id, stamp, browser, system, is_kept, turn, opened_at, used_at, proved_at, is_by_passkey)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)
            on conflict (id) do update set stamp = excluded.stamp, used_at = excluded.used_at
            """);
        Add(command, id, person, stamp, Text(device.Browser), Text(device.System), isKept, Id(turn), clock.GetUtcNow(), isByPasskey, Kept, Passing);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The session as it is now; null when it was closed, or was opened before the person's access changed.</summary>
    public async Task<CurrentSession?> FindAsync(Guid id, Guid person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = log.DataSource.CreateCommand(
            """
            select s.proved_at, s.is_by_passkey, s.used_at
            from sessions s join people p on p.id = s.user_id and p.security_stamp = s.stamp
            where s.id = $1 and s.user_id = $2
            """);
        Add(command, id, person);
        DateTimeOffset used;
        CurrentSession session;
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct))
        {
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            session = new CurrentSession(id, now - reader.GetFieldValue<DateTimeOffset>(0) < CurrentSession.Freshness, reader.GetBoolean(1));
            used = reader.GetFieldValue<DateTimeOffset>(2);
        }

        if (now - used > Precision)
        {
            await RunAsync("update sessions set used_at = $2 where id = $1", ct, id, now);
        }

        return session;
    }

    /// <summary>The person has just proved again who they are.</summary>
    public Task ProveAsync(Guid id, bool isByPasskey, CancellationToken ct)
        => RunAsync("update sessions set proved_at = $2, is_by_passkey = $3 where id = $1", ct, id, clock.GetUtcNow(), isByPasskey);

    private async Task<int> RunAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        Add(command, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }
    }

    private static NpgsqlParameter<string?> Text(string? text) => new() { TypedValue = text };

    private static NpgsqlParameter Id(Guid? id) => new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}
