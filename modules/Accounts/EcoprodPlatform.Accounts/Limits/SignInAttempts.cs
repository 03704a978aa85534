namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// Slows guessing at an account down by where it comes from, and locks nobody out: five tries in ten minutes from a network, and the
/// same from each device that has been signed in before, so that a stranger's tries are not the owner's. All networks together have a
/// hundred an hour; a known device, a passkey and a reset by mail still get in. A try counts before it is checked, and is forgiven when it
/// succeeds: many at once gain nothing.
/// </summary>
internal sealed class SignInAttempts(ModuleLog<AccountsModule> log, KnownDevice devices, IHttpContextAccessor http, TimeProvider clock)
{
    public const int Most = 5;
    public const int MostOfAll = 100;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private const string Everywhere = "*";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<Guid, bool> _decided = [];

    /// <summary>Whether one more try at this account is allowed here; one request is one try.</summary>
    public async Task<bool> MayTryAsync(Guid person, CancellationToken ct = default)
    {
        if (!_decided.TryGetValue(person, out var may))
        {
            var (origin, isKnown) = Origin(person);
            may = await TakeAsync(person, origin, Pause, ct) <= Most
                && (isKnown || await TakeAsync(person, Everywhere, Hour, ct) <= MostOfAll);
            _decided[person] = may;
        }

        return may;
    }

    /// <summary>It was their person: what failed here before was a slip.</summary>
    public async Task ForgiveAsync(Guid person, CancellationToken ct = default)
    {
        var (origin, isKnown) = Origin(person);
        await using var batch = log.DataSource.CreateBatch();
        batch.BatchCommands.Add(SqlStatement.Of("delete from sign_in_attempts where user_id = $1 and origin = $2", person, origin));
        if (!isKnown)
        {
            batch.BatchCommands.Add(SqlStatement.Of("update sign_in_attempts set tries = greatest(0, tries - 1) where user_id = $1 and origin = $2", person, Everywhere));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Forgets all tries at this account, wherever they came from: its owner has shown that the mailbox is theirs.</summary>
    public static void Forget(UnitOfWork work, Guid person) => work.Also("delete from sign_in_attempts where user_id = $1", person);

    private async Task<int> TakeAsync(Guid person, string origin, TimeSpan window, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            insert into sign_in_attempts as a (user_id, origin, tries, since) values ($1, $2, 1, $3)
            on conflict (user_id, origin) do update set
              tries = case when a.since <= $3 - $4 then 1 else a.tries + 1 end,
              since = case when a.since <= $3 - $4 then $3 else a.since end
            returning tries
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = window });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private (string Origin, bool IsKnown) Origin(Guid person)
        => http.HttpContext is { } context && devices.Of(context, person) is { } device
            ? ($"device:{device}", true)
            : ($"network:{Network.Of(http.HttpContext?.Connection.RemoteIpAddress)}", false);
}
