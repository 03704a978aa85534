using EcoprodPlatform.EventSourcing;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Weasel.Core;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// What somebody would write who has nothing but Marten: a session, a stream, save; the same events, metadata and inline
/// row, on connections with the same settings, in the append mode given.
/// </summary>
internal sealed class BareMarten : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly DocumentStore _store;

    private BareMarten(ModuleLog log, EventAppendMode mode)
    {
        _source = NpgsqlDataSource.Create(log.ConnectionString);
        _store = DocumentStore.For(options =>
        {
            options.DatabaseSchemaName = log.Schema;
            options.AutoCreateSchemaObjects = AutoCreate.None;
            options.Connection(_source);
            options.DisableNpgsqlLogging = true;
            options.UseSystemTextJsonForSerialization(new System.Text.Json.JsonSerializerOptions(EventMap.Json), EnumStorage.AsString, Casing.CamelCase);
            options.Events.AppendMode = mode;
            options.Events.UseExclusiveLockOnConcurrentAppends = mode != EventAppendMode.Rich;
            options.Events.MetadataConfig.EnableAll();
            options.Events.MetadataConfig.UserNameEnabled = true;
            options.Events.MapEventType<LogBenchmark.Noted>("noted.v1");
            options.Projections.Add(new LogBenchmark.LastNote(isInline: true), ProjectionLifecycle.Inline);
        });
    }

    /// <summary>A store on tables of its own in <paramref name="log"/>'s schema, which is a fresh one.</summary>
    public static async Task<BareMarten> CreateAsync(ModuleLog log, EventAppendMode mode)
    {
        var bare = new BareMarten(log, mode);
        await bare._store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        return bare;
    }

    public async Task AppendAsync(Guid id, long version, LogBenchmark.Noted[] events)
    {
        await using var session = _store.LightweightSession();
        session.LastModifiedBy = session.CausationId = session.CorrelationId = "00000000-0000-0000-0000-000000000000";
        if (version == 0)
        {
            session.Events.StartStream<LogBenchmark.Note>(id, events);
        }
        else
        {
            session.Events.Append(id, version + events.Length, events);
        }

        await session.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _source.DisposeAsync();
    }
}
