using EcoprodPlatform.EventSourcing;
using Npgsql;

namespace EcoprodPlatform.Messaging;

/// <summary>The messages that reactions gave up on, across modules: listed in the back office and by <c>relay status</c>, replayed or dropped by a person.</summary>
public sealed class DeadLetters(IEnumerable<ModuleLog> logs, ReactionRegistry reactions, IServiceProvider services)
{
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

    /// <summary>Runs the reaction again. Throws what it throws, and then the letter stays; takes the letter away when it is done.</summary>
    public async Task ReplayAsync(string reactionName, Guid messageId, CancellationToken ct)
    {
        var reaction = reactions.All.FirstOrDefault(r => r.Name == reactionName)
            ?? throw new InvalidOperationException($"No reaction \"{reactionName}\" is registered.");
        var log = logs.Single(l => l.Schema == reaction.Schema);
        await using (var find = log.DataSource.CreateCommand("select body from dead_letters where reaction = $1 and message_id = $2"))
        {
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reactionName });
            find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
            if (await find.ExecuteScalarAsync(ct) is not string body)
            {
                return;
            }

            try
            {
                await reaction.RunOnceAsync(services, reaction.Read(body), null, ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "inbox")
            {
                // taken meanwhile: the letter may go
            }
        }

        await DropAsync(reactionName, messageId, ct);
    }

    /// <summary>Takes a letter away without running it.</summary>
    public async Task DropAsync(string reactionName, Guid messageId, CancellationToken ct)
    {
        var schema = reactions.All.First(r => r.Name == reactionName).Schema;
        await using var drop = logs.Single(l => l.Schema == schema).DataSource.CreateCommand("delete from dead_letters where reaction = $1 and message_id = $2");
        drop.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reactionName });
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        await drop.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A message that a reaction could not take.</summary>
public sealed record DeadLetter(string Schema, string Reaction, Guid MessageId, string WireName, string Error, DateTimeOffset FailedAt);
