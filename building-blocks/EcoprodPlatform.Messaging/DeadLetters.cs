using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.Messaging;

/// <summary>The messages that reactions gave up on, across modules: listed in the back office and by <c>relay status</c>, replayed or dropped by a person.</summary>
public sealed class DeadLetters(IEnumerable<ModuleLog> logs, ReactionRegistry reactions, IServiceProvider services)
{
    /// <summary>
    /// SQL, in the module's own schema: something that concerns this id could not be taken, so that what is shown of it may not
    /// be what it should be, until the letter is replayed or dropped.
    /// </summary>
    /// <param name="id">A column or a parameter.</param>
    public static string Concern(string id) => $"exists (select 1 from dead_letters letter where letter.things @> array[{id}])";

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken ct)
    {
        var letters = new List<DeadLetter>();
        foreach (var log in logs)
        {
            await using var command = log.DataSource.CreateCommand(
                "select reaction, message_id, wire_name, error, failed_at from dead_letters order by failed_at");
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                letters.Add(new DeadLetter(
                    log.Schema, reader.GetString(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
            }
        }

        return letters;
    }

    /// <summary>Runs the reaction again. Throws what it throws, and then the letter stays; takes the letter away when it is done. A conflict is the hosts' at work: tried again. False when there is no such letter (any more).</summary>
    public async Task<bool> ReplayAsync(string reactionName, Guid messageId, CancellationToken ct)
    {
        var (reaction, log) = Find(reactionName);
        await using (var find = log.DataSource.CreateCommand("select body, correlation_id, caused_by from dead_letters where reaction = $1 and message_id = $2"))
        {
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reactionName });
            find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
            byte[] body;
            Provenance from;
            await using (var reader = await find.ExecuteReaderAsync(ct))
            {
                if (!await reader.ReadAsync(ct))
                {
                    return false;
                }

                body = reader.GetFieldValue<byte[]>(0);
                from = new Provenance(reader.ValueOrNull<Guid>(1), reader.ValueOrNull<Guid>(2));
            }

            var message = reaction.Read(body);
            try
            {
                for (var conflicts = 0; ; conflicts++)
                {
                    try
                    {
                        await reaction.RunOnceAsync(services, message, from, ct);
                        break;
                    }
                    catch (ConcurrencyException) when (conflicts < 20)
                    {
                        // on fresh state
                    }
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "inbox")
            {
                // taken meanwhile: the letter may go
            }
        }

        await DropAsync(reactionName, messageId, ct);
        return true;
    }

    /// <summary>Takes a letter away without running it. False when there is none (any more).</summary>
    public async Task<bool> DropAsync(string reactionName, Guid messageId, CancellationToken ct)
    {
        await using var drop = Find(reactionName).Log.DataSource.CreateCommand("delete from dead_letters where reaction = $1 and message_id = $2");
        drop.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reactionName });
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        return await drop.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>How many there are, across modules.</summary>
    public async Task<long> CountAsync(CancellationToken ct)
    {
        var count = 0L;
        foreach (var log in logs)
        {
            await using var command = log.DataSource.CreateCommand("select count(*) from dead_letters");
            count += (long)(await command.ExecuteScalarAsync(ct))!;
        }

        return count;
    }

    /// <summary>Keeps a message with its cause; a second copy of it replaces the first.</summary>
    internal async Task BuryAsync(ReactionRegistration reaction, Guid id, byte[] body, Provenance from, string cause, CancellationToken ct)
    {
        await using var command = Find(reaction.Name).Log.DataSource.CreateCommand(
            """
            insert into dead_letters (reaction, message_id, wire_name, body, error, correlation_id, caused_by, things) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (reaction, message_id) do update set error = excluded.error, failed_at = now()
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reaction.Name });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reaction.WireName });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cause.Replace("\0", "", StringComparison.Ordinal) });
        command.Parameters.Add(SqlStatement.Typed(NpgsqlDbType.Uuid, from.Correlation));
        command.Parameters.Add(SqlStatement.Typed(NpgsqlDbType.Uuid, from.By));
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = MessageThings.Of(reaction.Message, body) });
        await command.ExecuteNonQueryAsync(ct);
    }

    private (ReactionRegistration Reaction, ModuleLog Log) Find(string reactionName)
    {
        var reaction = reactions.Find(reactionName) ?? throw new ArgumentException($"No reaction \"{reactionName}\" is registered.", nameof(reactionName));
        return (reaction, logs.Single(l => l.Schema == reaction.Schema));
    }
}

/// <summary>A message that a reaction could not take.</summary>
public sealed record DeadLetter(string Schema, string Reaction, Guid MessageId, string WireName, string Error, DateTimeOffset FailedAt);
