namespace EcoprodPlatform.Host.Embedded;

/// <summary>What tests and benchmarks may set differently from the embedded default.</summary>
internal sealed record EmbeddedPostgresOptions
{
    /// <summary>Server settings added to, or replacing, the default ones (<c>fsync=off</c> for throw-away clusters).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where to look for initdb, pg_ctl and postgres; null: the usual places.</summary>
    public IReadOnlyList<string>? BinaryFolders { get; init; }

    /// <summary>The port to try first; null: the one used last time, else one near 15432.</summary>
    public int? Port { get; init; }

    /// <summary>Where a cluster goes when root's data folder cannot be entered by the user the server runs as.</summary>
    public string SharedFolder { get; init; } = "/var/lib/ecoprod";

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
