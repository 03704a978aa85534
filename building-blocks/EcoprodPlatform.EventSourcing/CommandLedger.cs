using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Commands that were carried out once (<see cref="UnitOfWork.Once"/>): their row is the first thing their transaction
/// writes, so that the same command under way elsewhere waits, and then finds the result instead of doing it again.
/// </summary>
internal static class CommandLedger
{
    public static SqlOperation Claim(Guid command, Guid[] streams, long[] versions)
        => new("insert into commands (id, streams, versions) values ($1, $2, $3)", [command, streams, versions], before: true);

    public static bool IsRepeat(Exception e) => MartenErrors.PostgresErrorOf(e) is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "commands" };

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
