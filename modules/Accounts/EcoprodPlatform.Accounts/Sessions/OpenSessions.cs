using System.Data;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>The sessions that are open: one row each, so that closing one closes it for whoever has copied its cookie.</summary>
internal sealed class OpenSessions(ModuleLog<AccountsModule> log, TimeProvider clock)
{
    /// <summary>How long a session lasts without being used when its person asked to stay signed in, and a program's.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>The same for everybody else.</summary>
    public static readonly TimeSpan Passing = TimeSpan.FromHours(12);

    /// <summary>Sessions of programs that one person has; a program that signs in at each run closes its oldest.</summary>
    private const int MostPrograms = 50;

    /// <summary>How exactly the last use is told: a write a page would cost more than it says.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    /// <summary>Opens a session.</summary>
    /// <param name="turn">The refresh token that may be used next, of a program; null for a browser.</param>
    public async Task OpenAsync(SessionId id, PersonId person, string stamp, Device device, bool isKept, bool isByPasskey, Guid? turn, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with over as (
              delete from sessions where user_id = $2 and (
                used_at < $8 - case when is_kept then $10 else $11 end
                or ($7 is not null and id in (select id from sessions where user_id = $2 and turn is not null order by used_at desc offset $12)))
            )
            insert into sessions (id, user_id, stamp, browser, system, is_kept, turn, opened_at, used_at, proved_at, is_by_passkey)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)
            """);
        Add(command, id.Value, person.Value, stamp, Text(device.Browser), Text(device.System), isKept, Id(turn), clock.GetUtcNow(), isByPasskey, Kept, Passing, MostPrograms - 1);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Goes on with a session under the person's new security stamp. One that was closed meanwhile stays closed.</summary>
    public Task GoOnAsync(SessionId id, PersonId person, string stamp, CancellationToken ct)
        => RunAsync("update sessions set stamp = $3, used_at = $4 where id = $1 and user_id = $2", ct, id.Value, person.Value, stamp, clock.GetUtcNow());

    /// <summary>The session as it is now; null when it was closed, was not used for too long (the tokens of programs say so themselves), or was opened before the person's access changed.</summary>
    public async Task<CurrentSession?> FindAsync(SessionId id, PersonId person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = log.DataSource.CreateCommand(
            """
            select s.proved_at, s.is_by_passkey, s.used_at
            from sessions s join people p on p.id = s.user_id and p.security_stamp = s.stamp
            where s.id = $1 and s.user_id = $2 and (s.turn is not null or s.used_at > $3 - case when s.is_kept then $4 else $5 end)
            """);
        Add(command, id.Value, person.Value, now, Kept, Passing);
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
            await RunAsync("update sessions set used_at = $2 where id = $1", ct, id.Value, now);
        }

        return session;
    }

    /// <summary>The person has just proved again who they are.</summary>
    public Task ProveAsync(SessionId id, bool isByPasskey, CancellationToken ct)
        => RunAsync("update sessions set proved_at = $2, is_by_passkey = $3 where id = $1", ct, id.Value, clock.GetUtcNow(), isByPasskey);

    /// <summary>Closes a session: whoever holds its cookie or tokens, or a copy of them, is refused from their next request on. False when there was none of this person.</summary>
    public async Task<bool> CloseAsync(SessionId id, PersonId person, CancellationToken ct)
        => await RunAsync("delete from sessions where id = $1 and user_id = $2", ct, id.Value, person.Value) > 0;

    /// <summary>Closes all sessions of a person but one.</summary>
    public Task CloseOthersAsync(SessionId? keep, PersonId person, CancellationToken ct)
        => RunAsync("delete from sessions where user_id = $1 and id is distinct from $2", ct, person.Value, Id(keep));

    /// <summary>The open sessions of a person, the last used first.</summary>
    public Task<IReadOnlyList<OpenSession>> ListAsync(PersonId person, CancellationToken ct) => log.ListAsync(
        """
        select s.id, s.browser, s.system, s.turn is not null, s.opened_at, s.used_at
        from sessions s join people p on p.id = s.user_id and p.security_stamp = s.stamp
        where s.user_id = $1 and s.used_at > $2 - case when s.is_kept then $3 else $4 end
        order by s.used_at desc, s.id
        """,
        r => new OpenSession(
            r.GetGuid(0), r.TextOrNull(1), r.TextOrNull(2), r.GetBoolean(3), r.GetFieldValue<DateTimeOffset>(4), r.GetFieldValue<DateTimeOffset>(5)),
        ct,
        person,
        clock.GetUtcNow(),
        Kept,
        Passing);

    /// <summary>
    /// Takes the turn of a program's refresh token and gives it to the next one. False when it was not its turn: the person's access has changed, the
    /// session is closed, or the token was used before. Then two hold what one should, nobody knows which is the thief, and the session is closed
    /// with all its tokens (RFC 9700, 4.14).
    /// </summary>
    public async Task<bool> TakeTurnAsync(SessionId id, PersonId person, Guid turn, Guid next, CancellationToken ct)
    {
        // Two at once with one token: the second waits for the row, finds the turn taken, and closes the session.
        if (await RunAsync(
            """
            update sessions s set turn = $4, used_at = $5
            from people p
            where s.id = $1 and s.user_id = $2 and s.turn = $3 and p.id = s.user_id and p.security_stamp = s.stamp
            """,
            ct,
            id.Value,
            person.Value,
            turn,
            next,
            clock.GetUtcNow()) > 0)
        {
            return true;
        }

        await CloseAsync(id, person, ct);
        return false;
    }

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

    private static NpgsqlParameter Id(Guid? id) => new() { Value = id is { } known ? known : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}

/// <summary>An open session, as its person sees it.</summary>
/// <param name="Browser">What it said of itself; so is System.</param>
/// <param name="IsProgram">Of a program, with tokens; else of a browser.</param>
/// <param name="UsedAt">Exact to five minutes.</param>
public sealed record OpenSession(Guid Id, string? Browser, string? System, bool IsProgram, DateTimeOffset OpenedAt, DateTimeOffset UsedAt)
{
    public Text Name => (IsProgram, new Device(Browser, System).Name) switch
    {
        (true, { } device) => new Text($"Programme (API), {device.Fr}", $"Program (API), {device.En}"),
        (true, null) => new Text("Programme (API)", "Program (API)"),
        (false, { } device) => device,
        (false, null) => new Text("Navigateur inconnu", "Unknown browser"),
    };
}
