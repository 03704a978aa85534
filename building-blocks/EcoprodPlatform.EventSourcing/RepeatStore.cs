using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Keys of requests and their answers, in the module's schema (docs/decisions/0022). A key is taken before the command, the command itself is recorded
/// in the transaction of its events (<see cref="CommandLedger"/>), the answer is kept after it; so whatever is killed in between, nothing is
/// carried out twice.
/// </summary>
public sealed class RepeatStore(ModuleLog log, IdSource ids, TimeProvider clock)
{
    /// <summary>For so long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A request that takes longer is thought dead. Were it not, what it writes and what its repetition writes could still not both be committed.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Takes the key for a request; or says why not.</summary>
    /// <param name="id">Of the person and their key.</param>
    /// <param name="fingerprint">Of what is asked.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RepeatClaim> ClaimAsync(Guid id, byte[] fingerprint, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using (var take = new NpgsqlBatch(connection))
        {
            // Free where nobody used it, where its answer is forgotten, or where whoever took it died before anything was carried out.
            take.BatchCommands.Add(SqlStatement.Of(
                """
                insert into repeats (id, fingerprint, command_id, lease_until, recorded_at) values ($1, $2, $3, $4, $5)
                on conflict (id) do update
                set fingerprint = excluded.fingerprint, command_id = case when repeats.recorded_at < $6 then excluded.command_id else repeats.command_id end,
                    lease_until = excluded.lease_until, recorded_at = excluded.recorded_at, status = null, content_type = null, etag = null, location = null, body = null
                where repeats.recorded_at < $6
                  or repeats.status is null and repeats.lease_until < $5 and repeats.fingerprint = excluded.fingerprint
                    and not exists (select 1 from commands where commands.id = repeats.command_id)
                returning command_id
                """,
                id,
                fingerprint,
                ids.NewId(),
                now + Lease,
                now,
                now - Kept));
            if (await take.ExecuteScalarAsync(ct) is Guid command)
            {
                return new RepeatClaim.Taken(command);
            }
        }

        await using var find = new NpgsqlBatch(connection);
        find.BatchCommands.Add(SqlStatement.Of("select fingerprint, lease_until, status, content_type, etag, location, body from repeats where id = $1", id));
        await using var reader = await find.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? new RepeatClaim.UnderWay()
            : !reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(fingerprint) ? new RepeatClaim.OfAnother()
            : reader.ValueOrNull<int>(2) is { } status ? new RepeatClaim.Answered(new KeptAnswer(status, reader.TextOrNull(3), reader.TextOrNull(4), reader.TextOrNull(5), reader.GetFieldValue<byte[]>(6)))
            : reader.GetFieldValue<DateTimeOffset>(1) > now ? new RepeatClaim.UnderWay()
            : new RepeatClaim.AnswerLost();
    }

    /// <summary>Keeps the answer of a request that was carried out.</summary>
    public async Task KeepAsync(Guid id, Guid command, KeptAnswer answer)
        => await log.DataSource.RunAsync(CancellationToken.None, SqlStatement.Of(
            "update repeats set status = $3, content_type = $4, etag = $5, location = $6, body = $7 where id = $1 and command_id = $2",
            id,
            command,
            answer.Status,
            SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Text, answer.ContentType),
            SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Text, answer.ETag),
            SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Text, answer.Location),
            answer.Body));

    /// <summary>Frees the key of a request that was refused: nothing was done, and the same one may be right later. Kept where something was done nevertheless.</summary>
    public async Task ReleaseAsync(Guid id, Guid command)
        => await log.DataSource.RunAsync(CancellationToken.None, SqlStatement.Of(
            "delete from repeats where id = $1 and command_id = $2 and status is null and not exists (select 1 from commands where commands.id = $2)", id, command));
}

/// <summary>What came of the wish to carry a request out under its key.</summary>
public abstract record RepeatClaim
{
    /// <summary>It is to be carried out, as this command.</summary>
    public sealed record Taken(Guid Command) : RepeatClaim;

    /// <summary>It was, with this answer.</summary>
    public sealed record Answered(KeptAnswer Answer) : RepeatClaim;

    /// <summary>It was, and the host died before the answer was kept.</summary>
    public sealed record AnswerLost : RepeatClaim;

    /// <summary>It is being carried out.</summary>
    public sealed record UnderWay : RepeatClaim;

    /// <summary>The key was used for something else.</summary>
    public sealed record OfAnother : RepeatClaim;
}

/// <summary>An answer as it went out.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, string? ETag, string? Location, byte[] Body);
