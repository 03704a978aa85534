using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Commands that were carried out once (<see cref="UnitOfWork.Once"/>): their row is the first thing their transaction
/// writes, so that the same command under way elsewhere waits, and then finds the result instead of doing it again.
/// </summary>
internal static class CommandLedger
{
    public static NpgsqlBatchCommand Claim(Guid command, IEnumerable<StreamMove> moves)
    {
        var streams = moves.ToArray();
        var claim = new NpgsqlBatchCommand("insert into commands (id, streams, versions) values ($1, $2, $3)");
        claim.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command });
        claim.Parameters.Add(SqlStatement.Array(NpgsqlDbType.Uuid, Array.ConvertAll(streams, s => s.Id)));
        claim.Parameters.Add(SqlStatement.Array(NpgsqlDbType.Bigint, Array.ConvertAll(streams, s => s.Next)));
        return claim;
    }

    public static bool IsRepeat(PostgresException e) => e is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "commands" };

    public static async Task<AppendResult?> FindAsync(ModuleLog log, Guid command, CancellationToken ct)
    {
        await using var find = log.DataSource.CreateCommand("select streams, versions from commands where id = $1");
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command });
        await using var reader = await find.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new AppendResult(reader.GetFieldValue<Guid[]>(0).Zip(reader.GetFieldValue<long[]>(1)).ToDictionary(s => s.First, s => s.Second), IsRepeat: true)
            : null;
    }
}
