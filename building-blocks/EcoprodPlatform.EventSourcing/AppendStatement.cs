using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// The one statement of an append: it moves every stream or raises <c>ECO01</c>, before a single position is drawn, then
/// inserts the events. One stream, and one event of it, are nearly all appends: they have a form without arrays, which
/// costs PostgreSQL and us a third less (docs/event-store.md).
/// </summary>
internal static class AppendStatement
{
    private const string NewStream = """
        with moved as (
          insert into streams (id, type, version) values ($1, $2, $3::bigint + $4::bigint) on conflict do nothing returning 1
        )
        """;

    private const string KnownStream = """
        with moved as (
          update streams set version = $3::bigint + $4::bigint
          where id = $1 and type = $2 and version = $3 and archived_at is null
          returning 1
        )
        """;

    // The check is a stable function of a sub-query: PostgreSQL evaluates it once, before the first row is made.
    private const string OneEvent = """

        insert into events (stream_id, version, recorded_at, actor_id, command_id, correlation_id, reason, id, name, data)
        select $1, $3::bigint + 1, $5, $6, $7, $8, $9, $10, $11, $12
        where must_match((select 1 from moved), 1, 'stale stream')
        """;

    private const string ManyEvents = """

        insert into events (stream_id, version, recorded_at, actor_id, command_id, correlation_id, reason, id, name, data)
        select $1, $3::bigint + e.place, $5, $6, $7, $8, $9, e.id, e.name, e.data
        from unnest($10::uuid[], $11::text[], $12::jsonb[]) with ordinality as e(id, name, data, place)
        where must_match((select 1 from moved), 1, 'stale stream')
        order by e.place
        """;

    private const string ManyStreams = """
        with wanted as (
          select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as w(id, type, expected, count)
        ), created as (
          insert into streams (id, type, version)
          select id, type, count from wanted where expected = 0
          on conflict do nothing
          returning 1
        ), moved as (
          update streams s set version = w.expected + w.count
          from wanted w
          where s.id = w.id and w.expected > 0 and s.version = w.expected and s.type = w.type and s.archived_at is null
          returning 1
        )
        insert into events (stream_id, version, recorded_at, actor_id, command_id, correlation_id, reason, id, name, data)
        select e.stream_id, e.version, $5, $6, $7, $8, $9, e.id, e.name, e.data
        from unnest($10::uuid[], $11::text[], $12::jsonb[], $13::uuid[], $14::bigint[]) with ordinality as e(id, name, data, stream_id, version, place)
        where must_match((select count(*) from created) + (select count(*) from moved), cardinality($1), 'stale stream')
        order by e.place
        """;

    public static NpgsqlBatchCommand Of(IEnumerable<StreamMove> moves, List<StoredEvent> events, EventMap map, EventMetadata metadata)
    {
        // One order of locking for everybody, so that two units of work on the same streams queue instead of deadlocking.
        var streams = moves.OrderBy(s => s.Id).ToArray();
        var statement = new NpgsqlBatchCommand(Sql(streams, events));
        var p = statement.Parameters;
        if (streams is [var stream])
        {
            p.Add(new NpgsqlParameter<Guid> { TypedValue = stream.Id });
            p.Add(new NpgsqlParameter<string> { TypedValue = stream.Type });
            p.Add(new NpgsqlParameter<long> { TypedValue = stream.Expected });
            p.Add(new NpgsqlParameter<long> { TypedValue = stream.Next - stream.Expected });
        }
        else
        {
            p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, Array.ConvertAll(streams, s => s.Id)));
            p.Add(SqlStatement.Array(NpgsqlDbType.Text, Array.ConvertAll(streams, s => s.Type)));
            p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, Array.ConvertAll(streams, s => s.Expected)));
            p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, Array.ConvertAll(streams, s => s.Next - s.Expected)));
        }

        p.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = events[0].RecordedAt });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = metadata.ActorId });
        p.Add(new NpgsqlParameter<Guid?> { TypedValue = metadata.CommandId });
        p.Add(new NpgsqlParameter<Guid?> { TypedValue = metadata.CorrelationId });
        p.Add(SqlStatement.Typed(NpgsqlDbType.Text, metadata.Reason));
        if (events is [var single])
        {
            p.Add(new NpgsqlParameter<Guid> { TypedValue = single.Id });
            p.Add(new NpgsqlParameter<string> { TypedValue = single.Name });
            p.Add(Jsonb(map.WriteUtf8(single.Data)));
            return statement;
        }

        p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, events.Select(e => e.Id).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Text, events.Select(e => e.Name).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Jsonb, events.Select(e => map.WriteUtf8(e.Data)).ToArray()));
        if (streams.Length > 1)
        {
            p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, events.Select(e => e.StreamId).ToArray()));
            p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, events.Select(e => e.Version).ToArray()));
        }

        return statement;
    }

    private static string Sql(StreamMove[] streams, List<StoredEvent> events) => (streams, events) switch
    {
        ([{ Expected: 0 }], [_]) => NewStream + OneEvent,
        ([_], [_]) => KnownStream + OneEvent,
        ([{ Expected: 0 }], _) => NewStream + ManyEvents,
        ([_], _) => KnownStream + ManyEvents,
        _ => ManyStreams,
    };

    private static NpgsqlParameter<byte[]> Jsonb(byte[] json) => new() { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
