using Marten;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// The state of a long stream at some version, a Marten document written in the transaction that passes every
/// <see cref="Every"/>th version: loading then folds fewer events than that. Marten's own inline snapshot would write the
/// whole state with each append (docs/decisions/0013). Always derivable: may be emptied.
/// </summary>
public sealed class KeptState<T>
    where T : class, IAggregate<T>
{
    /// <summary>Versions between two kept states.</summary>
    internal const int Every = 100;

    /// <summary>The stream.</summary>
    public Guid Id { get; set; }

    /// <summary>Version of the stream that the state is of.</summary>
    public long Version { get; set; }

    public T State { get; set; } = T.Empty;
}

/// <summary>Which aggregates of a module have their states kept.</summary>
public static class KeptStates
{
    /// <summary>
    /// Keeps the states of long streams of <typeparamref name="T"/>, whose <see cref="IAggregate{T}.SnapshotForm"/> is not 0:
    /// a table per form, so that hosts of two versions side by side do not read each other's.
    /// </summary>
    public static void Keep<T>(StoreOptions options)
        where T : class, IAggregate<T>
        => options.Schema.For<KeptState<T>>().DocumentAlias(Alias<T>()).Identity(k => k.Id).UseNumericRevisions(false);

    internal static string TableOf<T>()
        where T : class, IAggregate<T>
        => $"mt_doc_{Alias<T>()}";

    private static string Alias<T>()
        where T : class, IAggregate<T>
        => $"kept_{T.StreamType}_{T.SnapshotForm}";
}
