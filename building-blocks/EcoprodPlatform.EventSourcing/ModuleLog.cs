using System.Reflection;
using System.Text;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// One module's place in the database: its schema, its role, its data source, its event names and its projections.
/// Every connection of <see cref="DataSource"/> runs as the module's own role, so that PostgreSQL itself refuses
/// another module's tables (docs/decisions/0002).
/// </summary>
public sealed class ModuleLog : IAsyncDisposable
{
    /// <summary>
    /// Connections a module may hold at once, unless the operator's connection string says otherwise
    /// (<c>Maximum Pool Size</c>): four modules and their anchors stay well under PostgreSQL's default of 100.
    /// </summary>
    private const int PoolSize = 18;

    public ModuleLog(string connectionString, LogDefinition definition)
    {
        Definition = definition;
        AdminConnectionString = connectionString;
        Role = $"ecoprod_{definition.Schema}";
        OwnerLockKey = Fnv64($"ecoprod-log-owner:{definition.Schema}");
        ConnectionString = ConnectionStringFor(connectionString, definition.Schema);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
        InlineProjections = [.. definition.Projections.Where(p => p.IsInline)];
    }

    public LogDefinition Definition { get; }

    public string Schema => Definition.Schema;

    public string Role { get; }

    public EventMap Events => Definition.Events;

    public NpgsqlDataSource DataSource { get; }

    internal IReadOnlyList<Projection> InlineProjections { get; }

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

    public async ValueTask DisposeAsync() => await DataSource.DisposeAsync();

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
public sealed record LogDefinition(string Schema, EventMap Events, IReadOnlyList<Projection> Projections, Assembly Migrations);
