using System.Reflection;
using System.Text;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Weasel.Core;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// One module's place in the database: its schema, its role, its Marten store, its event names and its projections.
/// Every connection of <see cref="DataSource"/> runs as the module's own role, so that PostgreSQL itself refuses
/// another module's tables (docs/decisions/0002).
/// </summary>
public sealed class ModuleLog : IAsyncDisposable
{
    /// <summary>
    /// Connections a module may hold at once, unless the operator's connection string says otherwise
    /// (<c>Maximum Pool Size</c>). Few, because a burst is served sooner by those that are open and have their plans than by
    /// new ones: with 20, the 99th percentile of the first ten seconds of a load was six times as long (docs/scale.md).
    /// </summary>
    private const int PoolSize = 8;

    private readonly Lazy<IDocumentStore> _store;

    /// <param name="connectionString">The database shared by all modules, as given by the operator.</param>
    /// <param name="definition">What the module declares.</param>
    /// <param name="store">The module's store where the container makes it; otherwise it is made here.</param>
    public ModuleLog(string connectionString, LogDefinition definition, Func<IDocumentStore>? store = null)
    {
        Definition = definition;
        AdminConnectionString = connectionString;
        Role = $"ecoprod_{definition.Schema}";
        OwnerLockKey = Fnv64($"ecoprod-log-owner:{definition.Schema}");
        ConnectionString = ConnectionStringFor(connectionString, definition.Schema);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
        _store = new Lazy<IDocumentStore>(store ?? (() => new DocumentStore(CreateOptions())));
    }

    public LogDefinition Definition { get; }

    public string Schema => Definition.Schema;

    public string Role { get; }

    public EventMap Events => Definition.Events;

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The module's Marten store.</summary>
    public IDocumentStore Store => _store.Value;

    /// <summary>As given by the operator: for migrations, and to look at what other sessions do.</summary>
    public string AdminConnectionString { get; }

    public string ConnectionString { get; }

    /// <summary>Advisory lock held by the one host that runs this module's projections and relay.</summary>
    public long OwnerLockKey { get; }

    public string Channel => $"ecoprod_{Schema}_log";

    /// <summary>Woken after every commit of this process, and by notifications of the others.</summary>
    public LogSignal Signal { get; } = new();

    /// <summary>Raised when a person wants followers that have failed to try again now.</summary>
    internal LogSignal Retries { get; } = new();

    internal const string RetryPayload = "retry";

    public string ConnectionStringFor(string searchPath) => ConnectionStringFor(AdminConnectionString, searchPath);

    /// <summary>
    /// How Marten stores a module's events: what it does by default and would lose or change something here is set
    /// otherwise, each with its test (docs/decisions/0013).
    /// </summary>
    internal StoreOptions CreateOptions()
    {
        var options = new StoreOptions
        {
            DatabaseSchemaName = Schema,
            AutoCreateSchemaObjects = AutoCreate.None,
            // As the connection string says, 30 s by default, for every statement alike: Marten's own would give an append up after 5 s.
            CommandTimeout = new NpgsqlConnectionStringBuilder(ConnectionString).CommandTimeout,
        };
        options.Connection(DataSource);
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization(new System.Text.Json.JsonSerializerOptions(EventMap.Json), EnumStorage.AsString, Casing.CamelCase);
        options.Policies.DisableInformationalFields();
        // An outage is waited out where it is known what may be repeated, and said; not here, in silence.
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });

        // One call appends, draws no position for a stale version, and takes our clock's times in spite of its name.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        Events.Configure(options);
        foreach (var projection in Definition.Projections.Where(p => p.IsInline))
        {
            options.Projections.Add(projection, ProjectionLifecycle.Inline);
        }

        Definition.Documents?.Invoke(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_store.IsValueCreated)
        {
            _store.Value.Dispose();
        }

        await DataSource.DisposeAsync();
    }

    private string ConnectionStringFor(string connectionString, string searchPath)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"ecoprod {Schema}",
            // DISCARD ALL between two uses would throw the prepared plans away; session state that matters
            // (listening, session locks) lives on connections outside the pool.
            NoResetOnClose = true,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
        };
        if (builder.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize)
        {
            builder.MaxPoolSize = PoolSize;
        }

        // A host that froze or vanished in the middle of an append would hold every reader back for as long as its session lives.
        builder.Options = $"-c idle_in_transaction_session_timeout=20000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 {builder.Options} -c role={Role} -c search_path={searchPath}".TrimEnd();
        return builder.ConnectionString;
    }

    private static long Fnv64(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return unchecked((long)hash);
    }
}

/// <summary>What a module declares about its log.</summary>
/// <param name="Schema">Schema name, lower case with underscores (<c>member_space</c>).</param>
/// <param name="Events">Stored names.</param>
/// <param name="Projections">Read models kept from the log.</param>
/// <param name="Migrations">Assembly that embeds the module's <c>Database/*.sql</c>.</param>
/// <param name="Documents">Marten documents of the module, if any (<see cref="KeptStates"/>).</param>
public sealed record LogDefinition(string Schema, EventMap Events, IReadOnlyList<SqlProjection> Projections, Assembly Migrations, Action<StoreOptions>? Documents = null);
