using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// The least an event store can do, by hand in Npgsql: one prepared statement that checks the version of one stream and
/// inserts, into the same tables, the same rows, with JSON made from the same objects. No projections, no several streams.
/// </summary>
internal sealed class Floor(ModuleLog log, IdSource ids, EventMap map)
{
    private const string One = """
        insert into events (id, stream_id, version, name, data, recorded_at, actor_id, command_id, correlation_id)
        select $4, $1, $3, 'noted.v1', $5, $6, $7, $8, $8 from s
        """;

    private const string Many = """
        insert into events (id, stream_id, version, name, data, recorded_at, actor_id, command_id, correlation_id)
        select e.id, $1, $2 + e.n, 'noted.v1', e.data, $6, $7, $8, $8 from s, unnest($4::uuid[], $5::jsonb[]) with ordinality as e(id, data, n)
        """;

    private const string New = "with s as (insert into streams (id, type, version) values ($1, 'note', $2::bigint * 0 + $3::bigint) on conflict do nothing returning 1) ";

    private const string Known = "with s as (update streams set version = $3::bigint where id = $1 and version = $2::bigint returning 1) ";

    public async Task AppendAsync(Guid id, long version, LogBenchmark.Noted[] events)
    {
        var sql = (version, events.Length) switch
        {
            (0, 1) => New + One,
            (0, _) => New + Many,
            (_, 1) => Known + One,
            _ => Known + Many,
        };
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version + events.Length });
        if (events is [var single])
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ids.NewId() });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = map.Write(single), NpgsqlDbType = NpgsqlDbType.Jsonb });
        }
        else
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(events, _ => ids.NewId()) });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(events, map.Write), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        }

        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = TimeProvider.System.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ids.NewId() });
        if (await command.ExecuteNonQueryAsync() != events.Length)
        {
            throw new InvalidOperationException("stale");
        }
    }
}
